import { hasItem, isToken, listItems } from "../../static/shared/header_fields.js";
import { isHost } from "./address.ts";
import type { Config } from "./config.ts";
import { BAD_HOST, createBusyRefusal, DRAINING, type Refusal } from "./refusal.ts";

/** The parts of a request that make it a handshake. */
type HandshakeRequest = Pick<Request, "method" | "headers">;

/**
 * Returns whether a request means to open a WebSocket, correctly or not.
 *
 * `Connection: upgrade` alone does not count: common proxy configurations add it to every request,
 * so a request for the page has it too. A key alone counts: proxies that drop `Upgrade` and
 * `Connection`, as nginx does by default, pass it on.
 */
export function isHandshake({ headers }: HandshakeRequest): boolean {
  return hasItem(headers.get("upgrade"), "websocket") || headers.has("sec-websocket-key");
}

/**
 * Checks an opening handshake (RFC 6455 §4.2.1) and returns why it is refused, or `undefined`.
 *
 * `Deno.upgradeWebSocket` accepts a wrong method, version or key and throws on other faults, so
 * everything is decided here, before the upgrade. The runtime does not tell the HTTP version.
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
  // The runtime checks the first line of the field alone, and fails outside of any handler if that
  // names another protocol. Lines arrive joined, so only the first element is safe.
  if (listItems(headers.get("upgrade"))[0]?.toLowerCase() !== "websocket") {
    return createMissingFieldRefusal(426, "Upgrade: websocket");
  }
  if (!hasItem(headers.get("connection"), "upgrade")) {
    return createMissingFieldRefusal(400, "Connection: Upgrade");
  }
  if (headers.get("sec-websocket-version") !== "13") {
    return {
      status: 426,
      reason: "version",
      message: WRONG_FIELD.version,
      headers: UPGRADE_HEADERS,
    };
  }
  // Two keys arrive as one value with a comma, which is not base64 either.
  if (!/^[A-Za-z0-9+/]{22}==$/.test(headers.get("sec-websocket-key") ?? "")) {
    return {
      status: 400,
      reason: "key",
      message: WRONG_FIELD.key,
    };
  }
  if (!listItems(headers.get("sec-websocket-protocol")).every(isToken)) {
    return {
      status: 400,
      reason: "subprotocol",
      message: WRONG_FIELD.subprotocol,
    };
  }
}

/** Start of the message that refuses a handshake without a required field. */
export const MISSING_FIELD = "A WebSocket handshake needs the header ";

/** The messages that refuse a handshake of which a field breaks its rule. */
export const WRONG_FIELD = {
  version: 'This server speaks version 13 of the protocol: send "Sec-WebSocket-Version: 13".',
  key: "A WebSocket handshake has exactly one Sec-WebSocket-Key: " +
    "send 16 random bytes in base64, 24 characters.",
  subprotocol: "Sec-WebSocket-Protocol lists names of letters, digits and !#$%&'*+-.^_`|~: " +
    "send such names, separated by commas.",
} as const;

/** What 426 requires (RFC 9110 §15.5.22, RFC 6455 §4.4). */
const UPGRADE_HEADERS = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
};

function createMissingFieldRefusal(status: 400 | 426, field: string): Refusal {
  return {
    status,
    reason: "upgrade",
    message: `${MISSING_FIELD}"${field}": send it, or look for a proxy on the way that removes it.`,
    ...status === 426 && { headers: UPGRADE_HEADERS },
  };
}

/**
 * Checks the origin of a handshake (RFC 6455 §10.2) and returns why it is refused, or `undefined`.
 *
 * A handshake without an origin is not from a browser. It could name any origin, so refusing it
 * would protect nobody. A page of this server may always connect: its origin has the host that the
 * handshake was sent to. Schemes are not compared, because TLS may end at a proxy.
 *
 * @param allowed `https://*.example.org` means every subdomain; if the list is empty, all may connect.
 */
export function checkOrigin(headers: Headers, allowed: readonly string[]): Refusal | undefined {
  const origin = headers.get("origin")?.toLowerCase();
  if (allowed.length === 0 || origin === undefined) return;
  if (allowed.some((pattern) => matchesOrigin(pattern, origin))) return;
  const host = /^https?:/.test(origin) ? URL.parse(origin)?.host : undefined;
  if (host !== undefined && host === headers.get("host")?.toLowerCase()) return;
  return {
    status: 403,
    reason: "origin",
    message: "Pages of this origin may not connect: ask the operator to allow it.",
  };
}

function matchesOrigin(pattern: string, origin: string): boolean {
  const [start, end] = pattern.split("*");
  if (end === undefined) return origin === pattern;
  const subdomain = origin.slice(start.length, -end.length);
  return origin === start + subdomain + end && /^[\w.-]+$/.test(subdomain);
}

/** What a server does. */
export type ServerState = "listening" | "restarting" | "stopping";

/** How busy a server is. */
export interface Load {
  readonly state: ServerState;
  /** Connections that are open or opening. */
  readonly connections: number;
  /** Those of them that come from the client's address. */
  readonly connectionsOfClient: number;
}

/** Returns why a server cannot take another connection, or `undefined` if it can. */
export function checkAdmission(
  { state, connections, connectionsOfClient }: Load,
  limits: Pick<Config, "maxConnections" | "maxConnectionsPerAddress">,
): Refusal | undefined {
  if (state === "stopping") return DRAINING;
  if (state === "restarting") return createBusyRefusal("restarting", "The server is restarting");
  if (isReached(connections, limits.maxConnections)) {
    return createBusyRefusal("connections", "The server has reached its limit of connections");
  }
  if (isReached(connectionsOfClient, limits.maxConnectionsPerAddress)) {
    return createBusyRefusal("connections_per_address", "Too many connections from your address");
  }
}

function isReached(count: number, limit: number): boolean {
  return limit > 0 && count >= limit;
}

/**
 * Returns the subprotocol for a checked handshake: the one wanted in the query string, which may be
 * empty, otherwise the first one offered. `undefined`: none.
 *
 * Browsers drop a connection that leaves an offer unanswered (WHATWG WebSockets §4.1).
 */
export function chooseSubprotocol(
  { headers }: HandshakeRequest,
  wanted?: string,
): string | undefined {
  return (wanted ?? listItems(headers.get("sec-websocket-protocol"))[0]) || undefined;
}
