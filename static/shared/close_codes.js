/** Close codes that this server sends or logs, under their names in the IANA registry (RFC 6455 §11.7). */
export const CLOSE_CODE = /** @type {const} */ ({
  /** The purpose of the connection has been fulfilled. */
  NORMAL_CLOSURE: 1000,
  /** The server is stopping, or the connection has reached its maximum lifetime. */
  GOING_AWAY: 1001,
  /** Never sent: stands for an end without a closing handshake. */
  ABNORMAL_CLOSURE: 1006,
  /** Too many messages a second. */
  POLICY_VIOLATION: 1008,
  /** The message is too large. */
  MESSAGE_TOO_BIG: 1009,
  /** The handler failed. */
  INTERNAL_ERROR: 1011,
  /** The server restarts, and listens again soon. */
  SERVICE_RESTART: 1012,
  /** Too many bytes are queued for a slow consumer. */
  TRY_AGAIN_LATER: 1013,
});

/** Names in the IANA registry of WebSocket close codes (RFC 6455 §7.4.1). */
const NAMES = new Map([
  [1000, "Normal Closure"],
  [1001, "Going Away"],
  [1002, "Protocol error"],
  [1003, "Unsupported Data"],
  [1005, "No Status Rcvd"],
  [1006, "Abnormal Closure"],
  [1007, "Invalid frame payload data"],
  [1008, "Policy Violation"],
  [1009, "Message Too Big"],
  [1010, "Mandatory Ext."],
  [1011, "Internal Error"],
  [1012, "Service Restart"],
  [1013, "Try Again Later"],
  [1014, "Bad Gateway"],
  [1015, "TLS handshake"],
  [3000, "Unauthorized"],
  [3003, "Forbidden"],
  [3008, "Timeout"],
]);

/**
 * Returns a close code with its registered name, if it has one: `1000 Normal Closure`.
 * @param {number} code
 */
export function nameCloseCode(code) {
  return `${code} ${NAMES.get(code) ?? ""}`.trim();
}

/**
 * Returns the group that a close code belongs to: its own number if IANA has registered it below
 * 3000, else `3000` for libraries, `4000` for applications (RFC 6455 §7.4.2), or `Other`.
 * @param {number} code
 */
export function groupCloseCode(code) {
  if (code >= 3000 && code < 5000) return code < 4000 ? "3000" : "4000";
  return NAMES.has(code) ? `${code}` : "Other";
}

/**
 * Returns whether a server may send a close code (RFC 6455 §7.4, and IANA's registry).
 * @param {number} code
 */
export function isSendableByServer(code) {
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014 && code !== 1010) ||
    (code >= 3000 && code <= 4999);
}
