import { assertEquals } from "@std/assert";
import { explain } from "../../../../static/explain/explanations.js";
import { Record } from "../../../../static/record.js";

const FACTS = { atMs: 0, url: "ws://a/", protocol: "", extensions: "" };

Deno.test("explain() makes one of messages of one kind between two events", () => {
  const record = new Record();
  record.add({
    ...FACTS,
    kind: "event",
    event: { name: "open" },
    extensions: "permessage-deflate",
  });
  for (const payload of ["a", "b", "x".repeat(126), new Uint8Array(1)]) {
    record.add({ url: FACTS.url, kind: "sent", payload, atMs: 1 });
    record.add({ url: FACTS.url, kind: "received", payload: "r", atMs: 2 });
  }
  record.add({ ...FACTS, kind: "event", event: { name: "closing" } });
  record.add({ url: FACTS.url, kind: "received", payload: "late", atMs: 3 });
  const items = explain(record.entries).map((item) =>
    item.kind === "event"
      ? item.event.name
      : [item.kind, item.isText, item.bytes, item.count, item.mayBeCompressed].join()
  );
  assertEquals(items, [
    "open",
    "sent,true,1,2,true",
    "received,true,1,4,true",
    "sent,true,126,1,true",
    "sent,false,1,1,true",
    "closing",
    "received,true,4,1,false",
  ]);
});

Deno.test("explain() keeps the last sixty, and makes one of a burst", () => {
  const record = new Record();
  for (let n = 0; n < 100; n++) record.add({ ...FACTS, kind: "event", event: { name: "open" } });
  assertEquals(explain(record.entries).length, 60);
  for (let n = 0; n < 10_000; n++) {
    record.add({ url: FACTS.url, kind: "received", payload: "x", atMs: n });
  }
  assertEquals(explain(record.entries).length, 1);
});
