import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import project from "../../../../deno.json" with { type: "json" };
import behaviors from "../../../../docs/reference/behaviors.md" with { type: "text" };
import library from "../../../../docs/reference/library.md" with { type: "text" };
import options from "../../../../docs/reference/options.md" with { type: "text" };
import { type Config, DEFAULTS, ECHO_DEFAULTS } from "../../../../server/policy/config.ts";
import { PARAMETERS } from "../../../../server/policy/query.ts";
import {
  checkConfig,
  completeConfig,
  formatSetting,
  parseSetting,
  SETTINGS,
} from "../../../../server/policy/settings.ts";

const NAMES = Object.keys(SETTINGS) as (keyof Config)[];
const SERVE_ENVIRONMENT = "--allow-env=HOST,PORT,ECO_*,DENO_USE_WRITEV";
/** What probes have to let ws read, to look for its add-ons. */
const PROBE_ENVIRONMENT = `${SERVE_ENVIRONMENT},WS_NO_*`;

/** Asserts that a function throws a `RangeError` with this message. */
function assertRangeError(run: () => void, message: string): void {
  assertEquals(assertThrows(run, RangeError).message, message);
}

Deno.test("parseSetting() names the flag, the variable, the rule and the value", () => {
  assertEquals(parseSetting(SETTINGS.port, "0"), 0);
  const message = '--port (or PORT) must be an integer from 0 to 65535, not "x"';
  assertRangeError(() => parseSetting(SETTINGS.port, "x"), message);
  const secret = "--control-token (or ECO_CONTROL_TOKEN) must be a secret of 16 to 1000 letters, " +
    "digits and -._~+/=, not the 6 characters given";
  assertRangeError(() => parseSetting(SETTINGS.controlToken, "secret"), secret);
});

Deno.test("checkConfig() names the two settings that do not fit together", () => {
  assertEquals(checkConfig(DEFAULTS), DEFAULTS);
  const ports = "--metrics-port must differ from --port: both are 9765";
  assertRangeError(() => checkConfig({ ...DEFAULTS, port: 9765, metricsPort: 9765 }), ports);
  const host = "--metrics-host needs --metrics-port: give both";
  assertRangeError(() => checkConfig({ ...DEFAULTS, metricsHost: "::" }), host);
  const files = "--tls-cert and --tls-key need each other: give both";
  assertRangeError(() => checkConfig({ ...DEFAULTS, tlsCert: "cert.pem" }), files);
  assertRangeError(() => checkConfig({ ...DEFAULTS, tlsKey: "key.pem" }), files);
  const control = { ...DEFAULTS, controlPort: 9000 };
  assertEquals(checkConfig({ ...control, controlHost: "localhost" }).controlPort, 9000);
  assertRangeError(
    () => checkConfig({ ...control, controlHost: "0.0.0.0" }),
    "--control-host 0.0.0.0 lets other machines control the server: " +
      "give --control-token (or ECO_CONTROL_TOKEN) too, or leave --control-host out",
  );
  const same = "--control-port must differ from --metrics-port: both are 9000";
  assertRangeError(() => checkConfig({ ...control, metricsPort: 9000 }), same);
  const alone = "--control-token needs --control-port: give both";
  assertRangeError(() => checkConfig({ ...DEFAULTS, controlToken: "x".repeat(16) }), alone);
  const tls = "--require-tls, which deno task start-tls sets, needs a certificate: " +
    "give --tls-cert and --tls-key (or ECO_TLS_CERT and ECO_TLS_KEY)";
  assertRangeError(() => checkConfig({ ...DEFAULTS, requireTls: true }), tls);
});

Deno.test("SETTINGS has a rule that each default follows", () => {
  for (const name of NAMES) {
    const value = DEFAULTS[name];
    if (String(value) !== "") assertEquals(SETTINGS[name].rule.parse(String(value)), value, name);
  }
});

