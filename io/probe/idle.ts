import { culpritOf, divide, isNear } from "../../core/idle.ts";
import { ProbeFailure } from "../../static/probe/connection.js";
import type { ProbedPath } from "../../static/probe/path.js";
import type { ProbeOutcome } from "../../static/types.ts";
import type { ProbeRequest } from "./request.ts";
import { beSilent } from "./silence.ts";

/** The span in between is divided into so many parts at a time, by connections side by side. */
const PARTS = 8;

/** Finds out after how long the path drops a connection that is silent, if it does within a limit. */
export async function findIdleTimeout(
  request: ProbeRequest,
  path: ProbedPath,
  limitMs: number,
): Promise<ProbeOutcome> {
  const url = path.report ? path.ask({ idle: "0" }) : request.url.href;
  let bounds = { aliveMs: 0, deadMs: limitMs };
  let times = [...divide(bounds, PARTS), limitMs];
  for (;;) {
    const silences = await Promise.all(times.map((ms) => beSilent(request, url, ms)));
    const told = silences.find(({ end }) => end !== undefined);
    if (told) throw dropped(told.ms, told.end!, told.byEndpoint);
    const alive = silences.filter(({ isAlive }) => isAlive).map(({ ms }) => ms);
    const dead = silences.filter(({ isAlive }) => !isAlive).map(({ ms }) => ms);
    if (alive.includes(limitMs)) {
      const pings = Math.max(...silences.map(({ pings }) => pings));
      const values = { seconds: limitMs / 1000, pings };
      return pings > 0
        ? { outcome: "noted", finding: "pinged", values }
        : { finding: "idleHeld", values };
    }
    bounds = {
      aliveMs: Math.max(bounds.aliveMs, ...alive),
      deadMs: Math.min(bounds.deadMs, ...dead),
    };
    if (isNear(bounds)) throw dropped(bounds.deadMs, "nothing: the next message was lost");
    times = divide(bounds, PARTS);
  }
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
