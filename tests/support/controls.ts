/** Whatever could change what a terminal shows, but for the line breaks of ordinary output. */
export const CONTROLS = /[^\P{Cc}\n]|\p{Cf}/u;
