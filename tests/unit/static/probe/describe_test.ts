import { assertEquals } from "@std/assert";
import { PANEL_TEXTS as EN } from "../../../../static/i18n/en_panels.js";
import { PANEL_TEXTS as ES } from "../../../../static/i18n/es_panels.js";
import { describe, summarize } from "../../../../static/probe/describe.js";
import type { StepResult } from "../../../../static/types.ts";

const result = (step: string, outcome: StepResult["outcome"], finding = "same"): StepResult => {
  const values = { min: 0.061_94, p50: 1234.5, p95: 2, p99: 3, jitter: 0 };
  return { step, outcome, finding, values };
};

Deno.test("describe() fills in values, and rounds them", () => {
  const times = result("roundTrips", "passed", "roundTrips");
  const english = "min 0.0619 · p50 1230 · p95 2 · p99 3 · jitter 0 ms";
  const spanish = "mín 0,0619 · p50 1230 · p95 2 · p99 3 · fluctuación 0 ms";
  assertEquals(describe(times, EN.probe.findings), english);
  assertEquals(describe(times, ES.probe.findings, "es"), spanish);
});

Deno.test("summarize() counts what was tried, and names what failed", () => {
  const results = [result("text", "passed"), result("report", "skipped"), result("two", "noted")];
  const silent = result("unicode", "skipped", "needsEcho");
  const failed = [result("order", "failed"), result("other", "failed")];
  const noEcho =
    "WebSockets work on this connection. The endpoint is not an echo server. 1 passed, 1 note, 2 skipped.";
  const spanish = "2 con fallo (10 000 mensajes, other), 1 bien, 1 nota, 1 omitidos.";
  assertEquals(summarize(results, EN.probe), "1 passed, 1 note, 1 skipped.");
  assertEquals(summarize([...results, silent], EN.probe), noEcho);
  assertEquals(summarize([...results, ...failed], ES.probe), spanish);
});
