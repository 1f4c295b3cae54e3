import { ProbeFailure } from "../static/probe/connection.js";
import type { ProbedPath } from "../static/probe/path.js";
import type { ProbeOutcome } from "../static/types.ts";
import { likelyProxy } from "./likely_proxy.ts";
import type { ProbeRequest } from "./request.ts";
import { errorCode } from "./sockets.ts";
import { leave, openSocket } from "./ws_client.ts";

/** How many connections at a time search for the time-out; they divide the span between them. */
const PARTS = 8;

/** What became of a connection on which the probe was silent. */
interface Silence {
  /** How long the probe was silent, in milliseconds. */
  readonly ms: number;
  /** Whether the connection was alive after that. */
  readonly isAlive: boolean;
  /** How it ended; none if the end came without a sign, some time before the check. */
  readonly end?: string;
  /** Whether the endpoint itself ended it, by a close frame. */
  readonly byEndpoint?: boolean;
  /** How many pings, and how many messages, the other end sent meanwhile. */
  readonly pings: number;
  readonly messages: number;
  /** The longest time without either, in milliseconds. */
  readonly quietMs: number;
}

/**
 * Finds out whether the path drops a silent connection within a limit, and after how long.
 *
 * Connections that are silent for different times run side by side. If one is told of its end, that
 * time is exact; otherwise the search narrows down to the time after which connections are dead.
 */
export async function findIdleTimeout(
  request: ProbeRequest,
  path: ProbedPath,
  limitMs: number,
): Promise<ProbeOutcome> {
  if (!path.isEcho && !path.answersPings) {
    return { outcome: "skipped", finding: "mute", values: {} };
  }
  let bounds = { aliveMs: 0, deadMs: limitMs };
  let times = [...divide(bounds), limitMs];
  for (;;) {
    const silences = await Promise.all(times.map((ms) => beSilent(request, path, ms)));
    const ended = silences.find(({ end }) => end !== undefined);
    if (ended) {
      throw isQuiet(ended)
        ? dropped(ended.quietMs, ended.end!, ended.byEndpoint)
        : new ProbeFailure("droppedInUse", { ...valuesOf(ended), how: ended.end! });
    }
    const held = silences.find(({ isAlive, ms }) => isAlive && ms === limitMs);
    if (held && isQuiet(held)) return { finding: "idleHeld", values: valuesOf(held) };
    if (held) return { outcome: "noted", finding: "notSilent", values: valuesOf(held) };
    const alive = silences.filter(({ isAlive }) => isAlive).map(({ ms }) => ms);
    const dead = silences.filter(({ isAlive }) => !isAlive).map(({ ms }) => ms);
    bounds = {
      aliveMs: Math.max(bounds.aliveMs, ...alive),
      deadMs: Math.min(bounds.deadMs, ...dead),
    };
    if (bounds.deadMs - bounds.aliveMs <= Math.max(500, bounds.deadMs / 50)) {
      throw dropped(bounds.deadMs, "nothing: the next message was lost");
    }
    times = divide(bounds);
  }
}

/** Returns the times that divide the span between two bounds into equal parts. */
function divide({ aliveMs, deadMs }: { aliveMs: number; deadMs: number }): number[] {
  const partMs = (deadMs - aliveMs) / PARTS;
  return Array.from({ length: PARTS - 1 }, (_, index) => aliveMs + partMs * (index + 1));
}

/** Returns whether the other end was silent too, but for a greeting. */
function isQuiet({ ms, quietMs }: Silence): boolean {
  return quietMs >= ms * 0.9;
}

function valuesOf({ ms, quietMs, pings, messages }: Silence): Record<string, number> {
  return { seconds: ms / 1000, quiet: quietMs / 1000, pings, messages };
}

function dropped(ms: number, how: string, byEndpoint = false): ProbeFailure {
  const seconds = ms / 1000;
  const proxy = likelyProxy(ms);
  const culprit = byEndpoint
    ? "A close frame comes from the endpoint, not from a proxy."
    : proxy
    ? `This is the default of: ${proxy}.`
    : "Not a well-known default: look for a time-out of this length at each hop.";
  return new ProbeFailure("idleDropped", { seconds, how, culprit });
}

/** Opens a connection, is silent for a time, and then checks whether the connection is alive. */
function beSilent(request: ProbeRequest, path: ProbedPath, ms: number): Promise<Silence> {
  const { promise, resolve, reject } = Promise.withResolvers<Silence>();
  // The pings of eco would keep the connection alive.
  const url = path.report ? path.withBehaviors({ idle: "0" }) : request.url.href;
  const socket = openSocket(request, url, request.protocols);
  const heard = { pings: 0, messages: 0, quietMs: 0 };
  let openedAtMs = 0;
  let heardAtMs = 0;
  /** None until the connection has opened. */
  let timer: ReturnType<typeof setTimeout> | undefined;
  let problem = "";
  let isChecking = false;
  let isAlive = false;
  socket.on("open", () => {
    openedAtMs = heardAtMs = performance.now();
    timer = setTimeout(check, ms);
  });
  socket.on("ping", () => note("pings"));
  socket.on("message", () => isChecking ? succeed() : note("messages"));
  socket.on("pong", () => isChecking && succeed());
  socket.on("error", (error) => problem = errorCode(error));
  socket.on("close", (code, reason) => {
    if (!timer) return reject(new ProbeFailure("handshakeFailed", { problem }));
    clearTimeout(timer);
    // If the end shows only when the connection is used, it came some time before.
    if (isChecking) return resolve({ ms, isAlive, ...heard });
    note();
    const end = describeEnd(code, new TextDecoder().decode(reason), problem);
    const silentMs = heardAtMs - openedAtMs;
    resolve({ ms: silentMs, isAlive: false, end, byEndpoint: code !== 1006, ...heard });
  });

  function note(what?: "pings" | "messages"): void {
    if (what) heard[what] += 1;
    const nowMs = performance.now();
    heard.quietMs = Math.max(heard.quietMs, nowMs - heardAtMs);
    heardAtMs = nowMs;
  }

  function check(): void {
    note();
    isChecking = true;
    timer = setTimeout(() => socket.terminate(), request.timeoutMs);
    if (path.isEcho) socket.send("still there?");
    else socket.ping();
  }

  function succeed(): void {
    isAlive = true;
    leave(socket);
  }
  return promise;
}

function describeEnd(code: number, reason: string, problem: string): string {
  if (code !== 1006) return `close code ${code} ${reason}`.trim();
  return problem === "ECONNRESET" ? "a reset" : "the end of TCP without a close frame";
}
