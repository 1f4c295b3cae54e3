import { PANEL_TEXTS } from "../static/i18n/en_panels.js";
import { showField } from "../static/probe/checks.js";
import { describe, nameStep, summarize } from "../static/probe/describe.js";
import { escapeControls, printable } from "../static/shared/escape.js";
import { fill, withhold, wrapLines } from "../static/shared/text.js";
import type { StepResult } from "../static/types.ts";
import { CAUSES, CHANGES } from "./causes.ts";

const TEXTS = PANEL_TEXTS.probe;
/** Of a terminal, in characters. */
const WIDTH = 80;
const TEXT_COLUMN = 34;
const CHANGE_COLUMN = 26;

/** The texts of findings: those of the page, and those of the steps in this folder. */
const FINDINGS: Readonly<Record<string, string>> = {
  ...TEXTS.findings,
  addresses: "{addresses}",
  noAddress: "The name {host} has no address ({problem}). {why}",
  tcp: "{address} port {port}",
  tcpFailed: "No TCP connection ({problem}). {why}",
  certificate:
    "{protocol}, certificate of {subject} by {issuer}, valid for {days} days, until {until}",
  untrusted: "The certificate of {subject} by {issuer}, valid until {until}, is not trusted " +
    "({problem}). {why} --insecure continues anyway.",
  expired: "The certificate of {subject} by {issuer} expired on {until}: the server needs a new " +
    "one. --insecure continues anyway.",
  otherName:
    "The certificate of {subject} by {issuer} is not for {host}, but for {names}: use one " +
    "of these names, and --resolve if you connect to an address. --insecure continues anyway.",
  unusable: "The port speaks TLS, but its certificate cannot be used ({problem}), not even with " +
    "--insecure: its key may be too short (RSA below 2048 bits), or its algorithm outdated.",
  tlsRefused: "The port speaks TLS, but refuses the TLS handshake ({problem}). It may require " +
    "a client certificate (--client-cert), not know the name, or support only old versions or ciphers.",
  tlsFailed: "No TLS ({problem}). {why}",
  got: "{status} {type} {server}",
  getFailed: "No answer ({problem}). {why}",
  opened101: "101 {server} {via}",
  refused: "{answer}. {why}",
  queryRefused: `${TEXTS.findings.queryRefused} {answer}.`,
  notHttp: "The answer is not valid HTTP ({problem}). {says} {why}",
  answerLost:
    "The answer is 101, but without {field}: a hop drops it on the way back, or the server " +
    "does not speak WebSocket.",
  badAccept:
    "The answer is 101 with a wrong Sec-WebSocket-Accept: a hop answers by itself or from a cache, " +
    "a hop changes Sec-WebSocket-Key, or this is not a WebSocket server.",
  noSubprotocol: "101, but the server chose none of the offered subprotocols {protocol}",
  handshakeFailed: "No complete answer to the handshake ({problem}). {why}",
  limit:
    "After {opened} connections: {answer}. A hop or the endpoint limits connections, or their rate. " +
    "From here on the probe waits {seconds} s before each connection, and they open.",
  limited:
    "After {opened} connections: {answer}, even after a pause. A hop or the endpoint limits " +
    "connections, or their rate.",
  oneAtATime: `${TEXTS.findings.oneAtATime} {answer}`,
  tcpNotEnded:
    "Code {code} came through, but TCP was not ended within {seconds} s: the server, or a " +
    "hop that slows down data, keeps it open. {reason}",
  idleHeld: "A connection was still alive after {seconds} s of silence.",
  pong: "A ping was answered.",
  noPong: "A ping was not answered within {seconds} s, although every endpoint must answer pings.",
  mute:
    "Not tried: the endpoint answers neither messages nor pings, so nothing shows that it is alive.",
  notSilent: "Silence cannot be tested for longer than {quiet} s, since the endpoint sent " +
    "{messages} messages and {pings} pings. A connection was alive after {seconds} s.",
  droppedInUse:
    "A connection was dropped after {seconds} s, {how}, although the endpoint sent {messages} " +
    "messages and {pings} pings, at most {quiet} s apart: a hop may expect messages from the client.",
  idleDropped: "A silent connection was dropped after {seconds} s, {how}. {why}",
};

