import { isSendableByServer } from "../../static/shared/close_codes.js";
import { isToken } from "../../static/shared/header_fields.js";
import { byteLength } from "../../static/shared/text.js";
import { getQuery } from "./address.ts";
import { BEHAVIORS_OFF, type Refusal, STATUS } from "./refusal.ts";
import {
  describeWrongValue,
  FLAG,
  FRACTION,
  integer,
  MAX_QUOTED_LENGTH,
  milliseconds,
  ONE_HOUR_MS,
  type Rule,
  shortText,
} from "./rules.ts";

/** How a client asks for one behavior in the query string of its handshake. */
interface Parameter<Value> {
  /** Name in the query string. */
  readonly name: string;
  readonly rule: Rule<Value>;
  /** The parameters of which at least one must be present too. */
  readonly needs?: readonly string[];
  /** Whether it decides on the handshake or on the socket: too late to change it. @default false */
  readonly isOfHandshake?: boolean;
}

const ONE_MINUTE_MS = 60_000;

/** Every behavior: its field, its name in the query string and its rule stand here alone. */
export const PARAMETERS = {
  /** Text put before each reply to text; may be empty. @default the server's prefix */
  prefix: { name: "prefix", rule: shortText(1000) },
  /** Time before each reply, in milliseconds. @default 0 */
  delayMs: { name: "delay", rule: milliseconds(0, ONE_MINUTE_MS) },
  /** Upper bound of a random time added to it, in milliseconds. @default 0 */
  jitterMs: { name: "jitter", rule: milliseconds(0, ONE_MINUTE_MS) },
  /** Time before the response to the handshake, in milliseconds. @default 0 */
  openDelayMs: { name: "open-delay", rule: milliseconds(0, ONE_MINUTE_MS), isOfHandshake: true },
  /** HTTP status, 200 to 599, to refuse the handshake with. @default it is accepted */
  reject: { name: "reject", rule: STATUS, isOfHandshake: true },
  /** Subprotocol to choose; empty: none. @default the first one offered */
  protocol: {
    name: "protocol",
    rule: {
      inWords: "the name of a subprotocol, of letters, digits and !#$%&'*+-.^_`|~, or empty",
      parse: (text) => text === "" || isToken(text) ? text : undefined,
    },
    isOfHandshake: true,
  },
  /** Close code that the server closes with. @default the server does not close */
  closeCode: {
    name: "close",
    rule: {
      inWords: "a close code that a server may send: 1000 to 1003, 1007 to 1014 without 1010, " +
        "or 3000 to 4999",
      parse: (text) =>
        /^\d{4}$/.test(text) && isSendableByServer(Number(text)) ? Number(text) : undefined,
    },
  },
  /** Close reason sent with the code. @default "" */
  closeReason: {
    name: "reason",
    rule: {
      inWords: "a text of at most 123 bytes in UTF-8",
      parse: (text) => byteLength(text) <= 123 ? text : undefined,
    },
    needs: ["close"],
  },
  /** When the server closes. @default immediately */
  closeAfter: {
    name: "after",
    rule: {
      inWords: "a number of messages up to 1000000 such as 3, or a time up to an hour such as 5s",
      parse: parseCloseTrigger,
    },
    needs: ["close"],
  },
  /** Time between messages that the server sends unasked, in milliseconds. @default none are sent */
  pushMs: { name: "push", rule: milliseconds(10, ONE_HOUR_MS) },
  /** Replies to each message. @default 1 */
  repeat: { name: "repeat", rule: integer(1, 100) },
  /** Whether messages get no reply. @default false */
  mute: { name: "mute", rule: FLAG },
  /** Fraction of the messages that get no reply, 0 to 1. @default 0 */
  lose: { name: "lose", rule: FRACTION },
  /** Seed of everything random. @default a random one per connection */
  seed: { name: "seed", rule: integer(0, 2 ** 32 - 1), needs: ["lose", "jitter"] },
  /** Silence before a ping, in milliseconds; 0: no pings. @default half of the idle timeout */
  idleMs: {
    name: "idle",
    rule: {
      inWords: "0 for no pings, or a time from 1s to 30m",
      parse: (text) => text === "0" ? 0 : milliseconds(1000, ONE_HOUR_MS / 2).parse(text),
    },
    isOfHandshake: true,
  },
  /** Whether the first message is the report of the handshake. @default false */
  report: { name: "report", rule: FLAG, isOfHandshake: true },
  /** Name by which a test finds the connection; several may share it. @default none */
  name: {
    name: "name",
    rule: {
      inWords: "1 to 64 letters, digits, dots, hyphens and underscores, such as cart-1",
      parse: (text) => /^[\w.-]{1,64}$/.test(text) ? text : undefined,
    },
    isOfHandshake: true,
  },
  /** How many of the client's last messages are kept for a test. @default none */
  record: { name: "record", rule: integer(1, 1000), isOfHandshake: true },
} satisfies Readonly<Record<string, Parameter<unknown>>>;

/** The same as rows, for code that treats all alike. */
const ROWS = Object.entries<Parameter<unknown>>(PARAMETERS);

/** The behaviors that a client has asked for; each may be absent. */
export type Behavior = {
  readonly [Field in keyof typeof PARAMETERS]?: typeof PARAMETERS[Field] extends
    Parameter<infer Value> ? Value : never;
};

/** When to close: after a number of messages from the client, or after a time in milliseconds. */
export type CloseTrigger = { readonly messages: number } | { readonly ms: number };

function parseCloseTrigger(text: string): CloseTrigger | undefined {
  const messages = integer(0, 1_000_000).parse(text);
  if (messages !== undefined) return { messages };
  const ms = /\D$/.test(text) ? milliseconds(0, ONE_HOUR_MS).parse(text) : undefined;
  return ms === undefined ? undefined : { ms };
}

