import { assertEquals } from "@std/assert";
import { passes, SAVE_FORMATS, Transcript } from "../../../static/transcript.js";

const URL = "ws://127.0.0.1:8765/";
const NOON = Date.UTC(2026, 0, 1, 12);
const ALL = { text: "", direction: "all", upTo: Infinity } as const;

function session(): Transcript {
  const transcript = new Transcript();
  transcript.add("sent", "Hola", NOON);
  transcript.add("received", "echo: Hola\n<b>", NOON + 5, 5);
  transcript.add("sent", new Uint8Array([0, 255]), NOON + 9);
  return transcript;
}

Deno.test("Transcript numbers messages, counts bytes, and returns those that pass a filter", () => {
  const transcript = session();
  const { entries, dropped } = transcript;
  assertEquals(entries.map(({ number, bytes }) => [number, bytes]), [[1, 4], [2, 14], [3, 2]]);
  assertEquals(dropped, 0);
  assertEquals(transcript.last(ALL, 2).entries.map(({ number }) => number), [2, 3]);
  const changes = [{}, { text: "hOLA" }, { direction: "received" }, { upTo: 2 }] as const;
  const totals = changes.map((change) => transcript.last({ ...ALL, ...change }, 9).total);
  assertEquals(totals, [3, 2, 1, 2]);
  // Binary is searched by its bytes.
  assertEquals(["\xff", "x"].map((text) => passes(entries[2], { ...ALL, text })), [true, false]);
});

Deno.test("Transcript keeps a limited number of messages and of bytes", () => {
  const transcript = new Transcript();
  for (let n = 0; n <= 100_000; n++) transcript.add("sent", `${n}`, NOON);
  assertEquals([transcript.dropped, transcript.entries.length], [10_001, 90_000]);
  assertEquals(transcript.entries[0].number, transcript.dropped + 1);
  transcript.clear();
  assertEquals([transcript.entries.length, transcript.dropped], [0, 0]);
  const payload = new Uint8Array(25_000_000);
  for (let n = 0; n < 9; n++) transcript.add("sent", payload, NOON);
  assertEquals([transcript.dropped, transcript.entries.length], [1, 8]);
  for (let n = 0; n < 100; n++) transcript.add("sent", "", NOON);
  // Most of what must go is in the last of the messages.
  for (let n = 0; n < 2; n++) transcript.add("sent", new Uint8Array(150_000_000), NOON);
  assertEquals(transcript.entries.map(({ bytes }) => bytes), [150_000_000]);
});

Deno.test("SAVE_FORMATS write the whole session", () => {
  const { json, ndjson, txt } = SAVE_FORMATS;
  const messages = [
    { time: "2026-01-01T12:00:00.000Z", direction: "sent", bytes: 4, text: "Hola" },
    {
      time: "2026-01-01T12:00:00.005Z",
      direction: "received",
      bytes: 14,
      roundTripMs: 5,
      text: "echo: Hola\n<b>",
    },
    { time: "2026-01-01T12:00:00.009Z", direction: "sent", bytes: 2, base64: "AP8=" },
  ];
  assertEquals(JSON.parse(json.write(session(), URL)), { url: URL, dropped: 0, messages });
  const lines = ndjson.write(session()).trimEnd().split("\n");
  assertEquals(lines.map((line) => JSON.parse(line)), messages);
  const [first, second, third] = messages.map(({ time }) => time);
  assertEquals(
    txt.write(session(), URL),
    `${URL}\n${first} > Hola\n${second} < echo: Hola\n<b>\n${third} > base64:AP8=\n`,
  );
});