/** What ended a silent connection. */
const ENDINGS: Readonly<Record<string, string>> = {
  closeFrame: "with close code {code} {reason}",
  reset: "by a reset",
  tcp: "by the end of TCP without a close frame",
  nothing: "without a sign: the next message was lost",
};

/** The colors of outcomes on a terminal (ECMA-48 SGR). */
const COLORS = { passed: 32, failed: 31, noted: 33, skipped: 2 };

export function getStepName(step: string): string {
  return nameStep(step, TEXTS.steps);
}

function toText(result: StepResult): string {
  const { finding, values, cause = "" } = result;
  const { end = "", status, server, says } = values;
  const blanks: Record<string, string> = { why: CAUSES[cause] ?? "", how: ENDINGS[end] ?? "" };
  const template = FINDINGS[finding].replaceAll(/\{(why|how)\}/g, (_, name) => blanks[name]);
  // If eco says it, the name of a hop that passes it on would look like an accusation.
  const isEco = ["requestLost", "requestChanged", "ecoRefuses", "asked"].includes(cause);
  const parts = [status, server && !isEco && `(Server: ${server})`, says && `“${says}”`];
  const answer = parts.filter(Boolean).join(" ");
  return describe({ ...result, values: { ...values, answer } }, { [finding]: template });
}

/** Returns what to change, by software, if it is known. */
function toChange({ cause = "", values }: StepResult): [string, string][] {
  return Object.entries(CHANGES[cause] ?? {}).map(([name, text]) => [name, fill(text, values)]);
}

/** Wraps a text at words, and indents all lines but the first. */
function wrap(text: string, indent: number): string {
  return wrapLines(text, WIDTH - indent).join(`\n${" ".repeat(indent)}`);
}

export function toLines(result: StepResult, isColored: boolean): string {
  const { step, outcome, ms } = result;
  const word = TEXTS.outcomes[outcome].padEnd(4);
  const shown = isColored ? `\x1b[${COLORS[outcome]}m${word}\x1b[0m` : word;
  const time = ms === undefined ? "" : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
  // Escaped before the colors are added, since values may be of hostile origin.
  const text = wrap(printable(toText(result)).replaceAll(/ {2,}/g, " "), TEXT_COLUMN);
  const line = `${shown}  ${getStepName(step).padEnd(17)} ${time.padStart(8)}  ${text}`.trimEnd();
  const change = toChange(result).map(([name, text]) => {
    const lines = text.split("\n").map((part) => wrap(printable(part), CHANGE_COLUMN));
    return `        ${name.padEnd(18)}${lines.join(`\n${" ".repeat(CHANGE_COLUMN)}`)}`;
  });
  return change.length > 0 ? `${line}\n\n      What to change\n${change.join("\n")}\n` : line;
}

/** Returns a request and its answer as they were sent, each line marked. */
export function toExchange(
  { sent, received }: { readonly sent: string; readonly received: string },
  hide: (text: string) => string,
): string {
  const mark = (text: string, sign: string) =>
    text.trimEnd().split(/\r?\n/).slice(0, 60).map((line) => {
      const [, name = "", value = ""] = line.match(/^([^:\s]+): ?(.*)$/) ?? [];
      const isSecret = sign === ">" && name && showField(name.toLowerCase(), value) !== value ||
        /^set-cookie/i.test(name);
      return `      ${sign} ${printable(hide(isSecret ? `${name}: ${withhold(value)}` : line))}`;
    });
  return [...mark(sent, ">"), ...mark(received, "<")].join("\n");
}

/** Summarizes all steps in one sentence. */
export function toSummary(results: readonly StepResult[]): string {
  return wrap(summarize(results, TEXTS), 0);
}

export function hasPassed(results: readonly StepResult[]): boolean {
  return results.every(({ outcome }) => outcome !== "failed");
}

/** Returns all results as JSON, with control characters escaped. */
export function toJson(url: string, results: readonly StepResult[]): string {
  const steps = results.map((result) => {
    const change = toChange(result);
    const known = change.length > 0 ? { change: Object.fromEntries(change) } : {};
    return { ...result, text: toText(result), ...known };
  });
  const report = { url, outcome: hasPassed(results) ? "passed" : "failed", steps };
  // The line breaks are layout: JSON.stringify escapes those in strings.
  return JSON.stringify(report, null, 2).split("\n").map(escapeControls).join("\n");
}
