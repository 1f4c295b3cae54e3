// deno-lint-ignore-file no-import-prefix -- named in deno.json, those who only serve would load it
import { assert, assertEquals, assertMatch } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { deployed } from "../support/deployed.ts";
import { temporaryFolder } from "../support/folder.ts";
import { pathOf, testWith } from "../support/needs.ts";
import { type Ending, Program, ROOT } from "../support/program.ts";

const RUN = ["net", "read", "write", "run", "env"] as const;

/** Runs a program in a folder of its own, which holds one file. */
async function runWith(name: string, content: string, [path, ...args]: string[]): Promise<Ending> {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(join(folder.path, name), content);
  return await new Program(path, args, { cwd: folder.path }).ended();
}

/** The units of systemd, with a program that this machine has. */
const UNITS = ["eco.service", "eco@.service"];
const unit = (name: string) => deployed(name, [[/(?<=ExecStart=)\S+/g, Deno.execPath()]]);

for (const name of UNITS) {
  testWith([...RUN, "systemdAnalyze"], `systemd finds nothing wrong with ${name}`, async () => {
    const analyze = (...args: string[]) =>
      runWith(name, unit(name), [pathOf("systemdAnalyze")!, ...args, `./${name}`]);
    assertEquals(await analyze("verify", "--man=no"), { code: 0, stdout: "", stderr: "" });
    // Exit code 1 above an exposure of 1.5, of 10 at most.
    const { code, stdout } = await analyze("security", "--offline=true", "--threshold=15");
    assertEquals(code, 0);
    assertMatch(stdout, /exposure level for eco\S*.service: 1\.\d OK/);
  });
}

testWith(["read"], "the two units differ in ports and user alone", () => {
  const [settings, ofTemplate] = UNITS.map((name) =>
    deployed(name).split("\n").filter((line) => !/^(#|Description=|Environment=)/.test(line))
  );
  assertEquals(ofTemplate.filter((line) => line !== "User=eco"), settings);
});

const WELL = {
  'up{job="eco",instance="a"}': "1x20",
  'up{job="eco",instance="b"}': "1x20",
  'eco_event_loop_delay_seconds{job="eco",instance="a"}': "0.01x20",
  'eco_connections_opened_total{job="eco",instance="a"}': "0+900x20",
  'eco_handshakes_refused_total{job="eco",reason="connections"}': "0+9x20",
};
const REFUSED = 'eco_handshakes_refused_total{job="eco",reason=';
const SITUATIONS: [string, Record<string, string>, string[]][] = [
  ["all is well", {}, []],
  ["a server is down", { 'up{job="eco",instance="b"}': "0x20" }, ["EcoDown"]],
  ["many are turned away", { [`${REFUSED}"connections"}`]: "0+99x20" }, ["EcoTurnsClientsAway"]],
  ["many handshakes are wrong", { [`${REFUSED}"version"}`]: "0+99x20" }, []],
  ["one is late", {
    'eco_event_loop_delay_seconds{job="eco",instance="b"}': "0.5x20",
  }, ["EcoStalls"]],
];

testWith([...RUN, "promtool"], "alerts.yml wakes when it has to, and only then", async () => {
  const tests = SITUATIONS.map(([name, series, alerts]) => ({
    name,
    interval: "1m",
    input_series: Object.entries({ ...WELL, ...series })
      .map(([series, values]) => ({ series, values })),
    promql_expr_test: [{
      expr: 'count(ALERTS{alertstate="firing"}) by (alertname)',
      eval_time: "15m",
      exp_samples: alerts.map((alert) => ({ labels: `{alertname="${alert}"}`, value: 1 })),
    }],
  }));
  const rules = join(ROOT, "deploy", "alerts.yml");
  const content = JSON.stringify({ rule_files: [rules], evaluation_interval: "1m", tests });
  const command = [pathOf("promtool")!, "test", "rules", "test.yml"];
  const { code, stderr } = await runWith("test.yml", content, command);
  assertEquals([code, stderr], [0, ""]);
});

testWith([...RUN, "sys"], "the Dockerfile is sound, and copies all of eco", async () => {
  const { validate } = await import("npm:dockerfile-utils@0.16.3");
  const file = deployed("Dockerfile");
  assertEquals(validate("FROM a\nCOPPY b c\n").length, 1);
  assertEquals(validate(file), []);
  assertMatch(Deno.readTextFileSync(join(ROOT, ".ci", "run")), /deno@2\.9\.6/);
  assertMatch(file, /^ARG DENO=denoland\/deno:2\.9\.6$/m);
  const copied = [...file.matchAll(/^COPY (?!--)(.*) \S+$/gm)].flatMap(([, names]) =>
    names.split(" ")
  );
  const args = ["info", "--lock=tests/deno.lock", "--json", "main.ts"];
  const { stdout } = await new Program(Deno.execPath(), args).ended();
  const { modules } = JSON.parse(stdout);
  for (const { specifier } of modules) {
    if (!specifier.startsWith("file:")) continue;
    const path = fromFileUrl(specifier).slice(ROOT.length);
    assert(
      copied.some((name) => path === name || name.endsWith("/") && path.startsWith(name)),
      path,
    );
  }
});