Deno.test("completeConfig() adds the defaults", () => {
  assertEquals(completeConfig({}), ECHO_DEFAULTS);
  const origins = ["https://a.example", "http://b.example"];
  const given = { maxPayloadBytes: 5, idleTimeoutSeconds: 0.5, allowedOrigins: origins };
  const options = { ...given, trustedProxies: undefined, basePath: "/echo/" };
  assertEquals(completeConfig(options), { ...ECHO_DEFAULTS, ...given });
  assertEquals(completeConfig({ allowedOrigins: [] }).allowedOrigins, []);
});

Deno.test("completeConfig() names the option, the rule and the value", () => {
  const size = "a whole number of bytes from 1 such as 65536, 64KiB or 1.5MiB";
  const origins =
    "origins such as https://example.org, https://*.example.org, app://name or null, " +
    "separated by commas";
  for (
    const [options, message] of [
      [{ maxBufferedBytes: NaN }, `maxBufferedBytes must be ${size}, not NaN`],
      [{ maxConnections: -1 }, "maxConnections must be an integer from 0 to 1000000, not -1"],
      [{ prefix: null as never }, "prefix must be a text, not null"],
      [{ allowedOrigins: ["a/"] }, `allowedOrigins must be ${origins}, not ["a/"]`],
    ] as const
  ) assertRangeError(() => completeConfig(options), message);
});

Deno.test("the tasks may read the variables of SETTINGS, and no others but those of ws", () => {
  for (const name of NAMES) assertMatch(SETTINGS[name].variable, /^(HOST|PORT|ECO_[A-Z_]+)$/);
  const cases = {
    start: ["--allow-net", SERVE_ENVIRONMENT],
    "start-tls": ["--allow-net", "--allow-read", `${SERVE_ENVIRONMENT},INIT_CWD`],
    "start-test": ["--allow-net", "--allow-read", "--allow-write", `${SERVE_ENVIRONMENT},INIT_CWD`],
    eco: ["--allow-net", PROBE_ENVIRONMENT],
    compile: ["--allow-net", "--allow-read", PROBE_ENVIRONMENT],
  };
  for (const [task, allowed] of Object.entries(cases)) {
    const { command } = project.tasks[task as keyof typeof cases];
    assertEquals(command.replaceAll("'", "").match(/--allow\S+/g), allowed, task);
  }
});

Deno.test("docs/reference/options.md lists every flag with its variable, default and effect", () => {
  const groups = new Map(
    options.replaceAll(/ +\|/g, " |") // The formatter pads the columns.
      .split("\n| **").map((section) => [section.split("**", 1)[0], section]),
  );
  for (const name of NAMES) {
    const { group, flag, variable, description } = SETTINGS[name];
    const value = formatSetting<unknown>(SETTINGS[name], DEFAULTS[name]);
    const shown = value ? ` \`${value}\`` : "";
    const row = `| \`${flag}\` | \`${variable}\` |${shown} | ${description} |`;
    assert(groups.get(group)?.includes(row), `${group}: ${row}`);
  }
  // The bundle needs the permissions of the task.
  assert(options.includes(`--allow-net '${PROBE_ENVIRONMENT}' dist/eco.js`));
});

Deno.test("docs/reference/library.md lists every option with its default and flag", () => {
  const rows = library.replaceAll(/ +\|/g, " |");
  for (const name of Object.keys(ECHO_DEFAULTS) as (keyof typeof ECHO_DEFAULTS)[]) {
    const [flag] = SETTINGS[name].flag.split(" ");
    const end = `| \`${JSON.stringify(ECHO_DEFAULTS[name])}\` | \`${flag}\` |`;
    const row = rows.split("\n").find((line) => line.startsWith(`| \`${name}\` |`));
    assert(row?.endsWith(end), `${name}: ${row}`);
  }
});

Deno.test("docs/reference/behaviors.md lists every behavior", () => {
  for (const { name } of Object.values(PARAMETERS)) {
    assertMatch(behaviors, new RegExp(`^\\|[^|]*\`${name}(=[^\`]*)?\``, "m"), name);
  }
});
