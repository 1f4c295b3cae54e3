import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  type Behavior,
  type BehaviorChanges,
  changeBehavior,
  checkClose,
  checkQueryLength,
  describeBehavior,
  PARAMETERS,
  parseBehavior,
  partitionQuery,
} from "../../../../server/policy/query.ts";

const query = (text: string) => new URLSearchParams(text);

const GOOD: Readonly<Record<string, Behavior>> = {
  "": {},
  "token=x&Prefix=y": {},
  "prefix=&mute": { prefix: "", mute: true },
  "delay=250ms&jitter=1.5s&open-delay=2s": { delayMs: 250, jitterMs: 1500, openDelayMs: 2000 },
  "delay=1m&prefix=%3E%20": { delayMs: 60_000, prefix: "> " },
  "reject=400&protocol=chat.v2": { reject: 400, protocol: "chat.v2" },
  "reject=599&protocol=": { reject: 599, protocol: "" },
  "close=4001&reason=%C3%B1": { closeCode: 4001, closeReason: "ñ" },
  "close=4001&reason=&after=3": { closeCode: 4001, closeReason: "", closeAfter: { messages: 3 } },
  "close=4001&after=0": { closeCode: 4001, closeAfter: { messages: 0 } },
  "close=4001&after=5s": { closeCode: 4001, closeAfter: { ms: 5000 } },
  "push=10&repeat=100": { pushMs: 10, repeat: 100 },
  "mute=0&report=true": { mute: false, report: true },
  "lose=0.1&seed=7": { lose: 0.1, seed: 7 },
  "lose=1e-7": { lose: 1e-7 },
  "jitter=1&seed=4294967295": { jitterMs: 1, seed: 4294967295 },
  "name=Cart_1.a-b": { name: "Cart_1.a-b" },
  "record=1000": { record: 1000 },
  "idle=0": { idleMs: 0 },
  "idle=30m": { idleMs: 1_800_000 },
};
const GOOD_CODES = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1011, 1014, 3000, 4999];
const BAD_CODES = ["", "%2B4001", 999, 1004, 1005, 1006, 1010, 1015, 1016, 2999, 5000];

Deno.test("parseBehavior() parses every value that the rules allow", () => {
  for (const [text, behavior] of Object.entries(GOOD)) {
    assertEquals(parseBehavior(query(text)), { behavior }, text);
  }
  for (const closeCode of GOOD_CODES) {
    assertEquals(parseBehavior(query(`close=${closeCode}`)), { behavior: { closeCode } });
  }
  const parsed = Object.values(GOOD).flatMap(Object.keys);
  assertEquals(Object.keys(PARAMETERS).filter((field) => !parsed.includes(field)), []);
});

/** Parts of the sentence, with query strings that it refuses. */
const BAD: Readonly<Record<string, string[]>> = {
  '"prefix" must be a text of at most 1000 characters': [`prefix=${"x".repeat(1001)}`],
  '"delay" must be a time from 0 to 60000 ms such as 250, 250ms or 2s, not "1h"': ["delay=1h"],
  '"delay"': ["delay=", "delay=60001", "delay=-1", "delay=1e3"],
  '"jitter"': ["jitter=61s"],
  '"open-delay"': ["open-delay=2m"],
  '"reject" must be an integer from 200 to 599': ["reject=199", "reject=600"],
  '"protocol"': ["protocol=a%20b", "protocol=a,b"],
  '"close" must be a close code': BAD_CODES.map((code) => `close=${code}`),
  '"reason" must be a text of at most 123 bytes': [`close=1000&reason=${"%C3%B1".repeat(62)}`],
  '"reason" needs "close": add it': ["reason=x"],
  '"after" needs "close"': ["after=1"],
  '"after"': ["close=1000&after=-1", "close=1000&after=1.5", "close=1000&after=61m"],
  '"push"': ["push=9"],
  '"repeat"': ["repeat=0", "repeat=101"],
  '"mute" must be empty, 1 or true for yes, 0 or false for no': ["mute=maybe"],
  '"lose"': ["lose=1.1", "lose=.", "lose=1e1", "lose=e-7", "lose=1e-"],
  '"seed" needs "lose" or "jitter"': ["seed=1"],
  '"seed"': ["lose=1&seed=4294967296"],
  '"record" must be an integer from 1 to 1000': ["record", "record=0", "record=1001"],
  '"name"': ["name", "name=a/b", `name=${"a".repeat(65)}`],
  '"idle" must be 0 for no pings, or a time from 1s to 30m, not "31m"': ["idle=31m"],
  '"idle"': ["idle=999"],
  '"delay" appears more than once': ["delay=1&delay=2"],
};

