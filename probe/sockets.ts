import type { Socket } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { ProbeFailure } from "../static/probe/connection.js";

/** Returns the host of a URL as the system expects it: an IPv6 address without brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

/** Returns the TCP port of a URL. */
export function portOf({ protocol, port }: URL): number {
  return Number(port) || (/^(wss|https):$/.test(protocol) ? 443 : 80);
}

/** Starts a TLS connection to the server of a URL. */
export function connectTls(url: URL, insecure: boolean): TLSSocket {
  const host = hostOf(url);
  // Server Name Indication takes no IP address (RFC 6066 §3).
  const servername = /^[\d.]+$|:/.test(host) ? undefined : host;
  return connect({ host, port: portOf(url), servername, rejectUnauthorized: !insecure });
}

/** What to wait for on a socket. */
export interface Awaited {
  readonly event: "connect" | "secureConnect";
  readonly timeoutMs: number;
  /** The finding if it does not happen. */
  readonly finding: string;
}

/** Resolves when an event has happened on a socket. @throws {ProbeFailure} With the `problem`. */
export function waitForEvent(
  socket: Socket,
  { event, timeoutMs, finding }: Awaited,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (problem: string) => {
      clearTimeout(timer);
      socket.destroy();
      reject(new ProbeFailure(finding, { problem }));
    };
    const timer = setTimeout(() => fail(`nothing within ${timeoutMs / 1000} s`), timeoutMs);
    socket.on("error", (error) => fail(errorCode(error)));
    socket.on(event, () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Returns the code of a system error, or the message of any other. */
export function errorCode(error: unknown): string {
  const { code, message } = error as Error & { code?: string };
  return code ?? message;
}
