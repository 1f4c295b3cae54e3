/** What a value given as text has to be, and how to read it. */
export interface Rule<Value> {
  /** The rule in words, to follow "must be". */
  readonly inWords: string;
  /** Reads a value; returns nothing where the text breaks the rule. */
  readonly read: (text: string) => Value | undefined;
}

/** Any text, also an empty one. */
export const ANY_TEXT: Rule<string> = { inWords: "a text", read: (text) => text };

/** A host name or an IP address, as it stands outside a URL. */
export const HOST: Rule<string> = {
  inWords: "a name or an IP address, without port or brackets",
  // A name, an IPv4 address, or an IPv6 address, which has two colons at least.
  read: (text) => /^([\w.-]+|(?=.*:.*:)[\da-f:.]+(%[\w.-]+)?)$/i.test(text) ? text : undefined,
};

/** Origins (RFC 6454 §6.2) with commas between them. */
export const ORIGINS: Rule<readonly string[]> = {
  inWords: "origins such as https://example.org, with commas between them",
  read(text) {
    const origins = text.split(",").map((item) => item.trim());
    return origins.every((origin) => URL.parse(origin)?.origin === origin) ? origins : undefined;
  },
};

/** An integer in decimal digits. */
export function integer(min: number, max: number): Rule<number> {
  return {
    inWords: `an integer from ${min} to ${max}`,
    // Digits alone: Number() also takes "", "0x50", "8e3" and " 80 ".
    read: (text) => /^\d+$/.test(text) ? within(Number(text), min, max) : undefined,
  };
}

const BYTES_BY_UNIT: Readonly<Record<string, number>> = {
  "": 1,
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

/** A size in bytes, or with a unit: `64KiB`, `1.5MiB`, `2GiB`. */
export function bytes(min: number): Rule<number> {
  return {
    inWords: `a whole number of bytes from ${min} such as 65536, 64KiB or 1.5MiB`,
    read(text) {
      const size = quantity(text, BYTES_BY_UNIT, min, Number.MAX_SAFE_INTEGER);
      return Number.isInteger(size) ? size : undefined;
    },
  };
}

const SECONDS_BY_UNIT: Readonly<Record<string, number>> = {
  "": 1,
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
};

/** A time in seconds, or with a unit: `250ms`, `30s`, `2m`, `1h`. */
export function seconds(max: number): Rule<number> {
  return {
    inWords: `a time from 0 to ${max} seconds such as 30, 30s, 500ms or 2m`,
    read: (text) => quantity(text, SECONDS_BY_UNIT, 0, max),
  };
}

/** One of a few words. */
export function oneOf<Word extends string>(words: readonly Word[]): Rule<Word> {
  return {
    inWords: `one of ${words.join(", ")}`,
    read: (text) => words.find((word) => word === text),
  };
}

function quantity(
  text: string,
  scale: Readonly<Record<string, number>>,
  min: number,
  max: number,
): number | undefined {
  const [, digits, unit] = text.match(/^(\d+(?:\.\d+)?)([A-Za-z]*)$/) ?? [];
  if (digits === undefined || !Object.hasOwn(scale, unit)) return undefined;
  return within(Number(digits) * scale[unit], min, max);
}

function within(value: number, min: number, max: number): number | undefined {
  return value >= min && value <= max ? value : undefined;
}
