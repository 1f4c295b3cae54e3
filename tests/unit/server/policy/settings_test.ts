import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { type Config, DEFAULTS } from "../../../../server/policy/config.ts";
import { PARAMETERS } from "../../../../server/policy/query.ts";
import {
  checkConfig,
  completeConfig,
  readSetting,
  SETTINGS,
} from "../../../../server/policy/settings.ts";
import { type Task, taskArguments } from "../../../support/program.ts";
import behaviors from "../../../../docs/behaviors.md" with { type: "text" };
import options from "../../../../docs/options.md" with { type: "text" };

const NAMES = Object.keys(SETTINGS) as (keyof Config)[];
/** What the runtime reads to start a worker. */
const OWN_FILES = "--allow-read=server,program,probe,static,handler.ts,deno.json";
const SERVE_ENVIRONMENT = "--allow-env=HOST,PORT,ECO_*,DENO_USE_WRITEV";
/** What probes has to let ws look for its add-ons' variables. */
const PROBE_ENVIRONMENT = `${SERVE_ENVIRONMENT},WS_NO_*`;

Deno.test("readSetting() names the flag, the variable, the rule and the value", () => {
  assertEquals(readSetting(SETTINGS.port, "0"), 0);
  const { message } = assertThrows(() => readSetting(SETTINGS.port, "x"), RangeError);
  assertEquals(
    message,
    'Cannot start as --port (or PORT) must be an integer from 0 to 65535: current value is "x"',
  );
});

Deno.test("checkConfig() names the two settings that do not fit together", () => {
  assertEquals(checkConfig(DEFAULTS), DEFAULTS);
  const twice = { ...DEFAULTS, port: 9765, metricsPort: 9765 };
  const { message } = assertThrows(() => checkConfig(twice), RangeError);
  assertEquals(
    message,
    "Cannot start as --metrics-port must be another port than --port: both are 9765",
  );
});

Deno.test("SETTINGS has a rule that each default obeys, or off for the empty ones", () => {
  for (const name of NAMES) {
    const value = DEFAULTS[name];
    if (String(value) !== "") assertEquals(SETTINGS[name].rule.read(String(value)), value, name);
  }
});

Deno.test("completeConfig() gives what is left out its default", () => {
  assertEquals(completeConfig({}), DEFAULTS);
  const given = {
    maxPayloadBytes: 5,
    idleTimeoutSeconds: 0.5,
    allowedOrigins: ["https://a.example"],
  };
  const options = { ...given, trustedProxies: undefined, basePath: "/echo/" };
  assertEquals(completeConfig(options), { ...DEFAULTS, ...given });
  assertEquals(completeConfig({ allowedOrigins: [] }).allowedOrigins, []);
});

Deno.test("completeConfig() names the option, the rule and the value", () => {
  const cases = {
    "maxBufferedBytes must be a whole number of bytes from 1 such as 65536, 64KiB or 1.5MiB: current value is NaN":
      { maxBufferedBytes: NaN },
    "maxConnections must be an integer from 0 to 1000000: current value is -1": {
      maxConnections: -1,
    },
    'allowedOrigins must be origins such as https://example.org, with commas between them: current value is ["https://a.example/"]':
      { allowedOrigins: ["https://a.example/"] },
  };
  for (const [message, options] of Object.entries(cases)) {
    const error = assertThrows(() => completeConfig(options), RangeError);
    assertEquals(error.message, `Cannot create a handler as ${message}`);
  }
});

Deno.test("the tasks may read the variables of SETTINGS, and no others but those of ws", () => {
  const allowed = (task: Task) =>
    taskArguments(task).filter((argument) => argument.startsWith("--allow"));
  for (const name of NAMES) assertMatch(SETTINGS[name].variable, /^(HOST|PORT|ECO_[A-Z_]+)$/);
  assertEquals(allowed("start"), ["--allow-net", OWN_FILES, SERVE_ENVIRONMENT]);
  assertEquals(allowed("start-tls"), ["--allow-net", "--allow-read", SERVE_ENVIRONMENT]);
  assertEquals(allowed("eco"), ["--allow-net", OWN_FILES, PROBE_ENVIRONMENT]);
  assertEquals(allowed("compile"), ["--allow-net", "--allow-read", PROBE_ENVIRONMENT]);
});

Deno.test("docs/options.md lists every flag with its variable, default and effect", () => {
  const table = options.replaceAll(/ +\|/g, " |"); // The formatter pads the columns.
  for (const name of NAMES) {
    const { flag, variable, description } = SETTINGS[name];
    const shown = String(DEFAULTS[name]) === "" ? "" : ` \`${JSON.stringify(DEFAULTS[name])}\``;
    const row = `| \`${flag}\` | \`${variable}\` |${shown} | ${description} |`;
    assert(table.includes(row), row);
  }
});

Deno.test("docs/options.md starts the bundle with the permissions of the task", () => {
  assert(
    options.includes(
      `deno run --unstable-no-legacy-abort --allow-net '${PROBE_ENVIRONMENT}' dist/eco.js`,
    ),
  );
});

Deno.test("docs/behaviors.md lists every behaviour", () => {
  for (const { name } of Object.values(PARAMETERS)) {
    assertMatch(behaviors, new RegExp(`^\\|[^|]*\`${name}(=[^\`]*)?\``, "m"), name);
  }
});
