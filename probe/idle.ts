import { culpritOf, divide, isNear } from "./likely_proxy.ts";
import { ProbeFailure } from "../static/probe/connection.js";
import type { ProbedPath } from "../static/probe/path.js";
import type { ProbeOutcome } from "../static/types.ts";
import type { ProbeRequest } from "./request.ts";
import { beSilent, type Silence } from "./silence.ts";

/** The span in between is divided into so many parts at a time, by connections side by side. */
const PARTS = 8;

/** Finds out after how long the path drops a connection that is silent, if it does within a limit. */
export async function findIdleTimeout(
  request: ProbeRequest,
  path: ProbedPath,
  limitMs: number,
): Promise<ProbeOutcome> {
  const { isEcho } = path;
  if (!isEcho && !path.answersPings) return { outcome: "skipped", finding: "mute", values: {} };
  const url = path.report ? path.ask({ idle: "0" }) : request.url.href;
  let bounds = { aliveMs: 0, deadMs: limitMs };
  let times = [...divide(bounds, PARTS), limitMs];
  for (;;) {
    const silences = await Promise.all(times.map((ms) => beSilent(request, url, { ms, isEcho })));
    const told = silences.find(({ end }) => end !== undefined);
    if (told) {
      throw isSilent(told) ? dropped(told.quietMs, told.end!, told.byEndpoint) : interrupted(told);
    }
    const alive = silences.filter(({ isAlive }) => isAlive).map(({ ms }) => ms);
    const dead = silences.filter(({ isAlive }) => !isAlive).map(({ ms }) => ms);
    const held = silences.find(({ isAlive, ms }) => isAlive && ms === limitMs);
    if (held && isSilent(held)) return { finding: "idleHeld", values: valuesOf(held) };
    if (held) return { outcome: "noted", finding: "notSilent", values: valuesOf(held) };
    bounds = {
      aliveMs: Math.max(bounds.aliveMs, ...alive),
      deadMs: Math.min(bounds.deadMs, ...dead),
    };
    if (isNear(bounds)) throw dropped(bounds.deadMs, "nothing: the next message was lost");
    times = divide(bounds, PARTS);
  }
}

/** Returns whether the other end has been as good as silent too; a greeting does not count. */
function isSilent({ ms, quietMs }: Silence): boolean {
  return quietMs >= ms * 0.9;
}

function valuesOf({ ms, quietMs, pings, messages }: Silence): Record<string, number> {
  return { seconds: ms / 1000, quiet: quietMs / 1000, pings, messages };
}

function interrupted(silence: Silence): ProbeFailure {
  return new ProbeFailure("droppedInUse", { ...valuesOf(silence), how: silence.end! });
}

function dropped(ms: number, how: string, byEndpoint = false): ProbeFailure {
  const known = culpritOf(ms);
  const culprit = byEndpoint
    ? "A close frame comes from the endpoint, not from a proxy."
    : known
    ? `Known for that: ${known}.`
    : "Nobody is known for that: look for a time-out of this length at each hop.";
  return new ProbeFailure("idleDropped", { seconds: ms / 1000, how, culprit });
}
