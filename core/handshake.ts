import type { Refusal } from "./refusal.ts";

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
 * of it is decided here, before the upgrade.
 */
export function checkHandshake({ method, headers }: HandshakeRequest): Refusal | undefined {
  if (method !== "GET") {
    return {
      status: 405,
      message: `A WebSocket handshake is a GET request: send GET instead of ${method}.`,
      headers: { allow: "GET" },
    };
  }
  if (!hasToken(headers.get("upgrade"), "websocket")) {
    return missingHeader("Upgrade: websocket");
  }
  if (!hasToken(headers.get("connection"), "upgrade")) {
    return missingHeader("Connection: Upgrade");
  }
  if (headers.get("sec-websocket-version") !== "13") {
    return {
      status: 426,
      message: 'Only version 13 of the protocol is spoken here: send "Sec-WebSocket-Version: 13".',
      headers: { upgrade: "websocket", "sec-websocket-version": "13" },
    };
  }
  // Two keys arrive as one value with a comma, which is not base64 either.
  if (!/^[A-Za-z0-9+/]{22}==$/.test(headers.get("sec-websocket-key") ?? "")) {
    return {
      status: 400,
      message: "A WebSocket handshake has exactly one Sec-WebSocket-Key: " +
        "send 16 random bytes in base64, 24 characters.",
    };
  }
}

function missingHeader(field: string): Refusal {
  return {
    status: 400,
    message: `A WebSocket handshake has the header "${field}": ` +
      `send it, or look for a proxy on the way that removes it.`,
  };
}

/** Returns whether a comma-separated value lists a token, in any case (RFC 9110 §5.6.1). */
function hasToken(value: string | null, token: string): boolean {
  return value !== null && value.split(",").some((item) => item.trim().toLowerCase() === token);
}
