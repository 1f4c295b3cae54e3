import { seconds } from "../server/policy/rules.ts";
import { isToken } from "../static/shared/header_fields.js";

/** What to probe, and how. */
export interface ProbeRequest {
  /** A `ws:` or `wss:` URL. */
  readonly url: URL;
  /** Header fields to send, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Subprotocols to offer, of which the endpoint must choose one. */
  readonly protocols: readonly string[];
  /** Whether to accept untrusted certificates. */
  readonly insecure: boolean;
  /** How long each answer may take. */
  readonly timeoutMs: number;
  /** The longest silence to test; none: silence is not tested. */
  readonly idleMs: number | undefined;
}

/** Parses an address. @throws {RangeError} If it is not that of a WebSocket. */
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

/** Adds a header field, given as `Name: value`. @throws {RangeError} If it is not valid. */
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
    throw misuse(
      "--header must name a field that is not part of the handshake (see --subprotocol)",
      text,
    );
  }
  return { ...others, [lowerName]: value };
}

/** Adds a subprotocol. @throws {RangeError} If it is not a token, or there already. */
export function parseSubprotocol(text: string, others: readonly string[] = []): string[] {
  if (isToken(text) && !others.includes(text)) return [...others, text];
  throw misuse("--subprotocol must be a name without spaces, given once", text);
}

/** Returns a function that parses the time given for a flag, in milliseconds. */
export function parseTime(flag: string, maxSeconds: number): (text: string) => number {
  const rule = seconds(maxSeconds, 0.001);
  return (text) => {
    const value = rule.parse(text);
    if (value === undefined) throw misuse(`${flag} must be ${rule.inWords}`, text);
    return value * 1000;
  };
}

function misuse(rule: string, text: string): RangeError {
  return new RangeError(`${rule}, not ${JSON.stringify(text)}`);
}
