import { connect, type TLSSocket } from "node:tls";

/** Returns the host of a URL as the system takes it: an IPv6 address without brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

/** Returns the TCP port of a URL. */
export function portOf({ protocol, port }: URL): number {
  return Number(port) || (/^(wss|https):$/.test(protocol) ? 443 : 80);
}

/** Starts a TLS connection to the server of a URL. */
export function connectSecurely(url: URL, insecure: boolean): TLSSocket {
  const host = hostOf(url);
  // An address is no name to ask for (RFC 6066 §3).
  const servername = /^[\d.]+$|:/.test(host) ? undefined : host;
  return connect({ host, port: portOf(url), servername, rejectUnauthorized: !insecure });
}
