import { ProbedPath } from "../static/probe/path.js";
import { MESSAGE_STEPS, runSteps } from "../static/probe/steps.js";
import type { ProbeStep } from "../static/types.ts";
import { findIdleTimeout } from "./idle_step.ts";
import {
  checkCertificate,
  connectTcp,
  findAddress,
  getPage,
  isEco,
  openHandshake,
  sendPing,
} from "./network_steps.ts";
import { getStepName, hasPassed, toExchange, toJson, toLines, toSummary } from "./output.ts";
import { createHider, hideIn, type ProbedSocket, type ProbeRequest, showUrl } from "./request.ts";
import { fixedHeaders, ProbeSocket } from "./ws_client.ts";

/** Fields that ws sends with changing values. */
const CHANGING_FIELD = /^sec-websocket-(key|protocol|extensions)$/;

export interface OutputOptions {
  readonly asJson: boolean;
  /** Whether the table shows handshakes as they were sent: the first, and those that failed. */
  readonly isVerbose: boolean;
  readonly isTerminal: boolean;
  readonly isColored: boolean;
}

/** Probes a path, prints each result when it is there, and resolves with whether no step failed. */
export async function runProbe(
  request: ProbeRequest,
  { asJson, isVerbose, isTerminal, isColored }: OutputOptions,
): Promise<boolean> {
  let socket: ProbedSocket | undefined;
  const path = createPath({ ...request, onSocket: (opened) => socket = opened });
  const steps = listSteps(request, path);
  const results = [];
  const shownUrl = showUrl(request.url);
  const hide = createHider(request);
  const show = (step: ProbeStep | undefined) =>
    isTerminal && !asJson && step ? showProgress(step.name) : () => {};
  if (!asJson) console.log(`eco probe ${shownUrl}\n`);
  let clear = show(steps[0]);
  for await (const found of runSteps(steps, path)) {
    const result = hideIn(found, hide);
    results.push(result);
    clear();
    if (!asJson && result.finding !== "inVain") console.log(toLines(result, isColored));
    const isShown = result.step === "handshake" || socket?.failure !== undefined;
    if (isVerbose && !asJson && socket && isShown) console.log(toExchange(socket.wire, hide));
    socket = undefined;
    clear = show(steps[results.filter(({ step }) => step !== "limit").length]);
  }
  clear();
  const skipped = results.filter(({ finding }) => finding === "inVain").length;
  if (!asJson && skipped > 0) {
    console.log(`skip  ${skipped} more steps, which need the one that failed`);
  }
  console.log(asJson ? toJson(shownUrl, results) : `\n${toSummary(results)}`);
  return hasPassed(results);
}

function createPath(request: ProbeRequest): ProbedPath {
  const { url, headers, protocols, timeoutMs } = request;
  return new ProbedPath({
    url: url.href,
    protocols,
    timeoutMs,
    open: (address, offered, changed) => new ProbeSocket(request, address, offered, changed),
    isEco: () => isEco(request),
    sentHeaders: { ...fixedHeaders(url), ...headers },
    mayAdd: (name) => CHANGING_FIELD.test(name),
  });
}

/** Returns all steps: those that a browser does not show, and around them those of the page. */
function listSteps(request: ProbeRequest, path: ProbedPath): ProbeStep[] {
  const { url, idleMs } = request;
  const tls = { name: "TLS", run: () => checkCertificate(request), isNeeded: true };
  const steps: ProbeStep[] = [
    { name: "name", run: () => findAddress(request), isNeeded: true },
    { name: "TCP", run: () => connectTcp(request), isNeeded: true },
    ...url.protocol === "wss:" ? [tls] : [],
    { name: "GET", run: () => getPage(request, path) },
    { name: "handshake", run: () => openHandshake(request, path), isNeeded: true },
    { name: "ping", run: () => sendPing(request, path) },
    ...MESSAGE_STEPS,
  ];
  if (idleMs === undefined) return steps;
  return [...steps, { name: "idle", run: () => findIdleTimeout(request, path, idleMs) }];
}

/** Shows a step and its time so far on the last line of a terminal. Returns what clears the line. */
function showProgress(name: string): () => void {
  const startMs = performance.now();
  const timer = setInterval(() => {
    const seconds = Math.floor((performance.now() - startMs) / 1000);
    if (seconds > 0) writeNow(`\r…     ${getStepName(name)} for ${seconds} s`);
  }, 1000);
  return () => {
    clearInterval(timer);
    writeNow("\r\x1b[K");
  };
}

function writeNow(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(text));
}
