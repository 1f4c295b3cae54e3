import { type BehaviorChanges, checkClose, PARAMETERS } from "./query.ts";
import { checkRefusalOrder, REFUSAL_RULES, type RefusalOrder } from "./refusal.ts";
import {
  ANY_TEXT,
  describeWrongValue,
  integer,
  milliseconds,
  ONE_HOUR_MS,
  oneOf,
  type Rule,
} from "./rules.ts";

/** What a request does to one connection, in the order of the fields. */
export interface ConnectionActs {
  /** Text to send. */
  readonly send?: string;
  /** Bytes to send. */
  readonly sendBase64?: Uint8Array<ArrayBuffer>;
  /** Behaviors to change; `null` ends one. */
  readonly behaviors?: BehaviorChanges;
  /** How to close. */
  readonly close?: { readonly code: number; readonly reason: string };
}

/** What a request does to the server. */
export interface ServerActs {
  /** Which handshakes to refuse from now on; `null`: none. */
  readonly refuse?: RefusalOrder | null;
  /** How long to stop listening, in milliseconds. */
  readonly restart?: number;
}

/** Which connections to list. */
export interface ListQuery {
  /** How many at most. @default 100 */
  readonly limit?: number;
  /** The number of the last connection on the page before. @default 0 */
  readonly after?: number;
  /** Only those with this name. */
  readonly name?: string;
}

/** What to wait for, and how long. */
export interface WaitQuery<Condition> {
  readonly wait?: Condition;
  /** The longest wait in milliseconds. @default 5000 */
  readonly timeout?: number;
}

/** The parser of each field of a JSON object; it throws a `RangeError`. */
type Fields<Shape> = { readonly [Name in keyof Shape]-?: (value: unknown) => Shape[Name] };

/** Parses a value that must be an object with some of these fields, and no others. */
function parseObject<Shape>(value: unknown, what: string, fields: Fields<Shape>): Partial<Shape> {
  const names = Object.keys(fields).join(", ");
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new RangeError(`${what} must be an object with these fields: ${names}`);
  }
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(fields, name));
  if (unknown.length > 0) {
    const quoted = JSON.stringify(unknown).slice(1, -1).slice(0, 200);
    const choice = names === "" ? "it takes none" : `choose from ${names}`;
    throw new RangeError(`${what} has no field ${quoted}: ${choice}`);
  }
  const entries = Object.entries(value).map(([name, value]) => [
    name,
    fields[name as keyof Shape](value),
  ]);
  return Object.fromEntries(entries);
}

function byRule<Value>(name: string, rule: Rule<Value>): (value: unknown) => Value {
  return (value) => {
    const isScalar = ["string", "number", "boolean"].includes(typeof value);
    const parsed = isScalar ? rule.parse(String(value)) : undefined;
    if (parsed === undefined) throw new RangeError(`${name} ${describeWrongValue(rule, value)}`);
    return parsed;
  };
}

function text(name: string): (value: unknown) => string {
  return (value) => {
    if (typeof value === "string") return value;
    throw new RangeError(`${name} ${describeWrongValue(ANY_TEXT, value)}`);
  };
}

const CONNECTION_ACTS: Fields<ConnectionActs> = {
  send: text("send"),
  sendBase64(value) {
    const base64 = text("sendBase64")(value);
    try {
      return Uint8Array.fromBase64(base64);
    } catch {
      throw new RangeError("sendBase64 must be base64, such as AAECAw==");
    }
  },
  behaviors(value) {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as BehaviorChanges; // Checked with those in force.
    }
    throw new RangeError('behaviors must be an object such as {"delay": "250ms", "lose": null}');
  },
  close(value) {
    const { code = 1000, reason = "" } = parseObject(value, "close", {
      code: byRule("code", PARAMETERS.closeCode.rule),
      reason: text("reason"),
    });
    checkClose(code, reason);
    return { code, reason };
  },
};

const REFUSAL_ORDER: Fields<{ status: number; next: number; for: number }> = {
  status: byRule("status", REFUSAL_RULES.status),
  next: byRule("next", REFUSAL_RULES.next),
  for: byRule("for", REFUSAL_RULES.forMs),
};

const SERVER_ACTS: Fields<ServerActs> = {
  refuse(value) {
    if (value === null) return null;
    const { for: forMs, ...order } = parseObject(value, "refuse", REFUSAL_ORDER);
    return checkRefusalOrder({ ...order, forMs });
  },
  restart: byRule("restart", milliseconds(0, ONE_HOUR_MS)),
};

const TIMEOUT = byRule("timeout", milliseconds(0, ONE_HOUR_MS));

/** The query string of a list. */
export const LIST_QUERY: Fields<ListQuery> = {
  limit: byRule("limit", integer(1, 500)),
  after: byRule("after", integer(0, Number.MAX_SAFE_INTEGER)),
  name: byRule("name", PARAMETERS.name.rule),
};

/** The query string of a connection: waits for a state. */
export const STATE_QUERY: Fields<WaitQuery<"open" | "closed">> = {
  wait: byRule("wait", oneOf<"open" | "closed">(["open", "closed"])),
  timeout: TIMEOUT,
};

/** The query string of its messages: waits for a number of them. */
export const MESSAGES_QUERY: Fields<WaitQuery<number>> = {
  wait: byRule("wait", integer(1, Number.MAX_SAFE_INTEGER)),
  timeout: TIMEOUT,
};

/**
 * Parses what a request does to one connection.
 *
 * @throws {RangeError} If it breaks a rule, or does nothing.
 */
export function parseConnectionActs(body: unknown): ConnectionActs {
  return requireField(parseObject(body, "The body", CONNECTION_ACTS), CONNECTION_ACTS);
}

/**
 * Parses what a request does to the server.
 *
 * @throws {RangeError} If it breaks a rule, or does nothing.
 */
export function parseServerActs(body: unknown): ServerActs {
  return requireField(parseObject(body, "The body", SERVER_ACTS), SERVER_ACTS);
}

function requireField<Shape extends object>(acts: Shape, fields: object): Shape {
  if (Object.keys(acts).length > 0) return acts;
  throw new RangeError(`The body says nothing: give one of ${Object.keys(fields).join(", ")}`);
}

/**
 * Parses the query string of a request.
 *
 * @throws {RangeError} If it breaks a rule.
 */
export function parseControlQuery<Shape>(
  query: URLSearchParams,
  fields: Fields<Shape>,
): Partial<Shape> {
  const twice = query.keys().find((name) => query.getAll(name).length > 1);
  if (twice === undefined) {
    return parseObject(Object.fromEntries(query), "The query string", fields);
  }
  const quoted = JSON.stringify(twice).slice(0, 200);
  throw new RangeError(`In the query string ${quoted} appears more than once: give it once`);
}

/**
 * Parses the name of a connection.
 *
 * @throws {RangeError} If no connection can have it.
 */
export function parseName(text: string): string {
  return byRule("The name of a connection", PARAMETERS.name.rule)(text);
}

/**
 * Returns whether a `Host` header value names a machine without DNS. A page whose owner points its
 * name at this machine (DNS rebinding) sends that name.
 */
export function isOwnHost(host: string): boolean {
  const hostname = URL.parse(`http://${host}`)?.hostname ?? "";
  return /^(localhost|\d+(\.\d+){3}|\[.+\])$/.test(hostname);
}
