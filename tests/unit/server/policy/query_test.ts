import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Behavior } from "../../../../server/policy/behavior.ts";
import { PARAMETERS, queryOf, readBehavior, sortQuery } from "../../../../server/policy/query.ts";

const query = (text: string) => new URLSearchParams(text);

const GOOD: readonly [text: string, behavior: Behavior][] = [
  ["", {}],
  ["token=x&Prefix=y", {}],
  ["prefix=%3E%20", { prefix: "> " }],
  ["prefix=", { prefix: "" }],
  [`prefix=${"x".repeat(1000)}`, { prefix: "x".repeat(1000) }],
  ["delay=250", { delayMs: 250 }],
  ["delay=250ms&jitter=1.5s", { delayMs: 250, jitterMs: 1500 }],
  ["delay=1m", { delayMs: 60_000 }],
  ["open-delay=2s", { openDelayMs: 2000 }],
  ["reject=400", { reject: 400 }],
  ["reject=599", { reject: 599 }],
  ["protocol=chat.v2", { protocol: "chat.v2" }],
  ["protocol=", { protocol: "" }],
  ...[1000, 1001, 1002, 1003, 1007, 1008, 1009, 1011, 1014, 3000, 4999].map((
    code,
  ) => [`close=${code}`, { closeCode: code }] as [string, Behavior]),
  ["close=4001&reason=%C3%B1", { closeCode: 4001, closeReason: "ñ" }],
  ["close=4001&reason=", { closeCode: 4001, closeReason: "" }],
  ["close=4001&after=3", { closeCode: 4001, closeAfter: { messages: 3 } }],
  ["close=4001&after=0", { closeCode: 4001, closeAfter: { messages: 0 } }],
  ["close=4001&after=5s", { closeCode: 4001, closeAfter: { ms: 5000 } }],
  ["push=10&repeat=100", { pushMs: 10, repeat: 100 }],
  ["mute", { mute: true }],
  ["mute=1&report=true", { mute: true, report: true }],
  ["mute=0&report=false", { mute: false, report: false }],
  ["lose=0.1&seed=7", { lose: 0.1, seed: 7 }],
  ["lose=1", { lose: 1 }],
  ["lose=.5", { lose: 0.5 }],
  ["jitter=1&seed=4294967295", { jitterMs: 1, seed: 4294967295 }],
  ["idle=0", { idleMs: 0 }],
  ["idle=30m", { idleMs: 1_800_000 }],
  ["idle=1s", { idleMs: 1000 }],
];

Deno.test("readBehavior() reads every value that the rules allow", () => {
  for (const [text, behavior] of GOOD) {
    assertEquals(readBehavior(query(text)), { behavior }, text);
  }
  const read = GOOD.flatMap(([, behavior]) => Object.keys(behavior));
  assertEquals(Object.keys(PARAMETERS).filter((field) => !read.includes(field)), []);
});

const BAD: readonly [text: string, named: string][] = [
  [`prefix=${"x".repeat(1001)}`, '"prefix" must be a text of at most 1000 characters'],
  ["delay=", '"delay" must be a time from 0 to 60000 ms such as 250, 250ms or 2s'],
  ["delay=60001", '"delay"'],
  ["delay=-1", '"delay"'],
  ["delay=1e3", '"delay"'],
  ["delay=1h", '"delay"'],
  ["jitter=61s", '"jitter"'],
  ["open-delay=2m", '"open-delay"'],
  ["reject=399", '"reject" must be an integer from 400 to 599'],
  ["reject=600", '"reject"'],
  ["protocol=a%20b", '"protocol"'],
  ["protocol=a,b", '"protocol"'],
  ...["", "999", "1004", "1005", "1006", "1010", "1015", "1016", "2999", "5000", "+4001"].map((
    code,
  ) => [`close=${encodeURIComponent(code)}`, '"close" must be a close code'] as [string, string]),
  [`close=1000&reason=${"%C3%B1".repeat(62)}`, '"reason" must be a text of at most 123 bytes'],
  ["reason=x", '"reason" goes with "close"'],
  ["after=1", '"after" goes with "close"'],
  ["close=1000&after=-1", '"after"'],
  ["close=1000&after=1.5", '"after"'],
  ["close=1000&after=61m", '"after"'],
  ["push=9", '"push"'],
  ["repeat=0", '"repeat"'],
  ["repeat=101", '"repeat"'],
  ["mute=maybe", '"mute" must be nothing, 1 or true, or else 0 or false'],
  ["lose=1.1", '"lose"'],
  ["lose=.", '"lose"'],
  ["seed=1", '"seed" goes with "lose" or "jitter"'],
  ["lose=1&seed=4294967296", '"seed"'],
  ["idle=31m", '"idle" must be 0 for no pings, or a time from 1s to 30m: current value is "31m"'],
  ["idle=999", '"idle"'],
  ["delay=1&delay=2", '"delay" is there twice'],
];

Deno.test("readBehavior() refuses what breaks a rule, and names the rule", () => {
  for (const [text, named] of BAD) {
    const { refusal } = readBehavior(query(text));
    assertEquals([refusal?.status, refusal?.reason], [400, "behavior"], text);
    assertStringIncludes(refusal!.message, named);
  }
});

Deno.test("sortQuery() tells what asks for something from what does not", () => {
  assertEquals(sortQuery(query("token=1&delay=2s&x&token=3&mute")), {
    known: { delay: "2s", mute: "" },
    unknown: ["token", "x"],
  });
});

Deno.test("queryOf() is all that follows the first question mark", () => {
  assertEquals(queryOf("ws://a/?prefix=what?&delay=5s").toString(), "prefix=what%3F&delay=5s");
  assertEquals(queryOf("ws://a/").size, 0);
});
