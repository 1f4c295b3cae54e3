/** An HTTP answer that denies what was asked and tells the peer how to mend it. */
export interface Refusal {
  /** HTTP status code, 400 to 599. */
  readonly status: number;
  /** One word for logs and counters. */
  readonly reason: string;
  /** One sentence: what was wrong, the rule, and what to do instead. */
  readonly message: string;
  /** Header fields that the status calls for. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The answer to a request whose Host header is missing or no host (RFC 9112 §3.2). */
export const BAD_HOST: Refusal = {
  status: 400,
  reason: "host",
  message: "The Host header is a name or an address, with a port or without: send one.",
};

/** Refuses a path that has no page, where the page is at another. */
export function noPage(basePath: string): Refusal {
  return {
    status: 404,
    reason: "path",
    message: `No such page: GET ${basePath} is the client; ` +
      "a WebSocket handshake is answered on any path.",
  };
}
