import { assertEquals, assertThrows } from "@std/assert";
import { SETTINGS } from "../../core/config.ts";
import project from "../../deno.json" with { type: "json" };
import readme from "../../README.md" with { type: "text" };

Deno.test("SETTINGS.port reads the integers from 0 to 65535", () => {
  for (const port of [0, 80, 8765, 65535]) assertEquals(SETTINGS.port.parse(`${port}`), port);
});

Deno.test("SETTINGS.port refuses everything else, naming the rule and the value", () => {
  for (const text of ["", " 80", "x", "-1", "65536", "8e3", "0x50", "1.5", "100000", "٣"]) {
    assertThrows(
      () => SETTINGS.port.parse(text),
      RangeError,
      `must be an integer from 0 to 65535: current value is "${text}"`,
    );
  }
});

Deno.test("SETTINGS.host reads names and addresses", () => {
  for (const host of ["localhost", "127.0.0.1", "::1", "fe80::1%eth0", "a-b.example"]) {
    assertEquals(SETTINGS.host.parse(host), host);
  }
});

Deno.test("SETTINGS.host refuses what is no name or address", () => {
  for (const text of ["", " ", "http://a", "[::1]", "a b", "a/b"]) {
    assertThrows(() => SETTINGS.host.parse(text), RangeError, JSON.stringify(text));
  }
});

Deno.test("SETTINGS.prefix takes any text", () => {
  assertEquals(SETTINGS.prefix.parse(""), "");
  assertEquals(SETTINGS.prefix.parse("-> "), "-> ");
});

Deno.test("the tasks that serve may read the variables of SETTINGS and the library's, no others", () => {
  const ours = Object.values(SETTINGS).map(({ variable }) => variable);
  const commander = ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"];
  const expected = `--allow-env=${[...ours, ...commander].join(",")}`;
  for (const task of ["start", "compile"] as const) {
    const allowed = project.tasks[task].command.split(" ").filter((a) => a.startsWith("--allow"));
    assertEquals(allowed, ["--allow-net", expected]);
  }
});

Deno.test("README lists every flag with its variable and default", () => {
  for (const { flag, variable, default: value } of Object.values(SETTINGS)) {
    const row = `| \`${flag}\` | \`${variable}\` | \`${JSON.stringify(value)}\` |`;
    // The formatter pads the columns.
    assertEquals(readme.replace(/ +\|/g, " |").includes(row), true, row);
  }
});
