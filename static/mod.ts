/**
 * The page's files, as text inside the module graph: handing them out needs no read permission,
 * works from any directory and in the binary, and no path can reach anything else.
 *
 * @module
 */
import css from "./client.css" with { type: "text" };
import client from "./client.js" with { type: "text" };
import icon from "./icon.svg" with { type: "text" };
import index from "./index.html" with { type: "text" };
import socketUrl from "./socket_url.js" with { type: "text" };
import texts from "./texts.js" with { type: "text" };

/** The content of every file handed out, by its name. */
export const FILES: ReadonlyMap<string, string> = new Map([
  ["index.html", index],
  ["client.css", css],
  ["client.js", client],
  ["icon.svg", icon],
  ["socket_url.js", socketUrl],
  ["texts.js", texts],
]);
