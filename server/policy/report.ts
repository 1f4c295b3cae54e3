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
  /** Fields by name, sorted, with lines of the same name joined, as the runtime passes them. */
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
 * Fields that may carry a secret, also those that an authenticating proxy adds: any page may open a
 * connection and read the report.
 */
const SECRET_FIELD = new RegExp(
  [
    ...["assertion", "auth", "client-cert", "cookie", "credential", "csrf", "jwt", "oidc", "passw"],
    ...["principal", "secret", "session", "-sid$", "signature", "token", "(access|api)[-_]?key"],
  ].join("|"),
);

/** Returns the report of a request for the client that sent it; of secrets only the length. */
export function createReport(request: ReportedRequest, facts: ReportFacts): Report {
  const { method, url, headers } = request;
  const query = getQuery(url);
  const { known, unknown } = partitionQuery(query);
  const fields = Array.from(headers, ([name, value]): [string, string] => [
    name,
    SECRET_FIELD.test(name) ? `(${value.length} characters)` : value,
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
