// @ts-types="npm:@types/ws@8.18.2"
import WsClient, { type ClientOptions } from "ws";
import type { ProbeRequest } from "./request.ts";

/** Several times the size of the largest message sent. */
const MAX_PAYLOAD_BYTES = 8 * 1024 ** 2;
/** How long to wait for the answer to a close frame that no step checks. */
const LEAVE_TIMEOUT_MS = 1000;

/** Opens a connection that shows more than the runtime's own: refusals, pings, pongs, resets. */
export function openSocket(
  { headers, insecure, timeoutMs }: ProbeRequest,
  url: string,
  protocols: readonly string[],
): WsClient {
  const options: ClientOptions & { closeTimeout: number } = {
    headers,
    rejectUnauthorized: !insecure,
    // Compression would hide what the path does to payloads.
    perMessageDeflate: false,
    maxPayload: MAX_PAYLOAD_BYTES,
    // A step that waits for the answer to a close frame must time out first. The types lack this.
    closeTimeout: 2 * timeoutMs,
  };
  const socket = new WsClient(url, [...protocols], options);
  // The library's own time-out starts again with each byte of an answer.
  const timer = setTimeout(() => {
    socket.emit("error", new Error(`no complete answer within ${timeoutMs / 1000} s`));
    socket.terminate();
  }, timeoutMs);
  for (const event of ["open", "close"] as const) {
    socket.on(event, () => clearTimeout(timer));
  }
  return socket;
}

/** Closes a connection with a closing handshake, so that no hop logs a loss, or else after 1 s. */
export function leave(socket: WsClient): void {
  const timer = setTimeout(() => socket.terminate(), LEAVE_TIMEOUT_MS);
  socket.on("close", () => clearTimeout(timer));
  socket.close(1000);
}

/** Returns the fields of a handshake whose values ws always sends, by lower-case name. */
export function fixedHeaders(url: URL): Record<string, string> {
  return {
    host: url.host,
    upgrade: "websocket",
    connection: "Upgrade",
    "sec-websocket-version": "13",
    ...url.username && { authorization: credentialsOf(url) },
  };
}

/** Returns the field that ws makes of the name and password in an address (RFC 7617 §2). */
function credentialsOf({ username, password }: URL): string {
  return `Basic ${btoa(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)}`;
}
