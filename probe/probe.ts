import { ProbedPath } from "../static/probe/path.js";
import { probe } from "../static/probe/run.js";
import { MESSAGE_STEPS } from "../static/probe/steps.js";
import type { ProbeStep, StepResult } from "../static/types.ts";
import { findIdleTimeout } from "./idle.ts";
import { networkSteps } from "./network_steps.ts";
import { sendPing } from "./ping_step.ts";
import type { ProbeRequest } from "./request.ts";
import { fixedHeaders, openSocket } from "./ws_client.ts";

/** Fields that ws sends with values of its own. */
const CHANGING = /^(sec-websocket-(key|protocol|extensions))$/;

/** Tests the path to an echo endpoint, and yields what each step finds when it is done. */
export function probePath(request: ProbeRequest): {
  readonly names: readonly string[];
  readonly results: AsyncIterable<StepResult>;
} {
  const { url, headers, protocols, timeoutMs, idleMs } = request;
  const path = new ProbedPath({
    url: url.href,
    protocols,
    timeoutMs,
    open: (address, offered) => openSocket(request, address, offered),
    sentHeaders: { ...fixedHeaders(url), ...headers },
    mayAdd: (name) => CHANGING.test(name),
  });
  const steps: ProbeStep[] = [
    ...networkSteps(request, path),
    { name: "ping", run: () => sendPing(request, path) },
    ...MESSAGE_STEPS,
  ];
  if (idleMs !== undefined) {
    steps.push({ name: "idle", run: () => findIdleTimeout(request, path, idleMs) });
  }
  return { names: steps.map(({ name }) => name), results: probe(steps, path) };
}
