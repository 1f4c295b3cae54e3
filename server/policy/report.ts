import { isProxyField } from "../../static/shared/header_fields.js";
import { listItems } from "./list_header.ts";
import { queryOf, readBehavior, sortQuery } from "./query.ts";

/** A request as it arrived; a `Request` is one. */
export interface ReportedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
}

/** What else is known of a request. */
export interface ReportFacts {
  /** Name and version of the server. */
  readonly server: string;
  /** Address and port of the TCP connection. */
  readonly remote: string;
  /** IP address of the client, where proxies are trusted what they tell. */
  readonly client: string;
  /** The subprotocol chosen; none for an ordinary request. */
  readonly subprotocol?: string;
}

/** What arrived, for those who want to know what a proxy has dropped, added or rewritten. */
export interface Report {
  readonly server: string;
  readonly method: string;
  readonly url: string;
  /** The runtime does not tell it. */
  readonly httpVersion: null;
  readonly tls: boolean;
  readonly remote: string;
  readonly client: string;
  readonly host: string | null;
  readonly origin: string | null;
  /** `Forwarded`, `Via` and every `X-Forwarded-…`, by name. */
  readonly proxies: Readonly<Record<string, string>>;
  /** Fields by name, sorted and lines of one name joined, as the runtime hands them on. */
  readonly headers: Readonly<Record<string, string>>;
  readonly offered: {
    readonly subprotocols: readonly string[];
    readonly extensions: readonly string[];
  };
  readonly chosen: { readonly subprotocol: string | null; readonly extensions: readonly string[] };
  /** What its query string asks for, as it was given. */
  readonly behavior: Readonly<Record<string, string>>;
  /** Names in the query string that ask for nothing. */
  readonly unknown: readonly string[];
  /** Why a handshake with this query string is refused: browsers hide that answer. */
  readonly problem: string | null;
}

/**
 * Fields that may carry a secret, those that an authenticating proxy adds among them: any page may
 * open a connection and read the report.
 */
const SECRET_FIELD = new RegExp(
  [
    ...["assertion", "auth", "client-cert", "cookie", "credential", "csrf", "jwt", "oidc", "passw"],
    ...["principal", "secret", "session", "-sid$", "signature", "token", "(access|api)[-_]?key"],
  ].join("|"),
);

/** Describes a request to the one who has sent it; of secrets it tells the length alone. */
export function reportOf(request: ReportedRequest, facts: ReportFacts): Report {
  const { method, url, headers } = request;
  const query = queryOf(url);
  const { known, unknown } = sortQuery(query);
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
    problem: readBehavior(query).refusal?.message ?? null,
  };
}
