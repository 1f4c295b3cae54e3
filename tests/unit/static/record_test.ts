import { assert, assertEquals } from "@std/assert";
import { NO_FILTER, parsePattern, passes, Record } from "../../../static/record.js";
import { readSession, SAVE_FORMATS } from "../../../static/session_file.js";

const URL = "ws://127.0.0.1:8765/";
const NOON = Date.UTC(2026, 0, 1, 12);
const FACTS = { atMs: NOON, url: URL, protocol: "chat", extensions: "" };

const sent = (payload: string | Uint8Array<ArrayBuffer>) =>
  ({ kind: "sent", payload, url: URL, atMs: NOON }) as const;

function session(): Record {
  const record = new Record();
  record.add({ ...FACTS, kind: "event", event: { name: "opening" } });
  record.add({ ...FACTS, kind: "event", event: { name: "open" }, tookMs: 3 });
  record.add(sent("Hola"));
  const payload = "echo: Hola\n<b>";
  record.add({ kind: "received", payload, url: URL, atMs: NOON + 5, roundTripMs: 5 });
  record.add(sent(new Uint8Array([0, 255])));
  const ending = { code: 1001, reason: "bye", by: "server", opened: true } as const;
  record.add({ ...FACTS, kind: "event", event: { name: "closedByServer", ending } });
  return record;
}

Deno.test("a filter passes entries by kind, text, expression, or the reverse", () => {
  const { entries } = session();
  const cases: [Partial<typeof NO_FILTER>, numbers: number[]][] = [
    [{}, [2, 3, 4, 5, 6]], // The next event says more than "opening".
    [{ text: "hOLA" }, [3, 4]],
    [{ text: "/^H.la$/" }, [3]],
    [{ text: "/^h.la$/i" }, [3]],
    [{ text: "/^H.la$/gy" }, [3]],
    [{ text: "hola", isHiding: true }, [2, 5, 6]],
    [{ kind: "event" }, [2, 6]],
    [{ kind: "sent" }, [3, 5]],
    [{ text: "1001" }, [6]],
    [{ text: "\xff" }, [5]], // Binary is searched by its bytes.
    [{ text: "/(/" }, [2, 3, 4, 5, 6]],
    [{ text: "<b>" }, [4]],
  ];
  for (const [changes, numbers] of cases) {
    const filter = { ...NO_FILTER, ...changes };
    const { pattern } = parsePattern(filter.text);
    const passing = entries.filter((entry) => passes(entry, filter, pattern));
    assertEquals(passing.map(({ number }) => number), numbers, JSON.stringify(changes));
  }
  assert(parsePattern("/(/").problem);
});

Deno.test("Record keeps a limited number of entries and of bytes", () => {
  const record = new Record();
  for (let n = 0; n <= 100_000; n++) record.add(sent(`${n}`));
  assertEquals([record.dropped, record.entries.length], [10_001, 90_000]);
  assertEquals(record.entries[0].number, record.dropped + 1);
  record.clear();
  assertEquals([record.entries.length, record.dropped], [0, 0]);
  const payload = new Uint8Array(25_000_000);
  for (let n = 0; n < 9; n++) record.add(sent(payload));
  assertEquals([record.dropped, record.entries.length], [1, 8]);
  for (let n = 0; n < 100; n++) record.add(sent(""));
  // Most of what must go is in the last of the messages.
  for (let n = 0; n < 2; n++) record.add(sent(new Uint8Array(150_000_000)));
  assertEquals(record.entries.length, 1);
});

Deno.test("a record that was cleared comes back in front of newer entries", () => {
  const record = session();
  const restore = record.clear();
  record.add(sent("newer"));
  restore();
  assertEquals(record.entries.map(({ number }) => number), [1, 2, 3, 4, 5, 6, 7]);
  const last = record.entries[6];
  assertEquals(last.kind === "sent" && last.payload, "newer");
});

Deno.test("a saved session has each connection with its messages, and can be read again", () => {
  const record = session();
  const { json, ndjson, txt } = SAVE_FORMATS;
  const { connections, dropped } = JSON.parse(json.write(record));
  assertEquals(dropped, 0);
  assertEquals(connections.length, 1);
  const [{ url, protocol, rows }] = connections;
  assertEquals([url, protocol], [URL, "chat"]);
  assertEquals(rows[2], {
    time: "2026-01-01T12:00:00.000Z",
    direction: "sent",
    bytes: 4,
    text: "Hola",
  });
  assertEquals(rows[4].base64, "AP8=");
  assertEquals(rows[5].ending, { code: 1001, reason: "bye", by: "server", opened: true });
  for (const content of [json.write(record), ndjson.write(record)]) {
    const again = new Record();
    for (const entry of readSession(content)!) again.add(entry);
    const [read, written] = [again, record].map(({ entries }) =>
      JSON.parse(JSON.stringify(entries))
    );
    assertEquals(read, written);
  }
  const lines = txt.write(record).split("\n");
  assertEquals(lines[2], "2026-01-01T12:00:00.000Z > Hola");
  assertEquals(lines[6], `2026-01-01T12:00:00.000Z - closedByServer ${URL} chat 1001 bye`);
});

Deno.test("a saved session knows the server of each message, also after a clear", () => {
  const record = session();
  record.clear();
  record.add(sent("a"));
  record.add({ ...sent("b"), url: "ws://other/" });
  for (const { write } of [SAVE_FORMATS.json, SAVE_FORMATS.ndjson]) {
    assertEquals(readSession(write(record))!.map(({ url }) => url), [URL, "ws://other/"]);
  }
  const { connections } = JSON.parse(SAVE_FORMATS.json.write(record));
  assertEquals(connections.map(({ url }: { url: string }) => url), [URL, "ws://other/"]);
});

Deno.test("readSession() reads files of earlier versions, and refuses what is no session", () => {
  const time = "2026-01-01T12:00:00.000Z";
  const old = { url: URL, dropped: 0, messages: [{ time, direction: "sent", text: "a" }] };
  assertEquals(readSession(JSON.stringify(old))?.length, 1);
  const others = ["", "{}", "hola", "[]", '{"messages":[{}]}', '{"messages":[null]}', "1"];
  for (const content of others) assertEquals(readSession(content), undefined, content);
});
