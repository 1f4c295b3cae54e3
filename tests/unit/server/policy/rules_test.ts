import { assertEquals } from "@std/assert";
import * as rules from "../../../../server/policy/rules.ts";

const same = (...texts: string[]) => Object.fromEntries(texts.map((text) => [text, text]));

/** Rules that query_test.ts does not test: texts with their values, and texts that break the rule. */
const CASES: Record<string, [rules.Rule<unknown>, Record<string, unknown>, string[]]> = {
  "HOST is a name or an address, without URL, port and brackets": [
    rules.HOST,
    same("a-b.example", "0.0.0.0", "127.0.0.1", "::", "fe80::1%eth0"),
    [
      ...["", " ", "http://a", "[::1]", "a b", "localhost:9000", "1.2.3.4:80", "0", "127.1"],
      ...["1.2.3.4.5", "8765"],
    ],
  ],
  "ORIGINS are separated by commas": [
    rules.ORIGINS,
    {
      "https://a.example": ["https://a.example"],
      "https://a.example, http://b:8080": ["https://a.example", "http://b:8080"],
    },
    ["", "a.example", "https://a.example,", "*", "https://a.example/page"],
  ],
  "ORIGINS become what browsers send": [
    rules.ORIGINS,
    {
      "HTTPS://A.Example:443/": ["https://a.example"],
      "http://a.example:80,http://[::1]:80": ["http://a.example", "http://[::1]"],
      "http://a.example:443": ["http://a.example:443"],
      "https://münchen.example": ["https://xn--mnchen-3ya.example"],
      "null,NULL": ["null", "null"],
      "file:///,file://": ["file://", "file://"],
      "chrome-extension://abcdefghijklmnop/": ["chrome-extension://abcdefghijklmnop"],
      "capacitor://localhost,tauri://localhost": ["capacitor://localhost", "tauri://localhost"],
      "app://Obsidian.md": ["app://obsidian.md"],
      "https://*.Example.org:443/": ["https://*.example.org"],
      "http://*.example.org:8080": ["http://*.example.org:8080"],
    },
    [
      ...["https://*", "https://*:8080", "*.example.org", "https://a.*.example", "http://a:*"],
      ...["https://*example.org", "https://*.*.example.org", "https://*.127.0.0.1", "app://"],
      ...["wss://a.example", "ws://a.example", "https://a.example?x", "https://a.example#x"],
      ...["https://u@a.example", "https://a b", "https://a.example//", "https://a.example:99999"],
      ...["chrome-extension://*", "file://a/b", "data:text/html,x", "https:/a.example", "https://"],
    ],
  ],
  "YES_OR_NO takes what people write": [
    rules.YES_OR_NO,
    { yes: true, "1": true, True: true, NO: false, "0": false, false: false },
    ["", "on", "2", "8080", "yes "],
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

Deno.test("a rule formats a value as people type it", () => {
  const sizes = { 1: "1B", 1000: "1000B", 65536: "64KiB", 1048576: "1MiB", 1073741824: "1GiB" };
  for (const [size, text] of Object.entries(sizes)) {
    assertEquals(rules.bytes(1).format?.(Number(size)), text);
  }
  for (const [time, text] of [[0, "0"], [0.25, "250ms"], [30, "30s"], [90, "90s"], [7200, "2h"]]) {
    assertEquals(rules.seconds(86_400).format?.(time as number), text);
  }
});
