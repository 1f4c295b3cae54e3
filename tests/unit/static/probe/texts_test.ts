import { assertEquals } from "@std/assert";
import { describe, PROBE_TEXTS, summarize } from "../../../../static/probe/texts.js";

const blanksOf = (text: string) => text.match(/\{\w+\}/g)?.sort();

Deno.test("PROBE_TEXTS say the same in each language, with the same blanks", () => {
  const { en, es } = PROBE_TEXTS;
  assertEquals(Object.keys(es.steps), Object.keys(en.steps));
  assertEquals(Object.keys(es.findings), Object.keys(en.findings));
  assertEquals(Object.keys(es.summary), Object.keys(en.summary));
  for (const [name, text] of Object.entries(en.findings)) {
    assertEquals(blanksOf((es.findings as Record<string, string>)[name]), blanksOf(text), name);
  }
});

Deno.test("describe() fills in values, and rounds them", () => {
  const values = { min: 0.061_94, p50: 1234.5, p95: 2, p99: 3, jitter: 0 };
  const result = { step: "roundTrips", outcome: "passed", finding: "roundTrips", values } as const;
  assertEquals(
    describe(result, PROBE_TEXTS.en.findings),
    "min 0.0619 · p50 1230 · p95 2 · p99 3 · jitter 0 ms",
  );
  assertEquals(
    describe(result, PROBE_TEXTS.es.findings, "es"),
    "mín 0,0619 · p50 1230 · p95 2 · p99 3 · fluctuación 0 ms",
  );
});

Deno.test("summarize() counts what was tried, and names what failed", () => {
  const result = (step: string, outcome: "passed" | "failed" | "noted" | "skipped") => ({
    step,
    outcome,
    finding: "same",
    values: {},
  });
  const results = [result("text", "passed"), result("report", "skipped"), result("two", "noted")];
  assertEquals(summarize(results, PROBE_TEXTS.en), "All 2 steps passed.");
  const silent = { ...result("unicode", "skipped"), finding: "needsEcho" };
  assertEquals(
    summarize([...results, silent], PROBE_TEXTS.en),
    "WebSocket passes this path; the endpoint is no echo. None of 2 steps failed.",
  );
  results.push(result("order", "failed"), result("other", "failed"));
  assertEquals(
    summarize(results, PROBE_TEXTS.es),
    "2 de 4 pasos fallaron: 10 000 mensajes, other.",
  );
});
