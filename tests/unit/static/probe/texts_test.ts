import { assertEquals } from "@std/assert";
import { LANGUAGES } from "../../../../static/languages.js";
import { MESSAGE_STEPS } from "../../../../static/probe/steps.js";
import { describe, PROBE_TEXTS, summarize } from "../../../../static/probe/texts.js";

const blanksOf = (text: string) => text.match(/\{\w+\}/g)?.sort();

Deno.test("PROBE_TEXTS say the same in each language of the page, with the same blanks", () => {
  const { en } = PROBE_TEXTS;
  assertEquals(Object.keys(PROBE_TEXTS).sort(), Object.keys(LANGUAGES).sort());
  for (const [code, { summary, steps, findings }] of Object.entries(PROBE_TEXTS)) {
    assertEquals(Object.keys(summary), Object.keys(en.summary), code);
    assertEquals(Object.keys(steps), Object.keys(en.steps), code);
    assertEquals(Object.keys(findings), Object.keys(en.findings), code);
    for (const [name, text] of Object.entries(findings)) {
      const english = (en.findings as Record<string, string>)[name];
      assertEquals(blanksOf(text), blanksOf(english), `${code}.${name}`);
    }
  }
});

Deno.test("PROBE_TEXTS have a name for each step of the page", () => {
  const named = Object.keys(PROBE_TEXTS.en.steps);
  assertEquals(MESSAGE_STEPS.map(({ name }) => name).filter((name) => !named.includes(name)), []);
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
