import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Config, DEFAULTS } from "../../core/config.ts";
import { readSetting, SETTINGS } from "../../core/settings.ts";
import project from "../../deno.json" with { type: "json" };
import readme from "../../README.md" with { type: "text" };

const NAMES = Object.keys(SETTINGS) as (keyof Config)[];
const COMMANDER_VARIABLES = ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"];
const ALLOWED_ENVIRONMENT = "--allow-env=" +
  [...NAMES.map((name) => SETTINGS[name].variable), ...COMMANDER_VARIABLES].join(",");

Deno.test("readSetting() names the flag, the variable, the rule and the value", () => {
  assertEquals(readSetting(SETTINGS.port, "0"), 0);
  const { message } = assertThrows(() => readSetting(SETTINGS.port, "x"), RangeError);
  assertEquals(
    message,
    'Cannot start as --port (or PORT) must be an integer from 0 to 65535: current value is "x"',
  );
});

Deno.test("SETTINGS has a rule that each default obeys, or off for the empty ones", () => {
  for (const name of NAMES) {
    const value = DEFAULTS[name];
    if (String(value) !== "") assertEquals(SETTINGS[name].rule.read(String(value)), value, name);
  }
});

Deno.test("the tasks that serve may read the variables of SETTINGS and the library's, no others", () => {
  const allowed = (task: "start" | "start-tls" | "compile") =>
    project.tasks[task].command.split(" ").filter((argument) => argument.startsWith("--allow"));
  assertEquals(allowed("start"), ["--allow-net", ALLOWED_ENVIRONMENT]);
  assertEquals(allowed("start-tls"), ["--allow-net", "--allow-read", ALLOWED_ENVIRONMENT]);
  assertEquals(allowed("compile"), ["--allow-net", "--allow-read", ALLOWED_ENVIRONMENT]);
});

Deno.test("README lists every flag with its variable, default and effect", () => {
  const table = readme.replaceAll(/ +\|/g, " |"); // The formatter pads the columns.
  for (const name of NAMES) {
    const { flag, variable, description } = SETTINGS[name];
    const shown = String(DEFAULTS[name]) === "" ? "" : ` \`${JSON.stringify(DEFAULTS[name])}\``;
    const row = `| \`${flag}\` | \`${variable}\` |${shown} | ${description} |`;
    assert(table.includes(row), row);
  }
});

Deno.test("README starts the bundle with the permissions of the task", () => {
  assert(readme.includes(`deno run --allow-net ${ALLOWED_ENVIRONMENT} dist/eco.js`));
});
