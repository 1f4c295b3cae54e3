import project from "../deno.json" with { type: "json" };
import { formatAuthority, getClientAddress } from "./policy/address.ts";
import { getRawPath } from "./policy/fields.ts";
import { createReport, shortenPath } from "./policy/report.ts";

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
  /** `Origin`, if present. */
  readonly origin: string | undefined;
  /** `X-Forwarded-For`, if present, trusted or not. */
  readonly forwardedFor: string | undefined;
}

/**
 * Returns what is known about the other end. Call it before an upgrade, which closes the request.
 *
 * @param remoteAddr The address of the TCP connection; on other transports it is unknown.
 * @param trustedProxies How many proxies in front are trusted.
 */
export function describePeer(
  { headers, url }: Request,
  remoteAddr: Deno.Addr | undefined,
  trustedProxies: number,
): Peer {
  const getField = (name: string) => headers.get(name)?.slice(0, MAX_FIELD_LENGTH);
  const tcp = remoteAddr?.transport === "tcp" ? remoteAddr : { hostname: "unknown", port: 0 };
  return {
    address: getClientAddress(tcp.hostname, headers, trustedProxies).slice(0, MAX_FIELD_LENGTH),
    remote: formatAuthority(tcp.hostname, tcp.port),
    path: shortenPath(getRawPath(url)),
    origin: getField("origin"),
    forwardedFor: getField("x-forwarded-for"),
  };
}

/**
 * Returns the report of a request as indented JSON, for the client that sent it.
 *
 * @param subprotocol The subprotocol chosen; absent for an ordinary request.
 */
export function writeReport(request: Request, peer: Peer, subprotocol?: string): string {
  const { remote, address: client } = peer;
  const server = `eco/${project.version}`;
  return JSON.stringify(createReport(request, { server, remote, client, subprotocol }), null, 2);
}
