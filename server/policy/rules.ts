/** What a value given as text must be, and how to parse it. */
export interface Rule<Value> {
  /** The rule in words, to follow "must be". */
  readonly inWords: string;
  /** Returns the value, or `undefined` if the text breaks the rule. */
  readonly parse: (text: string) => Value | undefined;
  /** Whether no error may quote a value. @default false */
  readonly isSecret?: boolean;
  /** Returns a value as people type it. @default String() */
  format?(value: Value): string;
}

/** The most characters of a wrong value that an error quotes. */
export const MAX_QUOTED_LENGTH = 200;

/** Describes a value that breaks a rule, to follow the name of what has it. */
export function describeWrongValue(rule: Rule<unknown>, value: unknown): string {
  const isObject = typeof value === "object" && value !== null;
  const shown = isObject ? "an object or a list" : `${value}`; // JSON has no NaN.
  const quoted = typeof value === "string" ? JSON.stringify(value) : shown;
  return `must be ${rule.inWords}, not ${quoted.slice(0, MAX_QUOTED_LENGTH)}`;
}

export const ANY_TEXT: Rule<string> = {
  inWords: "a text",
  parse: (text) => text,
  format: (text) => JSON.stringify(text),
};

export function shortText(maxLength: number): Rule<string> {
  return {
    inWords: `a text of at most ${maxLength} characters`,
    parse: (text) => text.length <= maxLength ? text : undefined,
  };
}

/** Yes or no, as a setting. */
export const YES_OR_NO: Rule<boolean> = {
  inWords: "yes, true, 1, no, false or 0",
  parse(text) {
    if (/^(yes|true|1)$/i.test(text)) return true;
    return /^(no|false|0)$/i.test(text) ? false : undefined;
  },
  format: (value) => value ? "yes" : "no",
};

/** Yes or no, in a query string; a name without a value means yes. */
export const FLAG: Rule<boolean> = {
  inWords: "empty, 1 or true for yes, 0 or false for no",
  parse(text) {
    if (["", "1", "true"].includes(text)) return true;
    return ["0", "false"].includes(text) ? false : undefined;
  },
};

/** A host name or an IP address, as it stands outside a URL. */
export const HOST: Rule<string> = {
  inWords: "a name or an IP address such as 0.0.0.0 or ::, without port or brackets",
  // A name, which has a letter: the system reads "0" and "127.1" as addresses, and browsers would
  // be told of them. Or an IPv4 address, or an IPv6 address, which has at least two colons.
  parse: (text) =>
    /^((?=.*[a-z])[\w.-]+|\d+(\.\d+){3}|(?=.*:.*:)[\da-f:.]+(%[\w.-]+)?)$/i.test(text)
      ? text
      : undefined,
};

/** Origins (RFC 6454 §6.2) separated by commas, in the form that browsers send. */
export const ORIGINS: Rule<readonly string[]> = {
  inWords: "origins such as https://example.org, https://*.example.org, app://name or null, " +
    "separated by commas",
  parse(text) {
    const origins = text.split(",").map((item) => normalizeOrigin(item.trim().toLowerCase()));
    return origins.every((origin) => origin !== undefined) ? origins : undefined;
  },
};

