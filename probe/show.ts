import { escapeControls, printable } from "../server/policy/printable.ts";
import { describe, PROBE_TEXTS } from "../static/probe/texts.js";
import type { StepResult } from "../static/types.ts";

/** What the steps find, for the command line. */
const FINDINGS: Readonly<Record<string, string>> = {
  ...PROBE_TEXTS.en.findings,
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
    "--insecure: its key may be too short (RSA below 2048 bits), or its kind out of use.",
  tlsRefused:
    "It speaks TLS, but refuses the handshake ({problem}): it may know only versions or " +
    "ciphers out of use, or want a certificate of the client.",
  tlsFailed: "No TLS ({problem}): the port may speak plain HTTP, for which the address is ws://.",
  got: "{status} {type} {server}",
  getFailed: "No answer ({problem}): the port may speak another protocol, or something is stuck.",
  opened101: "101 {server} {via}",
  refused: "{answer}. {why}",
  notHttp:
    "What answers does not speak proper HTTP ({problem}); if it is TLS, the address is wss://.",
  badAccept:
    "101 with a wrong Sec-WebSocket-Accept or none: what answers is no WebSocket server, " +
    "or a proxy changes the fields.",
  noSubprotocol: "101 with another subprotocol than those offered, or none ({problem}).",
  handshakeFailed:
    "No answer ({problem}): the server or a proxy does not know what to do with it, " +
    "or something is stuck.",
  idleHeld: "A connection that was silent for {seconds} s was alive.",
  pong: "A ping was answered.",
  noPong: "A ping was not answered ({problem}), as any endpoint has to.",
  mute: "Not tried: neither messages nor pings are answered, which would tell who is still there.",
  notSilent: "Silence cannot be tested for longer than {quiet} s, since the endpoint sent " +
    "{messages} messages and {pings} pings. A connection was alive after {seconds} s.",
  droppedInUse:
    "A connection was dropped after {seconds} s, by {how}, although the endpoint sent {messages} " +
    "messages and {pings} pings, at most {quiet} s apart: somebody may wait for some from here.",
  idleDropped: "A silent connection was dropped after {seconds} s, by {how}. {culprit}",
};

/** The colours of outcomes on a terminal (ECMA-48 SGR). */
const COLORS = { passed: 32, failed: 31, noted: 33, skipped: 2 };

/** Returns what a step is called; those of the command line alone by their own name. */
export function nameOf(step: string): string {
  const names: Readonly<Record<string, string>> = PROBE_TEXTS.en.steps;
  return names[step] ?? step;
}

/** Returns a result as a line to read. */
export function toLine(result: StepResult, isColored: boolean): string {
  const { step, outcome, ms } = result;
  const word = PROBE_TEXTS.en.outcomes[outcome].padEnd(4);
  const shown = isColored ? `\x1b[${COLORS[outcome]}m${word}\x1b[0m` : word;
  const time = ms === undefined ? "" : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
  // Values can come from anybody, colours only from here.
  const text = printable(describe(result, FINDINGS));
  return `${shown}  ${nameOf(step).padEnd(17)} ${time.padStart(8)}  ${text}`.trimEnd();
}

/** Returns whether no step has failed. */
export function hasPassed(results: readonly StepResult[]): boolean {
  return results.every(({ outcome }) => outcome !== "failed");
}

/** Returns all results as JSON for programs; what could harm a terminal is escaped there too. */
export function toJson(url: string, results: readonly StepResult[]): string {
  const steps = results.map((result) => ({ ...result, text: describe(result, FINDINGS) }));
  const report = { url, outcome: hasPassed(results) ? "passed" : "failed", steps };
  // Line breaks are layout there, and JSON.stringify escapes those in strings by itself.
  return JSON.stringify(report, null, 2).split("\n").map(escapeControls).join("\n");
}
