import project from "../../deno.json" with { type: "json" };
import { isProxyField, listItems } from "../../static/shared/header_fields.js";
import { withhold } from "../../static/shared/text.js";
import { formatAuthority, getQuery, getRawPath } from "./address.ts";
import { parseBehavior, partitionQuery } from "./query.ts";

/** The most characters that the log keeps of a field: each is logged twice. */
const MAX_FIELD_LENGTH = 200;

/** What is known about the other end from its request; nothing that may be secret. */
export interface Peer {
  /** IP address of the client: of the TCP connection, or as trusted proxies tell. */
  readonly address: string;
  /** Address and port of the TCP connection. */
  readonly remote: string;
  /** First segment of the URL's path, if it is an ordinary word; people put tokens in URLs. */
  readonly path: string;
  readonly origin: string | undefined;
  /** `X-Forwarded-For`, trusted or not. */
  readonly forwardedFor: string | undefined;
  /** Names in the query string of a handshake that eco does not know, if there are any. */
  readonly unknown?: string;
}

/** The address of a TCP connection; on other transports it has no host. */
interface RemoteAddress {
  readonly transport: string;
  readonly hostname?: string;
  readonly port?: number;
}

/** Returns what is known about the other end. Call it before an upgrade, which closes the request. */
export function describePeer(
  { headers, url }: Pick<Request, "headers" | "url">,
  remoteAddress: RemoteAddress | undefined,
  trustedProxies: number,
): Peer {
  const getField = (name: string) => headers.get(name)?.slice(0, MAX_FIELD_LENGTH);
  const isTcp = remoteAddress?.transport === "tcp";
  const { hostname = "unknown", port = 0 } = isTcp ? remoteAddress : {};
  return {
    address: getClientAddress(hostname, headers, trustedProxies).slice(0, MAX_FIELD_LENGTH),
    remote: formatAuthority(hostname, port),
    path: shortenPath(getRawPath(url)),
    origin: getField("origin"),
    forwardedFor: getField("x-forwarded-for"),
  };
}

/**
 * Returns the address of the client that sent a request.
 *
 * Each proxy appends the address that it was called from to `X-Forwarded-For`. With N trusted
 * proxies, the Nth entry from the end is the client's; entries before it are the client's claim. If
 * there are fewer entries, the request did not pass all proxies, and the TCP address counts.
 */
export function getClientAddress(
  tcpAddress: string,
  headers: Headers,
  trustedProxies: number,
): string {
  if (trustedProxies === 0) return tcpAddress;
  const entry = listItems(headers.get("x-forwarded-for")).at(-trustedProxies);
  return entry === undefined ? tcpAddress : removePort(entry);
}

/** Removes the port that some proxies add: it differs for each connection of a client. */
function removePort(entry: string): string {
  const [, ipv6, ipv4] = entry.match(/^\[(.+)\](?::\d+)?$|^([\d.]+):\d+$/) ?? [];
  return ipv6 ?? ipv4 ?? entry;
}

/**
 * Fields whose value is shown. Any page may read the report, and authenticating proxies add fields
 * of any name to what the browser sends. So a field is here only if the page knows its value anyway
 * (it describes the browser, or is new for each handshake), or if it describes the path: the client's
 * address and what the proxies rewrote.
 */
const HARMLESS_FIELDS = new Set([
  ...["accept", "accept-charset", "accept-encoding", "accept-language", "cache-control"],
  ...["connection", "content-length", "dnt", "host", "keep-alive", "origin", "pragma", "priority"],
  ...["te", "transfer-encoding", "upgrade", "upgrade-insecure-requests", "user-agent"],
  ...["sec-fetch-dest", "sec-fetch-mode", "sec-fetch-site", "sec-fetch-user", "sec-gpc"],
  ...["sec-websocket-extensions", "sec-websocket-key", "sec-websocket-protocol"],
  "sec-websocket-version",
  ...["cdn-loop", "cf-connecting-ip", "cf-ray", "cf-visitor", "forwarded", "true-client-ip", "via"],
  ...["x-forwarded-for", "x-forwarded-host", "x-forwarded-port", "x-forwarded-prefix"],
  ...["x-forwarded-proto", "x-forwarded-scheme", "x-forwarded-server", "x-forwarded-ssl"],
  ...["x-real-ip", "x-scheme"],
]);
/** RFC 7239 defines these; some servers add a parameter with a secret that proves who the proxy is. */
const FORWARDED_PARAMETER = /^[ \t]?(by|for|host|proto)=/i;

