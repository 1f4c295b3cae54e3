import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { ProbeFailure } from "../static/probe/connection.js";

export interface Target {
  /** A `ws:`, `wss:`, `http:` or `https:` URL. */
  readonly url: URL;
  /** Whether to accept untrusted certificates. */
  readonly insecure: boolean;
  /** Addresses to connect to, by `name:port`. @default {} */
  readonly resolve?: Readonly<Record<string, string>>;
  /** A certificate and its key, in PEM, with which the client proves who it is. */
  readonly clientCert?: string;
  readonly clientKey?: string;
}

/** Returns the host of a URL as the system expects it: an IPv6 address without brackets. */
export function getHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

export function getPort({ protocol, port }: URL): number {
  return Number(port) || (isSecure(protocol) ? 443 : 80);
}

function isSecure(protocol: string): boolean {
  return /^(wss|https):$/.test(protocol);
}

/** Returns the address that stands for the host of a URL, if one was given. */
export function getGivenAddress({ url, resolve = {} }: Target): string | undefined {
  return resolve[`${getHost(url)}:${getPort(url)}`];
}

/** Starts a connection to the server of a URL, with TLS if the URL says so. */
export function connectTo(target: Target, protocol: string = target.url.protocol): Socket {
  const { url, insecure, clientCert: cert, clientKey: key } = target;
  const name = getHost(url);
  const options = { host: getGivenAddress(target) ?? name, port: getPort(url) };
  if (!isSecure(protocol)) return connectTcp(options);
  // Server Name Indication takes no IP address (RFC 6066 §3).
  const servername = /^[\d.]+$|:/.test(name) ? undefined : name;
  return connectTls({ ...options, servername, rejectUnauthorized: !insecure, cert, key });
}

/**
 * Opens the connections of HTTP requests. The default would ask the environment for a proxy, and
 * need a permission to read this machine's certificates.
 */
export class DirectAgent extends Agent {
  readonly #connect: () => Socket;

  constructor(connect: () => Socket) {
    super({ proxyEnv: {} } as object);
    this.#connect = connect;
  }

  override createConnection(): Socket {
    return this.#connect();
  }
}

/**
 * The most bytes to accept up to the end of a head. No server sends a longer one, also if it sends
 * `100 Continue` several times before.
 */
export const MAX_HEAD_BYTES = 1024 ** 2;

/**
 * Ends a connection with the code `EFLOOD` when it has received more than a number of bytes: a server
 * that never stops sending would fill the memory. Returns a function that changes the number.
 */
export function limitReceived(socket: Socket, maxBytes: number): (maxBytes: number) => void {
  let bytes = 0;
  socket.on("data", ({ length }) => {
    bytes += length;
    if (bytes <= maxBytes || socket.destroyed) return;
    socket.destroy(Object.assign(new Error("more than was asked for"), { code: "EFLOOD" }));
  });
  return (another) => maxBytes = another;
}

export interface GetOptions extends Omit<Target, "url"> {
  readonly headers?: Readonly<Record<string, string>>;
  /** How long the response may take, in milliseconds. */
  readonly timeoutMs: number;
}

/**
 * Sends a GET request, and resolves with the head of the response; the body is not read.
 *
 * @throws {Error} If there is no complete head in time.
 */
export async function get(url: URL, options: GetOptions): Promise<IncomingMessage> {
  const { headers, timeoutMs } = options;
  // For the whole response: it can come byte by byte forever.
  const late = AbortSignal.timeout(timeoutMs);
  const sent = request(url, {
    headers: { host: url.host, ...headers },
    agent: new DirectAgent(() => {
      const socket = connectTo({ ...options, url });
      limitReceived(socket, MAX_HEAD_BYTES);
      return socket;
    }),
    // The agent knows TLS; the runtime's node:https would open a second one.
    protocol: "http:",
    signal: late,
  });
  sent.on("error", () => {}); // One after the response would end the program.
  sent.end();
  try {
    const [response] = await once(sent, "response");
    response.destroy();
    return response;
  } catch (error) {
    if (!late.aborted) throw error;
    const message = `no complete answer within ${timeoutMs / 1000} s`;
    throw Object.assign(new Error(message), { code: "ETIMEDOUT" });
  }
}

/** Resolves when an event has happened on a socket; otherwise throws a finding with the `problem`. */
export async function waitForEvent(
  socket: Socket,
  event: "connect" | "secureConnect",
  { timeoutMs, finding }: { readonly timeoutMs: number; readonly finding: string },
): Promise<void> {
  socket.on("error", () => {}); // A later one would end the program.
  const late = AbortSignal.timeout(timeoutMs);
  try {
    await once(socket, event, { signal: late });
  } catch (error) {
    socket.destroy();
    const problem = late.aborted ? "ETIMEDOUT" : errorCode(error);
    throw new ProbeFailure(finding, { problem }, problem);
  }
}

/** Returns the code of a system error, or the message of any other. */
export function errorCode(error: unknown): string {
  const { code, message } = error as Error & { code?: string };
  return code ?? message;
}
