import { assertEquals } from "@std/assert";
import {
  bytes,
  FLAG,
  HOST,
  integer,
  milliseconds,
  oneOf,
  ORIGINS,
  type Rule,
  seconds,
  SHARE,
  shortText,
} from "../../../../server/policy/rules.ts";

/** Each rule with texts and the values they stand for, then texts that break it. */
const CASES: Record<string, [Rule<unknown>, Record<string, unknown>, string[]]> = {
  "shortText() is not longer than its limit": [shortText(3), { "": "", "-> ": "-> " }, ["abcd"]],
  "FLAG is yes or no": [
    FLAG,
    { "": true, "1": true, true: true, "0": false, false: false },
    ["yes", "TRUE", "2"],
  ],
  "HOST is a name or an address, without URL, port and brackets": [
    HOST,
    Object.fromEntries(
      ["localhost", "127.0.0.1", "::1", "fe80::1%eth0", "a-b.example", "::"].map((x) => [x, x]),
    ),
    ["", " ", "http://a", "[::1]", "a b", "localhost:9000", "1.2.3.4:80"],
  ],
  "ORIGINS are separated by commas": [
    ORIGINS,
    {
      "https://a.example": ["https://a.example"],
      "https://a.example, http://b:8080": ["https://a.example", "http://b:8080"],
    },
    ["", "a.example", "https://a.example/", "https://A.example", "https://a.example,"],
  ],
  "integer() has decimal digits, within its bounds": [
    integer(0, 65535),
    { "0": 0, "8765": 8765, "65535": 65535, "0080": 80 },
    ["", " 80", "x", "-1", "65536", "8e3", "0x50", "1.5", "٣"],
  ],
  "SHARE is from 0 to 1": [SHARE, { "0": 0, "1": 1, "0.25": 0.25, ".5": 0.5 }, ["", ".", "1.1"]],
  "bytes() has binary units": [
    bytes(1),
    { "1": 1, "65536": 65536, "64KiB": 65536, "1.5MiB": 1572864, "2GiB": 2147483648, "7B": 7 },
    ["0", "1.5", "64kb", "64 KiB", "-1", "1constructor", "99999999999GiB"],
  ],
  "seconds() has units of time": [
    seconds(3600),
    { "0": 0, "30": 30, "30s": 30, "250ms": 0.25, "2m": 120, "1h": 3600, "1.5": 1.5 },
    ["61m", "", "s", "1d", "1e3", "-1s"],
  ],
  "milliseconds() has units of time": [
    milliseconds(10, 60_000),
    { "10": 10, "250ms": 250, "1.5s": 1500, "1m": 60_000 },
    ["9", "61s", "1h", ""],
  ],
  "oneOf() is one of its words": [
    oneOf(["info", "off"]),
    { info: "info", off: "off" },
    ["INFO", ""],
  ],
};

for (const [name, [rule, values, wrong]] of Object.entries(CASES)) {
  Deno.test(name, () => {
    for (const [text, value] of Object.entries(values)) assertEquals(rule.parse(text), value, text);
    for (const text of wrong) assertEquals(rule.parse(text), undefined, JSON.stringify(text));
  });
}