/**
 * Returns the report of a request as indented JSON, for the client that sent it: it shows what a
 * proxy dropped, added or rewrote.
 */
export function writeReport(
  { method, url, headers }: Pick<Request, "method" | "url" | "headers">,
  { remote, address: client }: Pick<Peer, "remote" | "address">,
  subprotocol?: string,
): string {
  const query = getQuery(url);
  const { known, unknown } = partitionQuery(query);
  // Lines of the same name are joined, as the runtime passes them.
  const fields = Array.from(headers, ([name, value]): [string, string] => [
    name,
    isHarmless(name, value) ? value : withhold(value),
  ]);
  const report = {
    server: `eco/${project.version}`,
    method,
    url,
    httpVersion: null, // The runtime does not tell it.
    tls: url.startsWith("https:"),
    remote,
    client,
    host: headers.get("host"),
    origin: headers.get("origin"),
    proxies: Object.fromEntries(fields.filter(([name]) => isProxyField(name))),
    headers: Object.fromEntries(fields),
    offered: {
      subprotocols: listItems(headers.get("sec-websocket-protocol")),
      extensions: listItems(headers.get("sec-websocket-extensions")),
    },
    chosen: { subprotocol: subprotocol ?? null, extensions: [] },
    behavior: known,
    unknown,
    // Why a handshake with this query string is refused: browsers hide that response.
    problem: parseBehavior(query).refusal?.message ?? null,
  };
  return JSON.stringify(report, null, 2);
}

function isHarmless(name: string, value: string): boolean {
  if (name !== "forwarded") return HARMLESS_FIELDS.has(name);
  return value.split(/[;,]/).every((parameter) => FORWARDED_PARAMETER.test(parameter));
}

/** Longer names of subprotocols are tokens rather than names. */
const MAX_NAME_LENGTH = 40;
/** Longer segments of a path are identifiers rather than names. */
const MAX_SEGMENT_LENGTH = 20;

/** A word, or a short one with a number: `chat`, `Room`, `MQTT`, `v2`, `ocpp1`, `k8s`. */
const ORDINARY_PART = /^([A-Z]?[a-z]{1,15}|[A-Z]{1,8}|[a-z]{0,8}\d{1,2}[a-z]{0,8})$/;
/** Names with such a word may carry a secret that looks like words. */
const SECRET_WORD = /auth|bearer|credential|jwt|key|passw|secret|session|token/i;

/** Returns the name of a subprotocol if it is short and ordinary, otherwise its length. */
export function showName(name: string, maxLength: number = MAX_NAME_LENGTH): string {
  const isOrdinary = name.length <= maxLength && !SECRET_WORD.test(name) &&
    name.split(/[._-]/).every((part) => ORDINARY_PART.test(part));
  return isOrdinary ? name : withhold(name);
}

/**
 * Returns the first segment of a path if it is short and ordinary, otherwise its length, with an
 * ellipsis for what follows: people put tokens in paths too.
 */
export function shortenPath(path: string): string {
  const end = path.indexOf("/", 1);
  const first = path.slice(1, end === -1 ? undefined : end);
  const rest = end === -1 ? "" : path.slice(end);
  return `/${first && showName(first, MAX_SEGMENT_LENGTH)}${rest.length > 1 ? "/…" : rest}`;
}

/** More of them were not misspelt. */
const MAX_UNKNOWN_NAMES = 5;

/** Returns the unknown names in a query string for the log, or `undefined` if there are none. */
export function showUnknown(query: URLSearchParams): string | undefined {
  if (query.size === 0) return undefined;
  const names = partitionQuery(query).unknown.slice(0, MAX_UNKNOWN_NAMES);
  return names.map((name) => showName(name)).join(", ") || undefined;
}