Deno.test("parseBehavior() refuses a value that breaks a rule, and names the rule", () => {
  for (const [named, texts] of Object.entries(BAD)) {
    for (const text of texts) {
      const { refusal, behavior } = parseBehavior(query(text));
      assertEquals([refusal?.status, refusal?.reason, behavior], [400, "behavior", {}], text);
      assertStringIncludes(refusal!.message, named);
    }
  }
});

Deno.test("describeBehavior() gives values that the query string accepts, without the name", () => {
  for (const { name: _, ...behavior } of Object.values(GOOD)) {
    const described = Object.entries(describeBehavior(behavior));
    const text = new URLSearchParams(described.map(([name, value]) => [name, `${value}`]));
    assertEquals(parseBehavior(text), { behavior }, `${text}`);
  }
  assertEquals(describeBehavior({ name: "a" }), {});
});

Deno.test("partitionQuery() separates known names from unknown ones", () => {
  assertEquals(partitionQuery(query("token=1&delay=2s&x&token=3&mute")), {
    known: { delay: "2s", mute: "" },
    unknown: ["token", "x"],
  });
});

Deno.test("checkQueryLength() refuses a longer query string than the longest that can be asked for", () => {
  const [prefix, reason] = ["%E2%82%AC".repeat(1000), "%C3%B1".repeat(61)];
  const longest = `/?prefix=${prefix}&close=1000&reason=${reason}&after=1000000&delay=1m&jitter=1m`;
  for (const url of ["/", `/${"a".repeat(60_000)}`, longest, `/?${"a".repeat(10_000)}`]) {
    assertEquals(checkQueryLength(`http://h${url}`), undefined);
  }
  const refusal = checkQueryLength(`http://h/?${"a".repeat(10_001)}`);
  assertEquals([refusal?.status, refusal?.reason], [414, "query"]);
  assertStringIncludes(refusal!.message, "at most 10000 characters");
});

Deno.test("changeBehavior() follows the rules of the query string, and null ends a behavior", () => {
  const late = changeBehavior({}, { delay: "250ms", lose: 0.5, mute: true });
  assertEquals(late, { delayMs: 250, lose: 0.5, mute: true });
  assertEquals(changeBehavior(late, { delay: null, mute: null, seed: 7 }), { lose: 0.5, seed: 7 });
  const small = { delay: 1e-7, lose: 2.5e-9 }; // JavaScript writes these with an exponent.
  assertEquals(changeBehavior({}, small), { delayMs: 1e-7, lose: 2.5e-9 });
  const bad: [BehaviorChanges, string][] = [
    [{ delay: "1h" }, 'delay must be a time from 0 to 60000 ms such as 250, 250ms or 2s, not "1h"'],
    [JSON.parse(`{"mute": ["1"]}`), "not an object or a list"],
    [{ reject: 503 }, '"reject" cannot be changed: choose from prefix, delay'],
    [JSON.parse('{"__proto__": 1}'), '"__proto__" cannot be changed'],
    [{ seed: 7, lose: null }, 'seed needs "lose" or "jitter"'],
  ];
  for (const [changes, message] of bad) {
    assertThrows(() => changeBehavior(late, changes), RangeError, message);
  }
  assertThrows(() => checkClose(1006, ""), RangeError, "close must be a close code");
  assertThrows(() => checkClose(1000, "ñ".repeat(62)), RangeError, "reason must be");
});
