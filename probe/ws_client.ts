import WsClient, { type WsSocket } from "ws";
import type { ProbeRequest } from "./request.ts";

/** Several times what is sent. */
const MAX_PAYLOAD_BYTES = 8 * 1024 ** 2;
/** For so long a close frame may stay without an answer when nothing hangs on it. */
const LEAVE_TIMEOUT_MS = 1000;

/** Opens a connection that tells more than the runtime's own: answers other than 101, pings, resets. */
export function openSocket(
  { headers, insecure, timeoutMs }: ProbeRequest,
  url: string,
  protocols: readonly string[],
): WsSocket {
  const socket = new WsClient(url, protocols, {
    headers,
    rejectUnauthorized: !insecure,
    // What is probed is the path, which compression would hide.
    perMessageDeflate: false,
    maxPayload: MAX_PAYLOAD_BYTES,
    // Whoever waits for the answer to a close frame gives up first.
    closeTimeout: 2 * timeoutMs,
  });
  // The library's own time-out begins anew with each byte of an answer.
  const timer = setTimeout(() => {
    socket.emit("error", new Error(`nothing whole within ${timeoutMs / 1000} s`));
    socket.terminate();
  }, timeoutMs);
  for (const event of ["open", "close"] as const) {
    socket.on(event, () => clearTimeout(timer));
  }
  return socket;
}

/** Closes a connection in such a way that the log of no hop tells of a loss, if that does not take long. */
export function leave(socket: WsSocket): void {
  const timer = setTimeout(() => socket.terminate(), LEAVE_TIMEOUT_MS);
  socket.on("close", () => clearTimeout(timer));
  socket.close(1000);
}

/** The fields of a handshake that ws sends by itself, by lower-case name; others may change. */
export function fixedHeaders(url: URL): Record<string, string> {
  return {
    host: url.host,
    upgrade: "websocket",
    connection: "Upgrade",
    "sec-websocket-version": "13",
    ...url.username && { authorization: credentialsOf(url) },
  };
}

/** The field that ws makes of the name and password in an address (RFC 7617 §2). */
function credentialsOf({ username, password }: URL): string {
  return `Basic ${btoa(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)}`;
}