/** The behavior that a query string asks for, or the refusal if it breaks a rule. */
export interface ParsedBehavior {
  readonly behavior: Behavior;
  readonly refusal?: Refusal;
}

/** Enough for the longest value of every parameter; parsing a longer one would take milliseconds. */
const MAX_QUERY_LENGTH = 10_000;

/** Returns the refusal of a URL whose query string is too long to be parsed, or `undefined`. */
export function checkQueryLength(url: string): Refusal | undefined {
  const start = url.indexOf("?");
  if (start === -1 || url.length - start - 1 <= MAX_QUERY_LENGTH) return undefined;
  return {
    status: 414,
    reason: "query",
    message: `A query string has at most ${MAX_QUERY_LENGTH} characters: send a shorter one.`,
  };
}

/** Parameters for a test that drives the server: for the client they change nothing. */
const OF_TESTS: readonly string[] = [PARAMETERS.name.name, PARAMETERS.record.name];

/** Returns why a server that has behaviors off refuses a URL, or `undefined`. */
export function checkBehaviorsOff(url: string): Refusal | undefined {
  const known = Object.keys(partitionQuery(getQuery(url)).known);
  const name = known.find((name) => !OF_TESTS.includes(name));
  if (name === undefined) return undefined;
  return {
    status: 403,
    reason: "behaviors_off",
    parameter: name,
    message: `${BEHAVIORS_OFF}: leave "${name}" out of the query string.`,
  };
}

/** The result of a query string that asks for nothing. */
const ORDINARY: ParsedBehavior = { behavior: {} };

/** Parses a query string. Unknown names are ignored: people's URLs carry tokens. */
export function parseBehavior(query: URLSearchParams): ParsedBehavior {
  if (query.size === 0) return ORDINARY;
  const behavior: Record<string, unknown> = {};
  for (const [field, parameter] of ROWS) {
    const [text, ...more] = query.getAll(parameter.name);
    if (text === undefined) continue;
    const value = parameter.rule.parse(text);
    const problem = value === undefined
      ? describeWrongValue(parameter.rule, text)
      : more.length > 0
      ? "appears more than once: give it once"
      : describeNeed(parameter, (name) => query.has(name));
    if (problem) return { behavior: {}, refusal: createBehaviorRefusal(parameter.name, problem) };
    behavior[field] = value;
  }
  return { behavior };
}

/** Describes what a parameter lacks, or returns `undefined`. */
function describeNeed(
  { needs }: Parameter<unknown>,
  has: (name: string) => boolean,
): string | undefined {
  return needs?.some(has) === false ? `needs "${needs.join('" or "')}": add it` : undefined;
}

/** Changes of behaviors, by the name in the query string; `null` ends one. */
export type BehaviorChanges = Readonly<Record<string, string | number | boolean | null>>;

/** Returns a behavior with changes. @throws {RangeError} If a name or a value breaks its rule. */
export function changeBehavior(behavior: Behavior, changes: BehaviorChanges): Behavior {
  const changed: Record<string, unknown> = { ...behavior };
  const live = ROWS.filter(([, { isOfHandshake }]) => !isOfHandshake);
  const names = live.map(([, { name }]) => name);
  const wrong = Object.keys(changes).find((name) => !names.includes(name));
  if (wrong !== undefined) {
    const quoted = JSON.stringify(wrong).slice(0, MAX_QUOTED_LENGTH);
    throw new RangeError(`${quoted} cannot be changed: choose from ${names.join(", ")}`);
  }
  for (const [field, parameter] of live) {
    const value = Object.hasOwn(changes, parameter.name) ? changes[parameter.name] : undefined;
    if (value === null) delete changed[field];
    if (value === undefined || value === null) continue;
    changed[field] = typeof value === "object" ? undefined : parameter.rule.parse(String(value));
    if (changed[field] === undefined) {
      throw new RangeError(`${parameter.name} ${describeWrongValue(parameter.rule, value)}`);
    }
  }
  const has = (name: string) => live.some(([field, p]) => p.name === name && field in changed);
  for (const [field, parameter] of live) {
    const problem = field in changed ? describeNeed(parameter, has) : undefined;
    if (problem) throw new RangeError(`${parameter.name} ${problem}`);
  }
  return changed;
}

/** Returns a behavior by the names of the query string, with values that it accepts; not the name. */
export function describeBehavior(behavior: Behavior): Record<string, string | number | boolean> {
  const entries = Object.entries(behavior).filter(([field]) => field !== "name");
  return Object.fromEntries(entries.map(([field, value]) => [
    PARAMETERS[field as keyof Behavior].name,
    typeof value === "object" ? describeCloseTrigger(value) : value,
  ]));
}

function describeCloseTrigger(trigger: CloseTrigger): string | number {
  return "ms" in trigger ? `${trigger.ms}ms` : trigger.messages;
}

/** Checks a close code and a close reason. @throws {RangeError} If one breaks its rule. */
export function checkClose(close: number, reason: string): void {
  changeBehavior({}, { close, reason });
}

function createBehaviorRefusal(parameter: string, problem: string): Refusal {
  const message = `In the query string "${parameter}" ${problem}.`;
  return { status: 400, reason: "behavior", parameter, message };
}

/** Returns the known parameters of a query string as they were given, and the names of the others. */
export function partitionQuery(
  query: URLSearchParams,
): { readonly known: Readonly<Record<string, string>>; readonly unknown: readonly string[] } {
  const names = new Set(Object.values(PARAMETERS).map(({ name }) => name));
  const known = [...query].filter(([name]) => names.has(name));
  const unknown = [...new Set(query.keys())].filter((name) => !names.has(name));
  return { known: Object.fromEntries(known), unknown };
}
