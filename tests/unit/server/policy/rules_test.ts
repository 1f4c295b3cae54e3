import { assertEquals } from "@std/assert";
import * as rules from "../../../../server/policy/rules.ts";

/** Rules that query_test.ts does not test: texts with their values, and texts that break the rule. */
const CASES: Record<string, [rules.Rule<unknown>, Record<string, unknown>, string[]]> = {
  "HOST is a name or an address, without URL, port and brackets": [
    rules.HOST,
    {
      "a-b.example": "a-b.example",
      "127.0.0.1": "127.0.0.1",
      "::": "::",
      "fe80::1%eth0": "fe80::1%eth0",
    },
    ["", " ", "http://a", "[::1]", "a b", "localhost:9000", "1.2.3.4:80"],
  ],
  "ORIGINS are separated by commas": [
    rules.ORIGINS,
    {
      "https://a.example": ["https://a.example"],
      "https://a.example, http://b:8080": ["https://a.example", "http://b:8080"],
    },
    ["", "a.example", "https://a.example/", "https://A.example", "https://a.example,"],
  ],
  "integer() has decimal digits, within its bounds": [
    rules.integer(0, 65535),
    { "0": 0, "8765": 8765, "65535": 65535, "0080": 80 },
    ["", " 80", "x", "-1", "65536", "8e3", "0x50", "1.5", "٣"],
  ],
  "bytes() has binary units": [
    rules.bytes(1),
    { "1": 1, "65536": 65536, "64KiB": 65536, "1.5MiB": 1572864, "2GiB": 2147483648, "7B": 7 },
    ["0", "1.5", "64kb", "64 KiB", "-1", "1constructor", "99999999999GiB"],
  ],
  "seconds() has units of time": [
    rules.seconds(3600),
    { "0": 0, "30": 30, "30s": 30, "250ms": 0.25, "2m": 120, "1h": 3600, "1.5": 1.5 },
    ["61m", "", "s", "1d", "1e3", "-1s"],
  ],
  "oneOf() is one of its words": [rules.oneOf(["info", "off"]), { off: "off" }, ["OFF", ""]],
};

for (const [name, [rule, values, wrong]] of Object.entries(CASES)) {
  Deno.test(name, () => {
    for (const [text, value] of Object.entries(values)) assertEquals(rule.parse(text), value, text);
    for (const text of wrong) assertEquals(rule.parse(text), undefined, JSON.stringify(text));
  });
}
