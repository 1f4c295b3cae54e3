import { type IncomingMessage, request } from "node:http";
import { connectTls } from "./sockets.ts";

/** How to make a request. */
export interface GetOptions {
  /** Header fields to send. @default {} */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether to accept untrusted certificates, which `fetch()` never does. */
  readonly insecure: boolean;
  /** How long the response may take. */
  readonly timeoutMs: number;
}

/**
 * Sends a GET request, and resolves with the head of the response; the body is not read.
 *
 * @throws {Error} If there is no complete head in time.
 */
export function get(
  url: URL,
  { headers = {}, insecure, timeoutMs }: GetOptions,
): Promise<IncomingMessage> {
  // The runtime's node:https needs a permission to read this machine's certificates.
  const secure = { createConnection: () => connectTls(url, insecure), protocol: "http:" };
  const options = {
    headers: { host: url.host, ...headers },
    ...url.protocol === "https:" && secure,
  };
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const sent = request(url, options, (response: IncomingMessage) => {
    resolve(response);
    response.destroy();
  });
  sent.on("error", reject);
  // For the whole response: it can come byte by byte forever.
  const timer = setTimeout(() => {
    reject(new Error(`no complete answer within ${timeoutMs / 1000} s`));
    sent.destroy();
  }, timeoutMs);
  sent.end();
  return promise.finally(() => clearTimeout(timer));
}
