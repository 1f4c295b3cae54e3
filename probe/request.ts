import { Buffer } from "node:buffer";
import { partitionQuery } from "../server/policy/query.ts";
import { seconds } from "../server/policy/rules.ts";
import { showName } from "../server/policy/report.ts";
import { showField } from "../static/probe/checks.js";
import type { ProbeFailure } from "../static/probe/connection.js";
import type { StepResult } from "../static/types.ts";
import { isToken } from "../static/shared/header_fields.js";
import { withhold } from "../static/shared/text.js";
import type { Target } from "./sockets.ts";

/** What went over the wire, a character for each byte. */
export interface Wire {
  sent: string;
  received: string;
  /** The error of TCP or TLS, if there was one. */
  problem: string;
}

/** What `--verbose` shows of a connection; the class has types of a package that tests do without. */
export interface ProbedSocket {
  readonly wire: Readonly<Wire>;
  readonly failure: ProbeFailure | undefined;
}

export interface ProbeRequest extends Target {
  /** A `ws:` or `wss:` URL, without a fragment. */
  readonly url: URL;
  /** Header fields to send, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Subprotocols to offer, of which the endpoint must choose one. */
  readonly protocols: readonly string[];
  /** How long each answer may take, in milliseconds. */
  readonly timeoutMs: number;
  /** The longest silence to test, in milliseconds; `undefined`: silence is not tested. */
  readonly idleMs: number | undefined;
  /** Called with each connection when it starts. */
  readonly onSocket?: (socket: ProbedSocket) => void;
}

/** Parses an address. @throws {RangeError} If it is not that of a WebSocket. */
export function parseUrl(text: string): URL {
  const url = URL.parse(text);
  const scheme = url?.protocol.replace("http", "ws");
  if (!url || !/^wss?:$/.test(scheme!) || url.hostname === "") {
    throw misuse("the URL must be like ws://example.org/path or wss://example.org/path", text);
  }
  try {
    encodeCredentials(url);
  } catch {
    throw misuse("the name and the password in the URL must be UTF-8, percent-encoded", text);
  }
  url.protocol = scheme!;
  url.hash = "";
  return url;
}

/** Parses header fields, each like `Name: value`. @throws {RangeError} If one is not valid. */
export function parseHeaders(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(texts.map(parseHeader));
}

function parseHeader(text: string): [name: string, value: string] {
  const [, name, value] = text.match(/^([^:]*):[ \t]*(.*)$/) ?? [];
  // The value may be secret.
  const shown = text.includes(":") ? `${text.split(":", 1)[0]}: …` : "…";
  if (name === undefined || !isToken(name) || /[^\t\x20-\x7e\x80-\xff]/.test(value)) {
    throw misuse('--header must be like "Name: value"', shown);
  }
  const lowerName = name.toLowerCase();
  if (/^(connection|upgrade|sec-websocket-.*)$/.test(lowerName)) {
    throw misuse(
      "--header must name a field that is not part of the handshake (see --subprotocol)",
      shown,
    );
  }
  return [lowerName, value];
}

/** Returns the subprotocols. @throws {RangeError} If one is not a token, or given twice. */
export function parseSubprotocols(texts: readonly string[]): readonly string[] {
  const wrong = texts.find((text, index) => !isToken(text) || texts.indexOf(text) < index);
  if (wrong === undefined) return texts;
  throw misuse("--subprotocol must be a name without spaces, given once", wrong);
}

/** Parses the addresses of names, each like `name:port:address`. @throws {RangeError} If one is not valid. */
export function parseResolutions(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(texts.map((text) => {
    const [, name, port, address] = text.match(/^([^:]+):(\d{1,5}):\[?([\da-f.:]+)\]?$/i) ?? [];
    if (name === undefined) throw misuse("--resolve must be like example.org:443:192.0.2.7", text);
    return [`${name.toLowerCase()}:${Number(port)}`, address];
  }));
}

/** Reads the file in PEM given for a flag, if any. @throws {RangeError} If it cannot be read. */
export function readPem(flag: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return Deno.readTextFileSync(path);
  } catch {
    throw misuse(`${flag} must be a file that this program can and may read`, path);
  }
}

/** Parses the time given for a flag, if any, in milliseconds. @throws {RangeError} If it is none. */
export function parseTime(
  flag: string,
  text: string | undefined,
  maxSeconds: number,
): number | undefined {
  if (text === undefined) return undefined;
  const rule = seconds(maxSeconds, 0.001);
  const value = rule.parse(text);
  if (value === undefined) throw misuse(`${flag} must be ${rule.inWords}`, text);
  return value * 1000;
}

