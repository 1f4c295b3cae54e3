import { assertEquals, assertStringIncludes } from "@std/assert";
import { passes, SAVE_FORMATS, Transcript } from "../../../static/transcript.js";

const URL = "ws://127.0.0.1:8765/";
const NOON = Date.UTC(2026, 0, 1, 12);

function session(): Transcript {
  const transcript = new Transcript();
  transcript.add("sent", "Hola", NOON);
  transcript.add("received", "echo: Hola\n<b>", NOON + 5, 5);
  transcript.add("sent", new Uint8Array([0, 255]), NOON + 9);
  return transcript;
}

Deno.test("Transcript numbers what it takes in and counts its bytes", () => {
  const { entries, dropped } = session();
  assertEquals(entries.map(({ number, bytes }) => [number, bytes]), [[1, 4], [2, 14], [3, 2]]);
  assertEquals(dropped, 0);
});

Deno.test("Transcript gives the last that pass a filter, and how many pass", () => {
  const transcript = session();
  const all = { text: "", direction: "all", upTo: Infinity } as const;
  assertEquals(transcript.last(all, 2).entries.map(({ number }) => number), [2, 3]);
  assertEquals(transcript.last(all, 2).total, 3);
  assertEquals(transcript.last({ ...all, text: "hOLA" }, 9).total, 2);
  assertEquals(transcript.last({ ...all, direction: "received" }, 9).total, 1);
  assertEquals(transcript.last({ ...all, upTo: 2 }, 9).total, 2);
});

Deno.test("Transcript keeps a limited number and knows how many it dropped", () => {
  const transcript = new Transcript();
  for (let n = 0; n <= 100_000; n++) transcript.add("sent", `${n}`, NOON);
  assertEquals(transcript.dropped, 10_001);
  assertEquals(transcript.entries.length, 90_000);
  assertEquals(transcript.entries[0].number, transcript.dropped + 1);
  transcript.clear();
  assertEquals([transcript.entries.length, transcript.dropped], [0, 0]);
});

Deno.test("Transcript keeps a limited number of bytes", () => {
  const transcript = new Transcript();
  const payload = new Uint8Array(25_000_000);
  for (let n = 0; n < 9; n++) transcript.add("sent", payload, NOON);
  assertEquals([transcript.dropped, transcript.entries.length], [1, 8]);
  for (let n = 0; n < 100; n++) transcript.add("sent", "", NOON);
  // Most of what has to go is in the last of the messages.
  for (let n = 0; n < 2; n++) transcript.add("sent", new Uint8Array(150_000_000), NOON);
  assertEquals(transcript.entries.map(({ bytes }) => bytes), [150_000_000]);
});

Deno.test("passes() looks into binary by its bytes", () => {
  const [, , binary] = session().entries;
  assertEquals(passes(binary, { text: "\xff", direction: "all", upTo: 3 }), true);
  assertEquals(passes(binary, { text: "x", direction: "all", upTo: 3 }), false);
});

Deno.test("SAVE_FORMATS.json writes the whole session", () => {
  const saved = JSON.parse(SAVE_FORMATS.json.write(session(), URL));
  assertEquals([saved.url, saved.dropped, saved.messages.length], [URL, 0, 3]);
  assertEquals(saved.messages[1], {
    time: "2026-01-01T12:00:00.005Z",
    direction: "received",
    bytes: 14,
    roundTripMs: 5,
    text: "echo: Hola\n<b>",
  });
  assertEquals(saved.messages[2].base64, "AP8=");
});

Deno.test("SAVE_FORMATS.ndjson writes a line for each message", () => {
  const lines = SAVE_FORMATS.ndjson.write(session()).split("\n");
  assertEquals(lines.length, 4);
  assertEquals(JSON.parse(lines[0]).text, "Hola");
});

Deno.test("SAVE_FORMATS.txt writes the address and what a reader needs", () => {
  const text = SAVE_FORMATS.txt.write(session(), URL);
  assertStringIncludes(text, `${URL}\n2026-01-01T12:00:00.000Z > Hola\n`);
  assertStringIncludes(text, "Z < echo: Hola\n<b>\n");
  assertStringIncludes(text, "Z > base64:AP8=\n");
});
