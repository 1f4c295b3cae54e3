import { isForeignToBrowsers } from "../shared/header_fields.js";

/** @import { HandshakeLine } from "../types.ts" */

/**
 * What a page knows of the handshake of a connection.
 * @typedef {object} HandshakeFacts
 * @property {string} url
 * @property {string} origin The page's own.
 * @property {readonly string[]} offered Subprotocols.
 * @property {string} protocol The subprotocol chosen; may be empty.
 * @property {string} extensions Those chosen; may be empty.
 * @property {Readonly<Record<string, string>>} [headers] What arrived, by lower-case name, if the
 * server reports it.
 */

/** The example of RFC 6455 §1.3, shown if the real key is not known. */
const EXAMPLE_KEY = "dGhlIHNhbXBsZSBub25jZQ==";
const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** The fields of a handshake in the order of RFC 6455 §4.1; each has a note in `i18n/`. */
const FIELDS = [
  "Host",
  "Upgrade",
  "Connection",
  "Sec-WebSocket-Key",
  "Sec-WebSocket-Version",
  "Sec-WebSocket-Protocol",
  "Sec-WebSocket-Extensions",
  "Origin",
  "Cookie",
];

/**
 * Returns the request that opened a connection, as far as it is known.
 * @param {HandshakeFacts} facts
 * @returns {HandshakeLine[]}
 */
export function requestOf({ url, offered, origin, headers }) {
  const { host, pathname, search } = new URL(url);
  // Without a report, what a browser sends by the rules.
  const arrived = headers ?? {
    host,
    upgrade: "websocket",
    connection: "Upgrade",
    "sec-websocket-key": EXAMPLE_KEY,
    "sec-websocket-version": "13",
    ...(offered.length > 0 && { "sec-websocket-protocol": offered.join(", ") }),
    origin,
  };
  const known = new Map(FIELDS.map((name) => [name.toLowerCase(), name]));
  const others = Object.keys(arrived).filter((name) => !known.has(name));
  const proxied = others.filter(isForeignToBrowsers);
  const usual = others.filter((name) => !isForeignToBrowsers(name));
  const write = (/** @type {string} */ name) => `${name}: ${arrived[name.toLowerCase()]}`;
  return [
    { line: `GET ${pathname}${search} HTTP/1.1`, note: "GET" },
    ...FIELDS.filter((name) => Object.hasOwn(arrived, name.toLowerCase())).map((name) => ({
      line: write(name),
      note: name === "Sec-WebSocket-Key" && !headers ? "exampleKey" : name,
    })),
    ...proxied.map((name) => ({ line: write(name), note: "proxy" })),
    ...(usual.length > 0 ? [{ line: usual.map(write).join("\n"), note: "other" }] : []),
  ];
}

/**
 * Returns the answer that opened a connection, as far as it is known.
 * @param {HandshakeFacts} facts
 * @returns {Promise<HandshakeLine[]>}
 */
export async function answerOf({ headers, protocol, extensions }) {
  const key = headers?.["sec-websocket-key"] ?? EXAMPLE_KEY;
  return [
    { line: "HTTP/1.1 101 Switching Protocols", note: "101" },
    { line: "Upgrade: websocket", note: "answered" },
    { line: "Connection: Upgrade", note: "answered" },
    { line: `Sec-WebSocket-Accept: ${await acceptOf(key) ?? "…"}`, note: "accept" },
    protocol
      ? { line: `Sec-WebSocket-Protocol: ${protocol}`, note: "chosen" }
      : { line: "", note: "noneChosen" },
    extensions
      ? { line: `Sec-WebSocket-Extensions: ${extensions}`, note: "extensions" }
      : { line: "", note: "noExtensions" },
  ];
}

/**
 * Returns the answer to a key (RFC 6455 §4.2.2), or nothing if the browser cannot compute it: on a
 * page that came by http: from another machine.
 * @param {string} key
 */
async function acceptOf(key) {
  if (key === EXAMPLE_KEY) return "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
  if (!globalThis.crypto?.subtle) return undefined;
  const hash = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(key + GUID));
  return btoa(String.fromCharCode(...new Uint8Array(hash)));
}
