import { startOf } from "../static/probe/checks.js";
import { ProbeConnection, ProbeFailure } from "../static/probe/connection.js";
import type { ProbedPath } from "../static/probe/path.js";
import type { ProbeOutcome } from "../static/types.ts";
import { likelyProxy } from "./causes.ts";
import type { ProbeRequest } from "./request.ts";
import type { ProbeSocket } from "./ws_client.ts";

/** How many connections at a time search for the time-out; they divide the span between them. */
const PARTS = 8;

type End = "closeFrame" | "reset" | "tcp" | "nothing";

/** What became of a connection on which the probe was silent. */
interface Silence {
  /** How long the probe was silent, in milliseconds. */
  readonly ms: number;
  /** Whether the connection was alive after that. */
  readonly isAlive: boolean;
  /** How it ended; none if the end came without a sign, some time before the check. */
  readonly end?: { readonly end: End; readonly code: number; readonly reason: string };
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
  // If a limit allows few connections, they come one after the other.
  let parts = path.limit ? 1 : PARTS;
  let times = [...divide(bounds, parts), limitMs];
  for (;;) {
    const opened = await openAll(request, path, times.length);
    if (opened.length < times.length) {
      parts = 1;
      times = times.slice(-1);
    }
    const silences = await Promise.all(
      times.map((ms, index) => beSilent(opened[index], { request, path, ms })),
    );
    const ended = silences.find(({ end }) => end !== undefined);
    if (ended) {
      throw isQuiet(ended)
        ? dropped(ended.quietMs, ended.end!)
        : new ProbeFailure("droppedInUse", { ...toValues(ended), ...ended.end! });
    }
    const held = silences.find(({ isAlive, ms }) => isAlive && ms === limitMs);
    if (held && isQuiet(held)) return { finding: "idleHeld", values: toValues(held) };
    if (held) return { outcome: "noted", finding: "notSilent", values: toValues(held) };
    const alive = silences.filter(({ isAlive }) => isAlive).map(({ ms }) => ms);
    const dead = silences.filter(({ isAlive }) => !isAlive).map(({ ms }) => ms);
    bounds = {
      aliveMs: Math.max(bounds.aliveMs, ...alive),
      deadMs: Math.min(bounds.deadMs, ...dead),
    };
    if (bounds.deadMs - bounds.aliveMs <= Math.max(500, bounds.deadMs / 50)) {
      throw dropped(bounds.deadMs, { end: "nothing", code: 1006, reason: "" });
    }
    times = divide(bounds, Math.max(parts, 2));
  }
}

/** Returns the times that divide the span between two bounds into equal parts. */
function divide(
  { aliveMs, deadMs }: { aliveMs: number; deadMs: number },
  parts: number,
): number[] {
  const partMs = (deadMs - aliveMs) / parts;
  return Array.from({ length: parts - 1 }, (_, index) => aliveMs + partMs * (index + 1));
}

/** Returns whether the other end was silent too, but for a greeting. */
function isQuiet({ ms, quietMs }: Silence): boolean {
  return quietMs >= ms * 0.9;
}

function toValues({ ms, quietMs, pings, messages }: Silence): Record<string, number> {
  return { seconds: ms / 1000, quiet: quietMs / 1000, pings, messages };
}

function dropped(ms: number, end: NonNullable<Silence["end"]>): ProbeFailure {
  const likely = likelyProxy(ms) ?? "";
  const known = likely ? "knownTimeout" : "otherTimeout";
  const cause = end.end === "closeFrame" ? "closedByEndpoint" : known;
  return new ProbeFailure("idleDropped", { seconds: ms / 1000, ...end, likely }, cause);
}

/** Opens connections; if a limit refuses some, only the first stays open. */
async function openAll(
  request: ProbeRequest,
  path: ProbedPath,
  count: number,
): Promise<ProbeConnection[]> {
  // The pings of eco would keep the connections alive.
  const url = path.report ? path.withBehaviors({ idle: "0" }) : request.url.href;
  const opened = [await ProbeConnection.open(path, { url })];
  try {
    while (opened.length < count) opened.push(await ProbeConnection.open(path, { url }));
  } catch (failure) {
    if ((failure as ProbeFailure).finding !== "limited") throw failure;
  }
  if (opened.length === count) return opened;
  await Promise.all(opened.splice(1).map((connection) => connection.leave()));
  return opened;
}

/** Is silent on a connection for a time, and then checks whether it is alive. */
function beSilent(
  connection: ProbeConnection,
  { request, path, ms }: { request: ProbeRequest; path: ProbedPath; ms: number },
): Promise<Silence> {
  const { promise, resolve } = Promise.withResolvers<Silence>();
  const socket = connection.socket as ProbeSocket;
  const heard = { pings: 0, messages: 0, quietMs: 0 };
  const startMs = performance.now();
  let heardAtMs = startMs;
  let timer = setTimeout(check, ms);
  let isChecking = false;
  let isAlive = false;
  socket.on("ping", () => note("pings"));
  socket.on("message", () => isChecking ? succeed() : note("messages"));
  socket.on("pong", () => isChecking && succeed());
  socket.on("close", (code, reason) => end(code, new TextDecoder().decode(reason)));
  // Others opened after it, and it may not have waited for them.
  if (socket.readyState === socket.CLOSED) {
    end(socket.closeFrame?.code ?? 1006, socket.closeFrame?.reason ?? "");
  }

  function end(code: number, reason: string): void {
    clearTimeout(timer);
    // If the end shows only when the connection is used, it came some time before.
    if (isChecking) return resolve({ ms, isAlive, ...heard });
    note();
    const silentMs = heardAtMs - startMs;
    const end = code !== 1006
      ? "closeFrame"
      : socket.wire.problem === "ECONNRESET"
      ? "reset"
      : "tcp";
    const values = { end, code, reason: startOf(reason) } as const;
    resolve({ ms: silentMs, isAlive: false, end: values, ...heard });
  }

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
    connection.leave();
  }
  return promise;
}