function misuse(rule: string, text: string): RangeError {
  return new RangeError(`${rule}, not ${JSON.stringify(hideSecrets(text))}`);
}

/** Returns a text that should have been a URL without a password and a query string. */
export function hideSecrets(text: string): string {
  return text.replace(/(:\/\/[^/?#@:]*):[^/?#]*@/, "$1:…@").replace(/\?[^]*/, "?…");
}

/** A parameter of a query as it was sent. */
interface RawParameter {
  readonly name: string;
  /** Absent without an equals sign. */
  readonly value: string | undefined;
  /** Whether it asks eco for a behavior. Then it is not secret. */
  readonly isKnown: boolean;
}

function getRawParameters({ search, searchParams }: URL): RawParameter[] {
  const { known } = partitionQuery(searchParams);
  return search.slice(1).split("&").filter(Boolean).map((text) => {
    const [name] = text.split("=", 1);
    const value = name === text ? undefined : text.slice(name.length + 1);
    return { name, value, isKnown: Object.hasOwn(known, name) };
  });
}

/** Returns the name of a parameter, or its length if it may be the secret itself. */
function showParameterName({ name, value }: RawParameter): string {
  if (value === undefined) return showName(name);
  return /^[a-z][a-z_.-]{0,29}$/i.test(name) ? name : withhold(name);
}

/** Returns a URL without its password, and without what may be secret in its query. */
export function showUrl(url: URL): string {
  const shown = getRawParameters(url).map((parameter) => {
    if (parameter.isKnown) return `${parameter.name}=${parameter.value ?? ""}`.replace(/=$/, "");
    return showParameterName(parameter) + (parameter.value === undefined ? "" : "=…");
  });
  const text = hideSecrets(url.href);
  return shown.length > 0 ? text.replace(/\?…$/, `?${shown.join("&")}`) : text;
}

/** A character of a word in a secret; others part words. */
const WORD_CHARACTER = "[\\p{L}\\p{N}_+/.~%-]";
/** Shorter words are too common to be hidden. */
const MIN_SECRET_LENGTH = 4;
/** A quote that ends within a secret shows its start; more of it than this is hidden anyway. */
const MAX_PREFIX_LENGTH = 12;

/**
 * Returns a function that hides what the request carries and may be secret in what others say:
 * fields, query and password, as they were sent and as they are meant, whole and word by word.
 */
export function createHider({ url, headers }: ProbeRequest): (text: string) => string {
  const sent = [
    ...Object.entries(headers).filter(([name, value]) => showField(name, value) !== value)
      .map(([, value]) => value),
    ...getRawParameters(url).filter(({ isKnown }) => !isKnown).flatMap((parameter) => [
      ...showParameterName(parameter) === parameter.name ? [] : [parameter.name],
      parameter.value ?? "",
    ]),
    url.password,
    ...url.username ? [encodeCredentials(url)] : [],
  ];
  const spellings = sent.flatMap((text) => [text, decode(text), encodeURIComponent(decode(text))]);
  const words = spellings.flatMap((text) => text.split(new RegExp(`(?!${WORD_CHARACTER}).`, "u")));
  const isSecret = (text: string) =>
    text.length >= MIN_SECRET_LENGTH && !/^(basic|bearer)$/i.test(text);
  const patterns = [
    ...spellings.filter(isSecret).map(escapePattern),
    ...words.filter(isSecret).flatMap((word) => [
      `${escapePattern(word.slice(0, MAX_PREFIX_LENGTH))}${WORD_CHARACTER}*`,
      `${escapePattern(word.slice(0, MIN_SECRET_LENGTH))}${WORD_CHARACTER}{0,8}…`, // A quote ends here.
    ]),
  ];
  if (patterns.length === 0) return (text) => text;
  const pattern = new RegExp([...new Set(patterns)].join("|"), "giu");
  return (text) => text.replaceAll(pattern, "…");
}

/** Returns a part of a URL as it is meant, or as it is if it is not text. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** Returns the name and password of a URL as `Authorization: Basic` has them (RFC 7617 §2). */
export function encodeCredentials({ username, password }: URL): string {
  const text = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return Buffer.from(text).toString("base64");
}

/** Returns a result without what may be secret in its values. */
export function hideIn<Result extends StepResult>(result: Result, hide: (text: string) => string) {
  const values = Object.entries(result.values).map(([name, value]) => [
    name,
    typeof value === "string" ? hide(value) : value,
  ]);
  return { ...result, values: Object.fromEntries(values) };
}
