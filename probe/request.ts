import { seconds } from "../server/policy/rules.ts";
import { isToken } from "../server/policy/token.ts";

/** What the one who probes has asked for. */
export interface ProbeRequest {
  /** A `ws:` or `wss:` URL. */
  readonly url: URL;
  /** Header fields to send, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Subprotocols to offer, of which one has to be chosen. */
  readonly protocols: readonly string[];
  /** Whether certificates that are not trusted are put up with. */
  readonly insecure: boolean;
  /** How long each answer may take. */
  readonly timeoutMs: number;
  /** How long silence is tried for; none: it is not. */
  readonly idleMs: number | undefined;
}

/** Reads an address. @throws {RangeError} Where it is none of a WebSocket. */
export function parseUrl(text: string): URL {
  const url = URL.parse(text);
  const scheme = url?.protocol.replace("http", "ws");
  if (!url || !/^wss?:$/.test(scheme!) || url.hostname === "") {
    throw misuse("the URL must be like ws://example.org/path or wss://example.org/path", text);
  }
  url.protocol = scheme!;
  url.hash = "";
  return url;
}

/** Adds a header field, given as `Name: value`. @throws {RangeError} */
export function parseHeader(
  text: string,
  others: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const [, name, value] = text.match(/^([^:]*):[ \t]*(.*)$/) ?? [];
  if (name === undefined || !isToken(name) || /[^\t\x20-\x7e\x80-\xff]/.test(value)) {
    throw misuse('--header must be like "Name: value"', text);
  }
  const lowerName = name.toLowerCase();
  if (/^(connection|upgrade|sec-websocket-.*)$/.test(lowerName)) {
    throw misuse("--header must not be one of the handshake's own (but --subprotocol can)", text);
  }
  return { ...others, [lowerName]: value };
}

/** Adds a subprotocol. @throws {RangeError} */
export function parseSubprotocol(text: string, others: readonly string[] = []): string[] {
  if (isToken(text) && !others.includes(text)) return [...others, text];
  throw misuse("--subprotocol must be a name without blanks, given once", text);
}

/** Returns what reads the time given for a flag, in milliseconds. */
export function parseTime(flag: string, maxSeconds: number): (text: string) => number {
  const rule = seconds(maxSeconds, 0.001);
  return (text) => {
    const value = rule.parse(text);
    if (value === undefined) throw misuse(`${flag} must be ${rule.inWords}`, text);
    return value * 1000;
  };
}

function misuse(rule: string, text: string): RangeError {
  return new RangeError(`Cannot probe as ${rule}: current value is ${JSON.stringify(text)}`);
}
