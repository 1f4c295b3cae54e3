/**
 * Close codes that this server sends, under their names in the IANA registry (RFC 6455 §7.4.1).
 */
export const CLOSE_CODE = {
  /** The server is stopping. */
  GOING_AWAY: 1001,
} as const;
