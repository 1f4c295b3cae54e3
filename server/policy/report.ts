import { isProxyField } from "../../static/shared/header_fields.js";
import { getQuery, listItems } from "./fields.ts";
import { parseBehavior, partitionQuery } from "./query.ts";

/** A request as it arrived; a `Request` is one. */
export interface ReportedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
}

/** What the server knows about a request beside its fields. */
export interface ReportFacts {
  /** Name and version of the server. */
  readonly server: string;
  /** Address and port of the TCP connection. */
  readonly remote: string;
  /** IP address of the client, by `X-Forwarded-For` if proxies are trusted. */
  readonly client: string;
  /** The subprotocol chosen; absent for an ordinary request. */
  readonly subprotocol?: string;
}

/** A request as it arrived, which shows what a proxy dropped, added or rewrote. */
export interface Report {
  readonly server: string;
  readonly method: string;
  readonly url: string;
  /** Unknown: the runtime does not tell it. */
  readonly httpVersion: null;
  readonly tls: boolean;
  readonly remote: string;
  readonly client: string;
  readonly host: string | null;
  readonly origin: string | null;
  /** `Forwarded`, `Via` and every `X-Forwarded-…`, by name. */
  readonly proxies: Readonly<Record<string, string>>;
  /**
   * Fields by name, sorted, with lines of the same name joined, as the runtime passes them; only the
   * length of those that are not known to be harmless.
   */
  readonly headers: Readonly<Record<string, string>>;
  readonly offered: {
    readonly subprotocols: readonly string[];
    readonly extensions: readonly string[];
  };
  readonly chosen: { readonly subprotocol: string | null; readonly extensions: readonly string[] };
  /** Known parameters of the query string, as they were given. */
  readonly behavior: Readonly<Record<string, string>>;
  /** Names of unknown parameters in the query string. */
  readonly unknown: readonly string[];
  /** Why a handshake with this query string is refused; browsers hide that response. */
  readonly problem: string | null;
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

/** Returns the report of a request for the client that sent it. */
export function createReport(request: ReportedRequest, facts: ReportFacts): Report {
  const { method, url, headers } = request;
  const query = getQuery(url);
  const { known, unknown } = partitionQuery(query);
  const fields = Array.from(headers, ([name, value]): [string, string] => [
    name,
    isHarmless(name, value) ? value : withhold(value),
  ]);
  return {
    server: facts.server,
    method,
    url,
    httpVersion: null,
    tls: url.startsWith("https:"),
    remote: facts.remote,
    client: facts.client,
    host: headers.get("host"),
    origin: headers.get("origin"),
    proxies: Object.fromEntries(fields.filter(([name]) => isProxyField(name))),
    headers: Object.fromEntries(fields),
    offered: {
      subprotocols: listItems(headers.get("sec-websocket-protocol")),
      extensions: listItems(headers.get("sec-websocket-extensions")),
    },
    chosen: { subprotocol: facts.subprotocol ?? null, extensions: [] },
    behavior: known,
    unknown,
    problem: parseBehavior(query).refusal?.message ?? null,
  };
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

/** Returns what is told instead of a text that may be a secret: its length. */
export function withhold(text: string): string {
  return `(${text.length} characters)`;
}

/** Returns the name of a subprotocol if it is short and ordinary, otherwise its length. */
export function showName(name: string, maxLength: number = MAX_NAME_LENGTH): string {
  const isOrdinary = name.length <= maxLength && !SECRET_WORD.test(name) &&
    name.split(/[._-]/).every((part) => ORDINARY_PART.test(part));
  return isOrdinary ? name : withhold(name);
}

/**
 * Returns the first segment of a path if it is short and ordinary, otherwise its length, with an
 * ellipsis for what follows: people put tokens in paths too.
 *
 * @param path Starts with a slash.
 */
export function shortenPath(path: string): string {
  const end = path.indexOf("/", 1);
  const first = path.slice(1, end === -1 ? undefined : end);
  const rest = end === -1 ? "" : path.slice(end);
  return `/${first && showName(first, MAX_SEGMENT_LENGTH)}${rest.length > 1 ? "/…" : rest}`;
}
