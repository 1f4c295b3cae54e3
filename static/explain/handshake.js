/** @import { HandshakeFacts, HandshakeLine } from "../types.ts" */

/** The example of RFC 6455 §1.3, for where the real key is not known. */
const EXAMPLE_KEY = "dGhlIHNhbXBsZSBub25jZQ==";
const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** The fields of a handshake in the order of RFC 6455 §4.1; `texts.js` tells of each. */
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

/** What no browser sends. */
const PROXY_FIELD = /^(forwarded|via|x-.*)$/;

/**
 * Returns the request that opened a connection, as far as it is known.
 * @param {HandshakeFacts} facts
 * @returns {HandshakeLine[]}
 */
export function requestOf({ url, offered, origin, headers }) {
  const { host, pathname, search } = new URL(url);
  // What a browser sends by the rules, where nobody tells what has arrived.
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
  const proxied = others.filter((name) => PROXY_FIELD.test(name));
  const usual = others.filter((name) => !PROXY_FIELD.test(name));
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
 * Returns what a server answers to a key (RFC 6455 §4.2.2), or nothing where the browser does not
 * compute it: on a page that came over plain http from another machine.
 * @param {string} key
 */
export async function acceptOf(key) {
  if (key === EXAMPLE_KEY) return "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
  if (!globalThis.crypto?.subtle) return undefined;
  const hash = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(key + GUID));
  return btoa(String.fromCharCode(...new Uint8Array(hash)));
}
