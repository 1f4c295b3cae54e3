import { type IncomingMessage, request } from "node:http";
import { connectSecurely } from "./secure_socket.ts";

/** How a request is made. */
export interface GetOptions {
  /** Header fields to send. @default {} */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether certificates that are not trusted are put up with, as `fetch()` never does. */
  readonly insecure: boolean;
  /** How long the answer may take. */
  readonly timeoutMs: number;
}

/** Sends GET and resolves with the head of the response, whose body is not read. */
export function get(
  url: URL,
  { headers = {}, insecure, timeoutMs }: GetOptions,
): Promise<IncomingMessage> {
  // The runtime's node:https would take a permission to read this machine's certificates.
  const secure = { createConnection: () => connectSecurely(url, insecure), protocol: "http:" };
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
  // Of all of it: an answer can come byte by byte for ever.
  const timer = setTimeout(() => {
    reject(new Error(`nothing whole within ${timeoutMs / 1000} s`));
    sent.destroy();
  }, timeoutMs);
  sent.end();
  return promise.finally(() => clearTimeout(timer));
}
