/** Close codes that this server sends or logs, under their names in the IANA registry (RFC 6455 §11.7). */
export const CLOSE_CODE = {
  /** What it was opened for is done. */
  NORMAL_CLOSURE: 1000,
  /** The server is stopping, or the connection has reached its longest life. */
  GOING_AWAY: 1001,
  /** Never sent: stands for an end without a closing handshake. */
  ABNORMAL_CLOSURE: 1006,
  /** Too many messages a second. */
  POLICY_VIOLATION: 1008,
  /** The message is too large. */
  MESSAGE_TOO_BIG: 1009,
  /** The handler failed. */
  INTERNAL_ERROR: 1011,
  /** Too many bytes wait for a slow consumer. */
  TRY_AGAIN_LATER: 1013,
} as const;
