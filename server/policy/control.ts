import { type BehaviorChanges, PARAMETERS } from "./query.ts";
import { checkRefusalOrder, REFUSAL_RULES, type RefusalOrder } from "./refusal.ts";
import {
  ANY_TEXT,
  describeWrongValue,
  integer,
  MAX_QUOTED_LENGTH,
  milliseconds,
  ONE_HOUR_MS,
  oneOf,
  type Rule,
} from "./rules.ts";

/** The parser of each field of a JSON object; it throws a `RangeError` with the field's name. */
type Fields = Readonly<Record<string, (value: unknown, name: string) => unknown>>;

/** An object whose fields have been parsed; each may be absent. */
type Parsed<Parsers extends Fields> = {
  readonly [Name in keyof Parsers]?: ReturnType<Parsers[Name]>;
};

/** Parses a value that must be an object with some of these fields, and no others. */
function parseObject<Parsers extends Fields>(
  value: unknown,
  what: string,
  fields: Parsers,
): Parsed<Parsers> {
  const names = Object.keys(fields).join(", ");
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new RangeError(`${what} must be an object with these fields: ${names}`);
  }
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(fields, name));
  if (unknown.length > 0) {
    const quoted = JSON.stringify(unknown).slice(1, -1).slice(0, MAX_QUOTED_LENGTH);
    const choice = names === "" ? "it takes none" : `choose from ${names}`;
    throw new RangeError(`${what} has no field ${quoted}: ${choice}`);
  }
  const entries = Object.entries(value).map(([name, value]) => [name, fields[name](value, name)]);
  return Object.fromEntries(entries) as Parsed<Parsers>;
}

function byRule<Value>(rule: Rule<Value>): (value: unknown, name: string) => Value {
  return (value, name) => {
    const isScalar = ["string", "number", "boolean"].includes(typeof value);
    const parsed = isScalar ? rule.parse(String(value)) : undefined;
    if (parsed === undefined) throw new RangeError(`${name} ${describeWrongValue(rule, value)}`);
    return parsed;
  };
}

function parseText(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  throw new RangeError(`${name} ${describeWrongValue(ANY_TEXT, value)}`);
}

/** What a request does to one connection, in the order of the fields. */
export const CONNECTION_ACTS = {
  send: parseText,
  sendBase64(value: unknown, name: string): ArrayBuffer {
    const base64 = parseText(value, name);
    try {
      return Uint8Array.fromBase64(base64).buffer;
    } catch {
      throw new RangeError("sendBase64 must be base64, such as AAECAw==");
    }
  },
  behaviors(value: unknown): BehaviorChanges {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as BehaviorChanges; // Checked with those in force.
    }
    throw new RangeError('behaviors must be an object such as {"delay": "250ms", "lose": null}');
  },
  close(value: unknown): { readonly code: number; readonly reason: string } {
    const { code = 1000, reason = "" } = parseObject(value, "close", {
      code: byRule(PARAMETERS.closeCode.rule),
      reason: (value, name) => byRule(PARAMETERS.closeReason.rule)(parseText(value, name), name),
    });
    return { code, reason };
  },
} satisfies Fields;

const REFUSAL_ORDER = {
  status: byRule(REFUSAL_RULES.status),
  next: byRule(REFUSAL_RULES.next),
  for: byRule(REFUSAL_RULES.forMs),
};

/** What a request does to the server. */
export const SERVER_ACTS = {
  refuse(value: unknown): RefusalOrder | null {
    if (value === null) return null;
    const { for: forMs, ...order } = parseObject(value, "refuse", REFUSAL_ORDER);
    return checkRefusalOrder({ ...order, forMs });
  },
  /** How long to stop listening, in milliseconds. */
  restart: byRule(milliseconds(0, ONE_HOUR_MS)),
} satisfies Fields;

const TIMEOUT = byRule(milliseconds(0, ONE_HOUR_MS));

/** The query string of a list. */
export const LIST_QUERY = {
  limit: byRule(integer(1, 500)),
  after: byRule(integer(0, Number.MAX_SAFE_INTEGER)),
  name: byRule(PARAMETERS.name.rule),
};

/** The query string of a connection: waits for a state. */
export const STATE_QUERY = {
  wait: byRule(oneOf<"open" | "closed">(["open", "closed"])),
  timeout: TIMEOUT,
};

/** The query string of its messages: waits for a number of them. */
export const MESSAGES_QUERY = {
  wait: byRule(integer(1, Number.MAX_SAFE_INTEGER)),
  timeout: TIMEOUT,
};

/** Parses the body of a request. @throws {RangeError} If it breaks a rule, or does nothing. */
export function parseActs<Parsers extends Fields>(
  body: unknown,
  fields: Parsers,
): Parsed<Parsers> {
  const acts = parseObject(body, "The body", fields);
  if (Object.keys(acts).length > 0) return acts;
  throw new RangeError(`The body says nothing: give one of ${Object.keys(fields).join(", ")}`);
}

/** Parses the query string of a request. @throws {RangeError} If it breaks a rule. */
export function parseControlQuery<Parsers extends Fields>(
  query: URLSearchParams,
  fields: Parsers,
): Parsed<Parsers> {
  const twice = query.keys().find((name) => query.getAll(name).length > 1);
  if (twice === undefined) {
    return parseObject(Object.fromEntries(query), "The query string", fields);
  }
  const quoted = JSON.stringify(twice).slice(0, MAX_QUOTED_LENGTH);
  throw new RangeError(`In the query string ${quoted} appears more than once: give it once`);
}

/** Parses the name of a connection. @throws {RangeError} If no connection can have it. */
export function parseName(text: string): string {
  return byRule(PARAMETERS.name.rule)(text, "The name of a connection");
}

/**
 * Returns whether a `Host` header value names a machine without DNS. A page whose owner points its
 * name at this machine (DNS rebinding) sends that name.
 */
export function isOwnHost(host: string): boolean {
  const hostname = URL.parse(`http://${host}`)?.hostname ?? "";
  return /^(localhost|\d+(\.\d+){3}|\[.+\])$/.test(hostname);
}
