import { escapeUnits } from "../../static/shared/escape.js";
import { getRawPath } from "./address.ts";
import { describeWrongValue, integer, milliseconds, ONE_HOUR_MS, type Rule } from "./rules.ts";

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

/** Header fields of a response that no cache may keep. */
export const UNCACHED_HEADERS = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
} as const;

const WITHOUT_BODY = [204, 205, 304];
/** Quotes of what the client sent can be long. */
const MAX_FIELD_LENGTH = 500;

/**
 * Returns the response for a refusal: its sentence as plain text, which no cache keeps, and in the
 * field `Eco-Refusal`, since most WebSocket clients show the fields of a refused handshake alone.
 */
export function respondWithRefusal({ status, message, headers }: Refusal): Response {
  const isEmpty = WITHOUT_BODY.includes(status);
  return new Response(isEmpty ? null : `${message}\n`, {
    status,
    headers: {
      "eco-refusal": message.slice(0, MAX_FIELD_LENGTH).replaceAll(/[^\x20-\x7e]/g, escapeUnits),
      ...!isEmpty && { "content-type": "text/plain; charset=UTF-8" },
      ...UNCACHED_HEADERS,
      ...headers,
    },
  });
}

/** Refuses a request whose `Host` field is missing or is not a host (RFC 9112 §3.2). */
export const BAD_HOST: Refusal = {
  status: 400,
  reason: "host",
  message: "The Host header is a name or an address, with a port or without: send one.",
};

export const DRAINING: Refusal = createBusyRefusal("draining", "The server is stopping");

/** Start of the messages that refuse what needs behaviors, if the operator has switched them off. */
export const BEHAVIORS_OFF = "The operator has switched behaviors off";

export const NO_REPORT: Refusal = {
  status: 403,
  reason: "behaviors_off",
  message: `${BEHAVIORS_OFF}, and this report with them.`,
};

/** Returns a refusal with 503 that asks the client to come back in five seconds. */
export function createBusyRefusal(reason: string, sentence: string): Refusal {
  return {
    status: 503,
    reason,
    message: `${sentence}: try again later.`,
    headers: { "retry-after": "5" },
  };
}

/** Returns the refusal of a path that has no file, which names the path of the page. */
export function createPathRefusal(basePath: string): Refusal {
  return {
    status: 404,
    reason: "path",
    message: `No such page: GET ${basePath} serves the client; ` +
      "a WebSocket handshake may use any path.",
  };
}

/** The fields that a status calls for (RFC 9110, RFC 6585). */
const HEADERS_OF_STATUS: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  401: { "www-authenticate": 'Basic realm="eco"' },
  407: { "proxy-authenticate": 'Basic realm="eco"' },
  426: { connection: "Upgrade", upgrade: "websocket" },
  429: { "retry-after": "5" },
  503: { "retry-after": "5" },
};

/**
 * Returns a refusal with the status that a client or a test asks for. A redirect leads to the same
 * address without `reject`, so that a client that follows it gets a connection.
 */
export function createRequestedRefusal(status: number, url: string): Refusal {
  const isRedirect = [301, 302, 303, 307, 308].includes(status);
  const headers = isRedirect ? { location: removeReject(url) } : HEADERS_OF_STATUS[status];
  return { status, reason: "asked", message: describeRequestedRefusal(status), headers };
}

function removeReject(url: string): string {
  const start = url.indexOf("?");
  const query = start === -1 ? "" : url.slice(start);
  // Not with the host of the request: an absolute one is not checked, and may be no host at all.
  const { pathname, search } = new URL(`http://localhost${getRawPath(url)}${query}`);
  // By its decoded name, as it is read: "%72eject" is one too.
  const isOther = (part: string) => !new URLSearchParams(part).has("reject");
  const rest = search.slice(1).split("&").filter(isOther).join("&");
  // Two slashes at the start would name a host.
  return `${pathname.replace(/^\/+/, "/")}${rest && "?"}${rest}`;
}

export function describeRequestedRefusal(status: number): string {
  return `Refused with ${status}, as requested.`;
}

/** A status that can be asked for; the runtime sends none below 200 as the answer. */
export const STATUS: Rule<number> = integer(200, 599);

/** Which handshakes to refuse: a number of them, or those of a time. */
export interface RefusalOrder {
  /** HTTP status, 200 to 599. @default 503 */
  readonly status?: number;
  /** How many, up to 1000000. @default no limit */
  readonly next?: number;
  /** For how long, in milliseconds, up to an hour. @default no limit */
  readonly forMs?: number;
}

/** The rule of each field of a {@linkcode RefusalOrder}. */
export const REFUSAL_RULES: { readonly [Field in keyof RefusalOrder]-?: Rule<number> } = {
  status: STATUS,
  next: integer(1, 1_000_000),
  forMs: milliseconds(1, ONE_HOUR_MS),
};

/** Returns what to refuse. @throws {RangeError} If it breaks a rule. */
export function checkRefusalOrder(order: RefusalOrder): RefusalOrder {
  for (const field of ["status", "next", "forMs"] as const) {
    const [value, rule] = [order[field], REFUSAL_RULES[field]];
    if (value === undefined || rule.parse(`${value}`) !== undefined) continue;
    throw new RangeError(`${field} ${describeWrongValue(rule, value)}`);
  }
  if ((order.next === undefined) !== (order.forMs === undefined)) return order;
  throw new RangeError("a refusal is for a number of handshakes (next) or for a time: give one");
}

/** The handshakes that a test has asked the server to refuse. */
export class Faults {
  /** How many handshakes were refused. */
  refused = 0;
  #status = 0;
  /** How many are yet to be refused. */
  #left = 0;
  #endMs = 0;

  /** Refuses from now on, by an order that has been checked; `null`: refuses no more. */
  set(order: RefusalOrder | null, nowMs: number): void {
    const { status = 503, next = Infinity, forMs = Infinity } = order ?? { next: 0 };
    this.#status = status;
    this.#left = next;
    this.#endMs = nowMs + forMs;
  }

  /** Counts a handshake; returns its refusal, or `undefined`. */
  take(url: string, nowMs: number): Refusal | undefined {
    if (!this.#isOn(nowMs)) return undefined;
    this.#left -= 1;
    this.refused += 1;
    return createRequestedRefusal(this.#status, url);
  }

  /** Returns what is yet to be refused, in the fields of the control port; `null`: nothing. */
  describe(nowMs: number): { status: number; next?: number; for?: number } | null {
    if (!this.#isOn(nowMs)) return null;
    const rest = this.#left < Infinity
      ? { next: this.#left }
      : { for: Math.ceil(this.#endMs - nowMs) };
    return { status: this.#status, ...rest };
  }

  #isOn(nowMs: number): boolean {
    return this.#left > 0 && nowMs < this.#endMs;
  }
}
