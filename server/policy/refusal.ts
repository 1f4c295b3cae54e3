/** An HTTP response that denies a request and tells the client what to do instead. */
export interface Refusal {
  /** HTTP status code, 400 to 599; 200 to 599 if the client asked for it. */
  readonly status: number;
  /** One word for logs and metrics. */
  readonly reason: string;
  /** One sentence: what was wrong, the rule, and what to do. */
  readonly message: string;
  /** The name of the parameter in the query string that is behind it. */
  readonly parameter?: string;
  /** Header fields that the status requires. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Refuses a request whose `Host` field is missing or is not a host (RFC 9112 §3.2). */
export const BAD_HOST: Refusal = {
  status: 400,
  reason: "host",
  message: "The Host header is a name or an address, with a port or without: send one.",
};

/** Refuses a handshake or a page while the server is stopping. */
export const DRAINING: Refusal = refuseForNow("draining", "The server is stopping");

/** Refuses the report if the operator has switched behaviors off. */
export const NO_REPORT: Refusal = {
  status: 403,
  reason: "behaviors_off",
  message: "The operator has switched behaviors off, and this report with them.",
};

/** Returns a refusal with 503 that asks the client to come back in five seconds. */
export function refuseForNow(reason: string, sentence: string): Refusal {
  return {
    status: 503,
    reason,
    message: `${sentence}: try again later.`,
    headers: { "retry-after": "5" },
  };
}

/** Returns the refusal of a path that has no file, which names the path of the page. */
export function refusePath(basePath: string): Refusal {
  return {
    status: 404,
    reason: "path",
    message: `No such page: GET ${basePath} serves the client; ` +
      "a WebSocket handshake may use any path.",
  };
}