/** Returns an origin as browsers send it, with a leading `*.` kept, or `undefined` for other text. */
function normalizeOrigin(text: string): string | undefined {
  // Pages in a sandbox and from files have no origin; old web views call that of files "file://".
  if (text === "null") return text;
  if (/^file:\/\/\/?$/.test(text)) return "file://";
  const [, scheme, wildcard = "", authority] =
    text.match(/^([a-z][a-z\d+.-]*:\/\/)(\*\.)?([^/?#@*\\\s]+)\/?$/) ?? [];
  // No page has the origin of a WebSocket.
  if (scheme === undefined || /^wss?:/.test(scheme)) return undefined;
  const host = URL.parse(scheme + wildcard.replace("*", "any") + authority)?.host;
  return host && scheme + (wildcard ? host.replace("any.", wildcard) : host);
}

export function integer(min: number, max: number): Rule<number> {
  return {
    inWords: `an integer from ${min} to ${max}`,
    // Digits alone: Number() also takes "", "0x50", "8e3" and " 80 ".
    parse: (text) => /^\d+$/.test(text) ? within(Number(text), min, max) : undefined,
  };
}

export const PORT_OR_OFF: Rule<number | "off"> = {
  inWords: "off, or an integer from 0 to 65535",
  parse: (text) => text === "off" ? text : integer(0, 65535).parse(text),
};

/** A secret that fits into a header field (RFC 6750 §2.1). */
export const TOKEN: Rule<string> = {
  inWords: "a secret of 16 to 1000 letters, digits and -._~+/=",
  parse: (text) => /^[\w.~+/=-]{16,1000}$/.test(text) ? text : undefined,
  isSecret: true,
};

export const FRACTION: Rule<number> = {
  inWords: "a number from 0 to 1 such as 0.1",
  // As JavaScript writes small numbers too: 1e-7.
  parse: (text) =>
    /^(\d+(\.\d+)?|\.\d+)(e-\d+)?$/.test(text) ? within(Number(text), 0, 1) : undefined,
};

/** The sizes of units, by their names; in ascending order. */
type Scale = Readonly<Record<string, number>>;

const BYTES: Scale = { "": 1, B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };
const SECONDS: Scale = { ms: 0.001, "": 1, s: 1, m: 60, h: 3600 };
const MILLISECONDS: Scale = { "": 1, ms: 1, s: 1000, m: 60_000 };

export const ONE_HOUR_MS = 3_600_000;

/** A size in bytes, or with a unit: `64KiB`, `1.5MiB`, `2GiB`. */
export function bytes(min: number, max = Number.MAX_SAFE_INTEGER): Rule<number> {
  const range = max < Number.MAX_SAFE_INTEGER ? `from ${min} to ${max}` : `from ${min}`;
  const inWords = `a whole number of bytes ${range} such as 65536, 64KiB or 1.5MiB`;
  const rule = quantity(inWords, BYTES, min, max);
  const parse = (text: string) => {
    const size = rule.parse(text);
    return Number.isInteger(size) ? size : undefined;
  };
  return { ...rule, parse };
}

/** A time in seconds, or with a unit: `250ms`, `30s`, `2m`, `1h`. */
export function seconds(max: number, min = 0): Rule<number> {
  const inWords = `a time from ${min} to ${max} seconds such as 30, 30s, 500ms or 2m`;
  return quantity(inWords, SECONDS, min, max);
}

/** A time in milliseconds, or with a unit: `250`, `250ms`, `2s`, `1m`. */
export function milliseconds(min: number, max: number): Rule<number> {
  const inWords = `a time from ${min} to ${max} ms such as 250, 250ms or 2s`;
  return quantity(inWords, MILLISECONDS, min, max);
}

function quantity(inWords: string, scale: Scale, min: number, max: number): Rule<number> {
  return {
    inWords,
    parse(text) {
      const [, digits, unit] = text.match(/^(\d+(?:\.\d+)?(?:e-\d+)?)([A-Za-z]*)$/) ?? [];
      if (digits === undefined || !Object.hasOwn(scale, unit)) return undefined;
      return within(Number(digits) * scale[unit], min, max);
    },
    format(value) {
      if (value === 0) return "0";
      // With the largest unit of which it is a whole number.
      const units = Object.entries(scale).filter(([, size]) => Number.isInteger(value / size));
      const [unit, size] = units.at(-1) ?? ["", 1];
      return `${value / size}${unit}`;
    },
  };
}

export function oneOf<Word extends string>(words: readonly Word[]): Rule<Word> {
  return {
    inWords: `one of ${words.join(", ")}`,
    parse: (text) => words.find((word) => word === text),
  };
}

function within(value: number, min: number, max: number): number | undefined {
  return value >= min && value <= max ? value : undefined;
}
