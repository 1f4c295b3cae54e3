import { authorityOf } from "./policy/address.ts";
import { clientAddress } from "./policy/client_address.ts";

/** What is longer is cut, since all of it goes into the log, twice. */
export const MAX_FIELD_LENGTH = 200;

/** What is known of the other end from its request; nothing that may be secret. */
export interface Peer {
  /** IP address of the client: of the TCP connection, or what a trusted proxy tells. */
  readonly address: string;
  /** Address and port of the TCP connection. */
  readonly remote: string;
  /** Path of the URL, without the query, in which people pass tokens. */
  readonly path: string;
  /** `Origin`, where there is one. */
  readonly origin: string | undefined;
  /** `X-Forwarded-For`, where there is one, believed or not. */
  readonly forwardedFor: string | undefined;
}

/**
 * Reads what is known of the other end; to be called before an upgrade, which closes the request.
 *
 * @param remoteAddr The address of the TCP connection; unknown on other transports.
 * @param trustedProxies How many proxies in front are believed.
 */
export function peerOf(
  request: Request,
  remoteAddr: Deno.Addr | undefined,
  trustedProxies: number,
): Peer {
  const { headers } = request;
  const field = (name: string) => headers.get(name)?.slice(0, MAX_FIELD_LENGTH);
  const tcp = remoteAddr?.transport === "tcp" ? remoteAddr : { hostname: "unknown", port: 0 };
  return {
    address: clientAddress(tcp.hostname, headers, trustedProxies).slice(0, MAX_FIELD_LENGTH),
    remote: authorityOf(tcp.hostname, tcp.port),
    path: URL.parse(request.url)?.pathname.slice(0, MAX_FIELD_LENGTH) ?? "",
    origin: field("origin"),
    forwardedFor: field("x-forwarded-for"),
  };
}
