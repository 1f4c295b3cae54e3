import { isHost } from "./host.ts";
import { listItems } from "./list_header.ts";
import { BAD_HOST, type Refusal } from "./refusal.ts";
import { isToken } from "../../static/shared/header_fields.js";

/** The parts of a request that make it a handshake; a `Request` is one. */
export interface HandshakeRequest {
  /** HTTP method, in upper case. */
  readonly method: string;
  /** Header fields. */
  readonly headers: Headers;
}

/**
 * Returns whether a request means to open a WebSocket, rightly or wrongly.
 *
 * `Connection: upgrade` alone is no sign of it: common proxy configurations add it to every
 * request, so that a page view carries it too.
 */
export function isHandshake({ headers }: HandshakeRequest): boolean {
  return hasToken(headers.get("upgrade"), "websocket") ||
    (hasToken(headers.get("connection"), "upgrade") && headers.has("sec-websocket-key"));
}

/**
 * Checks an opening handshake by RFC 6455 §4.2.1 and returns why it is refused, or nothing.
 *
 * `Deno.upgradeWebSocket` lets a wrong method, version or key pass and throws on the rest, so all
 * of it is decided here, before the upgrade. The HTTP version is out of reach: the runtime does not
 * tell it.
 */
export function checkHandshake({ method, headers }: HandshakeRequest): Refusal | undefined {
  if (method !== "GET") {
    return {
      status: 405,
      reason: "method",
      message: `A WebSocket handshake is a GET request: send GET instead of ${method}.`,
      headers: { allow: "GET" },
    };
  }
  if (!isHost(headers.get("host") ?? "")) return BAD_HOST;
  // The runtime looks at the first line of the field alone and fails outside of any handler where
  // it is another's. The lines arrive as one list, so that only its first element is safe.
  if (listItems(headers.get("upgrade"))[0]?.toLowerCase() !== "websocket") {
    return missingHeader("Upgrade: websocket");
  }
  if (!hasToken(headers.get("connection"), "upgrade")) {
    return missingHeader("Connection: Upgrade");
  }
  return checkWebSocketFields(headers);
}

function checkWebSocketFields(headers: Headers): Refusal | undefined {
  if (headers.get("sec-websocket-version") !== "13") {
    return {
      status: 426,
      reason: "version",
      message: 'Only version 13 of the protocol is spoken here: send "Sec-WebSocket-Version: 13".',
      headers: { connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13" },
    };
  }
  // Two keys arrive as one value with a comma, which is not base64 either.
  if (!/^[A-Za-z0-9+/]{22}==$/.test(headers.get("sec-websocket-key") ?? "")) {
    return {
      status: 400,
      reason: "key",
      message: "A WebSocket handshake has exactly one Sec-WebSocket-Key: " +
        "send 16 random bytes in base64, 24 characters.",
    };
  }
  if (!listItems(headers.get("sec-websocket-protocol")).every(isToken)) {
    return {
      status: 400,
      reason: "subprotocol",
      message: "Sec-WebSocket-Protocol lists names of letters, digits and !#$%&'*+-.^_`|~: " +
        "send such names, with commas between them.",
    };
  }
}

/**
 * Returns the subprotocol that a checked handshake gets, or none: the first that it offers, unless
 * its peer wants another.
 *
 * An offer left without an answer makes browsers drop the connection (WHATWG WebSockets §4.1).
 *
 * @param wanted What the peer wants instead; empty: none.
 */
export function chooseSubprotocol(
  { headers }: HandshakeRequest,
  wanted?: string,
): string | undefined {
  return (wanted ?? listItems(headers.get("sec-websocket-protocol"))[0]) || undefined;
}

/** How the refusal of a handshake begins that has lost a header field on its way. */
export const MISSING_HEADER = "A WebSocket handshake has the header ";

function missingHeader(field: string): Refusal {
  return {
    status: 400,
    reason: "upgrade",
    message: `${MISSING_HEADER}"${field}": ` +
      "send it, or look for a proxy on the way that removes it.",
  };
}

function hasToken(value: string | null, token: string): boolean {
  return listItems(value).some((item) => item.toLowerCase() === token);
}
