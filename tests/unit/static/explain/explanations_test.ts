import { assertEquals } from "@std/assert";
import { Explanations } from "../../../../static/explain/explanations.js";
import type { Entry } from "../../../../static/types.ts";

const entry = (payload: Entry["payload"], direction: Entry["direction"] = "sent"): Entry => ({
  number: 1,
  direction,
  payload,
  bytes: payload.length,
  atMs: 0,
});

Deno.test("Explanations count messages of one kind that come together", () => {
  const explanations = new Explanations();
  for (let n = 0; n < 1000; n++) {
    explanations.addMessage(entry("x".repeat(n % 50)));
    explanations.addMessage(entry(new Uint8Array(200), "received"));
  }
  assertEquals(explanations.take(), [
    { name: "sent", isText: true, bytes: 49, count: 1000, atMs: 0, mayBeCompressed: false },
    { name: "received", isText: false, bytes: 200, count: 1000, atMs: 0, mayBeCompressed: false },
  ]);
  // What has been taken does not change, and other lengths and events separate.
  for (const payload of ["later", "x".repeat(126)]) explanations.addMessage(entry(payload));
  explanations.addEvent({ name: "closing" }, 5);
  explanations.addMessage(entry("later"));
  assertEquals(explanations.take().map(({ name }) => name), ["sent", "sent", "closing", "sent"]);
  assertEquals(explanations.take(), []);
});

Deno.test("Explanations keep the last hundred", () => {
  const explanations = new Explanations();
  for (let n = 1; n <= 250; n++) explanations.addEvent({ name: "waiting", attempt: n }, n);
  assertEquals(explanations.items.at(-1), { name: "waiting", attempt: 250, atMs: 250 });
  assertEquals([explanations.items.length, explanations.take().length], [100, 100]);
});
