import { PANEL_TEXTS } from "../static/i18n/en_panels.js";
import { describe, nameStep, summarize } from "../static/probe/describe.js";
import { escapeControls, printable } from "../static/shared/escape.js";
import type { StepResult } from "../static/types.ts";

const TEXTS = PANEL_TEXTS.probe;

/** The texts of findings: those of the page, and those of the steps in this folder. */
const FINDINGS: Readonly<Record<string, string>> = {
  ...TEXTS.findings,
  addresses: "{addresses}",
  noAddress: "The name {host} has no address ({problem}): check its spelling, or the DNS.",
  tcp: "{address} port {port}",
  tcpFailed: "No TCP connection ({problem}): nothing listens there, or a firewall is in between.",
  certificate:
    "{protocol}, certificate of {subject} by {issuer}, valid for {days} days, until {until}",
  untrusted: "The certificate of {subject} by {issuer}, valid until {until}, is not trusted " +
    "({problem}). {advice}",
  expired: "The certificate of {subject} by {issuer} expired on {until}. {advice}",
  otherName:
    "The certificate of {subject} by {issuer} is not for {host}, but for {names}. {advice}",
  unusable: "It speaks TLS, but its certificate cannot be used ({problem}), not even with " +
    "--insecure: its key may be too short (RSA below 2048 bits), or its algorithm outdated.",
  tlsRefused:
    "It speaks TLS, but refuses the handshake ({problem}): it may know only versions or " +
    "ciphers that are outdated, or require a client certificate.",
  tlsFailed: "No TLS ({problem}): the port may speak plain HTTP, for which the address is ws://.",
  got: "{status} {type} {server}",
  getFailed: "No answer ({problem}): the port may speak another protocol, or something is stuck.",
  opened101: "101 {server} {via}",
  refused: "{answer}. {why}",
  notHttp:
    "The answer is not valid HTTP ({problem}); if the port speaks TLS, the address is wss://.",
  badAccept: "101 with a wrong Sec-WebSocket-Accept or none: this is not a WebSocket server, " +
    "or a proxy changes the fields.",
  noSubprotocol: "101 with a subprotocol that was not offered, or with none ({problem}).",
  handshakeFailed:
    "No answer ({problem}): the server or a proxy does not understand the handshake, " +
    "or something is stuck.",
  idleHeld: "A connection was still alive after {seconds} s of silence.",
  pong: "A ping was answered.",
  noPong: "A ping was not answered ({problem}), although every endpoint must do so.",
  mute:
    "Not tried: the endpoint answers neither messages nor pings, which would show that it is alive.",
  notSilent: "Silence cannot be tested for longer than {quiet} s, since the endpoint sent " +
    "{messages} messages and {pings} pings. A connection was alive after {seconds} s.",
  droppedInUse:
    "A connection was dropped after {seconds} s, by {how}, although the endpoint sent {messages} " +
    "messages and {pings} pings, at most {quiet} s apart: a hop may expect some from the client.",
  idleDropped: "A silent connection was dropped after {seconds} s, by {how}. {culprit}",
};

/** The colors of outcomes on a terminal (ECMA-48 SGR). */
const COLORS = { passed: 32, failed: 31, noted: 33, skipped: 2 };

/** Returns the name of a step for people. */
export function nameOf(step: string): string {
  return nameStep(step, TEXTS.steps);
}

/** Returns a result as a line of the table. */
export function toLine(result: StepResult, isColored: boolean): string {
  const { step, outcome, ms } = result;
  const word = TEXTS.outcomes[outcome].padEnd(4);
  const shown = isColored ? `\x1b[${COLORS[outcome]}m${word}\x1b[0m` : word;
  const time = ms === undefined ? "" : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
  // Escaped before the colors are added, since values may be of hostile origin.
  const text = printable(describe(result, FINDINGS));
  return `${shown}  ${nameOf(step).padEnd(17)} ${time.padStart(8)}  ${text}`.trimEnd();
}

/** Returns the verdict on all steps in one sentence. */
export function toSummary(results: readonly StepResult[]): string {
  return summarize(results, TEXTS);
}

/** Returns whether no step has failed. */
export function hasPassed(results: readonly StepResult[]): boolean {
  return results.every(({ outcome }) => outcome !== "failed");
}

/** Returns all results as JSON, with control characters escaped. */
export function toJson(url: string, results: readonly StepResult[]): string {
  const steps = results.map((result) => ({ ...result, text: describe(result, FINDINGS) }));
  const report = { url, outcome: hasPassed(results) ? "passed" : "failed", steps };
  // The line breaks are layout: JSON.stringify escapes those in strings.
  return JSON.stringify(report, null, 2).split("\n").map(escapeControls).join("\n");
}
