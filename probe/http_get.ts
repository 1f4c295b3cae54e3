import { type IncomingMessage, request } from "node:http";
import { connectTo, DirectAgent, limitReceived, MAX_HEAD_BYTES, type Target } from "./sockets.ts";

/** How to make a request. */
export interface GetOptions extends Omit<Target, "url"> {
  /** Header fields to send. @default {} */
  readonly headers?: Readonly<Record<string, string>>;
  /** How long the response may take. */
  readonly timeoutMs: number;
}

/**
 * Sends a GET request, and resolves with the head of the response; the body is not read.
 *
 * @throws {Error} If there is no complete head in time.
 */
export function get(url: URL, options: GetOptions): Promise<IncomingMessage> {
  const { headers, timeoutMs } = options;
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const sent = request(url, {
    headers: { host: url.host, ...headers },
    agent: new DirectAgent(() => {
      const socket = connectTo({ ...options, url });
      limitReceived(socket, MAX_HEAD_BYTES);
      return socket;
    }),
    // The agent knows TLS; the runtime's node:https would open a second one.
    protocol: "http:",
  }, (response: IncomingMessage) => {
    resolve(response);
    response.destroy();
  });
  sent.on("error", reject);
  // For the whole response: it can come byte by byte forever.
  const timer = setTimeout(() => {
    const error = new Error(`no complete answer within ${timeoutMs / 1000} s`);
    reject(Object.assign(error, { code: "ETIMEDOUT" }));
    sent.destroy();
  }, timeoutMs);
  sent.end();
  return promise.finally(() => clearTimeout(timer));
}
