import type { Behavior, Moment } from "./behavior.ts";
import type { Refusal } from "./refusal.ts";
import { FLAG, integer, milliseconds, type Rule, SHARE, shortText } from "./rule.ts";
import { isSendableByServer } from "../../static/shared/close_codes.js";
import { isToken } from "../../static/shared/header_fields.js";

/** How one field of {@linkcode Behavior} is asked for. */
interface Parameter<Value> {
  /** In the query string. */
  readonly name: string;
  readonly rule: Rule<Value>;
  /** The parameters of which one has to be there too. */
  readonly needs?: readonly string[];
}

const ONE_MINUTE_MS = 60_000;
const ONE_HOUR_MS = 60 * ONE_MINUTE_MS;

/** Every behaviour: the one place that knows its name in the query string and its rule. */
export const PARAMETERS: {
  readonly [Field in keyof Behavior]-?: Parameter<NonNullable<Behavior[Field]>>;
} = {
  prefix: { name: "prefix", rule: shortText(1000) },
  delayMs: { name: "delay", rule: milliseconds(0, ONE_MINUTE_MS) },
  jitterMs: { name: "jitter", rule: milliseconds(0, ONE_MINUTE_MS) },
  openDelayMs: { name: "open-delay", rule: milliseconds(0, ONE_MINUTE_MS) },
  reject: { name: "reject", rule: integer(400, 599) },
  protocol: {
    name: "protocol",
    rule: {
      inWords: "the name of a subprotocol, of letters, digits and !#$%&'*+-.^_`|~, or empty",
      read: (text) => text === "" || isToken(text) ? text : undefined,
    },
  },
  closeCode: {
    name: "close",
    rule: {
      inWords: "a close code that a server may send: 1000 to 1003, 1007 to 1014 without 1010, " +
        "or 3000 to 4999",
      read: (text) =>
        /^\d{4}$/.test(text) && isSendableByServer(Number(text)) ? Number(text) : undefined,
    },
  },
  closeReason: {
    name: "reason",
    rule: {
      inWords: "a text of at most 123 bytes in UTF-8",
      read: (text) => new TextEncoder().encode(text).length <= 123 ? text : undefined,
    },
    needs: ["close"],
  },
  closeAfter: {
    name: "after",
    rule: {
      inWords: "a number of messages up to 1000000 such as 3, or a time up to an hour such as 5s",
      read: readMoment,
    },
    needs: ["close"],
  },
  pushMs: { name: "push", rule: milliseconds(10, ONE_HOUR_MS) },
  repeat: { name: "repeat", rule: integer(1, 100) },
  mute: { name: "mute", rule: FLAG },
  lose: { name: "lose", rule: SHARE },
  seed: { name: "seed", rule: integer(0, 2 ** 32 - 1), needs: ["lose", "jitter"] },
  idleMs: {
    name: "idle",
    rule: {
      inWords: "0 for no pings, or a time from 1s to 30m",
      read: (text) => text === "0" ? 0 : milliseconds(1000, ONE_HOUR_MS / 2).read(text),
    },
  },
  report: { name: "report", rule: FLAG },
};

function readMoment(text: string): Moment | undefined {
  const messages = integer(0, 1_000_000).read(text);
  if (messages !== undefined) return { messages };
  const ms = /\D$/.test(text) ? milliseconds(0, ONE_HOUR_MS).read(text) : undefined;
  return ms === undefined ? undefined : { ms };
}

/** What a query string asks for, and why that is refused where it breaks a rule. */
export interface Asked {
  readonly behavior: Behavior;
  readonly refusal?: Refusal;
}

/** What a connection does for a peer that asks for nothing. */
const ORDINARY: Asked = { behavior: {} };

/** Returns the query string of a URL. */
export function queryOf(url: string): URLSearchParams {
  const start = url.indexOf("?");
  return new URLSearchParams(start === -1 ? "" : url.slice(start + 1));
}

/** Reads what a peer asks for. Other names are left alone: people's URLs carry tokens. */
export function readBehavior(query: URLSearchParams): Asked {
  if (query.size === 0) return ORDINARY;
  const behavior: Record<string, unknown> = {};
  for (const [field, { name, rule, needs }] of Object.entries(PARAMETERS)) {
    const [text, ...more] = query.getAll(name);
    if (text === undefined) continue;
    const value = rule.read(text);
    if (value === undefined) {
      return refusedAs(
        `"${name}" must be ${rule.inWords}: current value is ${JSON.stringify(text)}`,
      );
    }
    if (more.length > 0) return refusedAs(`"${name}" is there twice: give it once`);
    if (needs && !needs.some((other) => query.has(other))) {
      return refusedAs(`"${name}" goes with "${needs.join('" or "')}": add that`);
    }
    behavior[field] = value;
  }
  return { behavior };
}

function refusedAs(sentence: string): Asked {
  const message = `In the query string ${sentence}.`;
  return { behavior: {}, refusal: { status: 400, reason: "behavior", message } };
}

/** The parameters of a query string, as they were given. */
export interface Given {
  /** Those that ask for something, by name. */
  readonly known: Readonly<Record<string, string>>;
  /** The names of those that ask for nothing. */
  readonly unknown: readonly string[];
}

/** Tells what in a query string asks for something from what does not. */
export function sortQuery(query: URLSearchParams): Given {
  const names = new Set(Object.values(PARAMETERS).map(({ name }) => name));
  const known = [...query].filter(([name]) => names.has(name));
  const unknown = [...new Set(query.keys())].filter((name) => !names.has(name));
  return { known: Object.fromEntries(known), unknown };
}
