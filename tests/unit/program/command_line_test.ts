import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { parseCommandLine } from "../../../program/command_line.ts";
import { testWith } from "../../support/needs.ts";

/** Arguments, and what is said of them. */
const MISTAKES: [string[], string][] = [
  [["--host", "a b"], "--host (or HOST) must be"],
  [["--max-payload", "65MiB"], 'not "65MiB"'],
  [["--allow-origin", "https://a.b/c"], 'not "https://a.b/c"'],
  [["--prot", "1"], "unknown option --prot; did you mean --port?"],
  [["--port"], "--port needs a value: --port <number>"],
  [["--json"], "--json is an option of probe: eco probe … --json"],
  [["--insecure=1", "healthcheck"], '--insecure takes no value, not "1"'],
  [["--prefix", "-x", "--port", "x"], 'from 0 to 65535, not "x"'],
  [["8080"], "unknown command 8080"],
  [["prbe", "ws://a", "--json"], "unknown command prbe; did you mean probe?"],
  [["--port", "0", "healthchek"], "unknown command healthchek; did you mean healthcheck?"],
  [["probe"], "probe needs a <url>: eco probe <url>"],
  [["probe", "ws://a", "b"], "probe takes one operand, <url>, not 2"],
  [["probe", "example.org"], 'not "example.org"'],
  [["probe", "ftp://a"], "the URL must be like ws:"],
  [["probe", "ws://a", "--header", "x"], '--header must be like "Name: value"'],
  [["probe", "ws://a", "--header", "X: a\nB: c"], "--header must be like"],
  [
    ["probe", "ws://a", "--header", "Upgrade: h2c"],
    "--header must name a field that is not part of",
  ],
  [["probe", "ws://a", "--subprotocol", "a b"], "--subprotocol must be a name"],
  [["probe", "ws://a", "--timeout", "0"], "--timeout must be a time from 0.001 to 600 seconds"],
  [["probe", "ws://a", "--idle", "2h"], "--idle must be a time from 0.001 to 3300 seconds"],
  [["probe", "ws://a", "--jsno"], "unknown option --jsno; did you mean --json?"],
];

testWith(["env"], "a mistake on the command line is told with its value and the rule", () => {
  for (const [args, told] of MISTAKES) {
    assertThrows(() => parseCommandLine(args, "1.2.3"), RangeError, told);
  }
});

Deno.test("--help fits 80 columns, in groups, with units", () => {
  const [help, ...others] = [[], ["probe"], ["healthcheck"]].map((command) => {
    const parsed = parseCommandLine([...command, "--help"], "1.2.3");
    return parsed.kind === "print" ? parsed.text : "";
  });
  for (const text of [help, ...others]) {
    assertEquals(text.split("\n").filter((line) => line.length > 80), []);
    assert(text.length > 100);
  }
  for (const part of ["\n\nListening:\n", "\n\nLimits:\n", "default: 1MiB", "default: 30s"]) {
    assertStringIncludes(help, part);
  }
});
