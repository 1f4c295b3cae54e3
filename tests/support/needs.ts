type Permission = "net" | "read" | "write" | "run" | "env" | "sys";

/** How to find a program on this machine. */
interface Search {
  readonly name: string;
  /** Paths, or names to look up in `PATH`; the first that ends with success is taken. */
  readonly candidates: readonly string[];
  readonly args: readonly string[];
}

function search(name: string, candidates = [name], args = ["--version"]): Search {
  return { name, candidates, args };
}

const PROGRAMS = {
  chromium: search("Chromium", [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ]),
  nginx: search("nginx", ["nginx", "/usr/sbin/nginx"], ["-v"]),
  haproxy: search("HAProxy", ["haproxy", "/usr/sbin/haproxy"], ["-v"]),
  caddy: search("Caddy", ["caddy"], ["version"]),
  promtool: search("promtool, of Prometheus", ["promtool"]),
  node: search("Node", ["node"]),
  npx: search("npx and its copy of Deno", ["npx"], ["--yes", "deno@2.9.6", "--version"]),
  // Running a source file takes the compiler, which a runtime alone does not have.
  java: search("a JDK", ["java"], ["--describe-module", "jdk.compiler"]),
  openssl: search("openssl", ["openssl"], ["version"]),
  curl: search("curl"),
  jq: search("jq"),
  taskset: search("taskset, of util-linux", ["taskset"]),
  systemdAnalyze: search("systemd-analyze", ["systemd-analyze"]),
  script: search("script, of util-linux", ["script"]),
  // The second is the Python of Debian's python3-websockets, whatever else comes first in PATH.
  pythonWebsockets: search("Python's websockets", ["python3", "/usr/bin/python3"], [
    "-c",
    "import websockets",
  ]),
} satisfies Record<string, Search>;

type Tool = keyof typeof PROGRAMS;

/** What nobody can install: a test that needs it is ignored on CI too. */
const MACHINE = {
  linux: Deno.build.os === "linux" ? undefined : "needs Linux",
  twoCores: navigator.hardwareConcurrency > 1 ? undefined : "needs two cores",
};

export type Need = Permission | Tool | keyof typeof MACHINE;

/** What a test needs that starts the program as its task does. */
export const RUN = ["net", "read", "run", "env"] as const;

/** Returns whether this run has a permission, without asking for it. */
export function isGranted(name: Permission): boolean {
  return Deno.permissions.querySync({ name }).state === "granted";
}

/** Returns whether a program is there, and ends with success. */
export function answers(path: string, args: readonly string[]): boolean {
  try {
    return new Deno.Command(path, { args: [...args], stdout: "null", stderr: "null" })
      .outputSync().success;
  } catch {
    return false;
  }
}

/** Returns the variable that names a program: `ECO_SYSTEMD_ANALYZE`. */
function variableOf(tool: Tool): string {
  return tool === "pythonWebsockets"
    ? "ECO_PYTHON"
    : `ECO_${tool.replace(/[A-Z]/g, "_$&").toUpperCase()}`;
}

const found = new Map<Tool, string | undefined>();

/** Returns the path of a program on this machine, or `undefined` if it is missing. */
export function pathOf(tool: Tool): string | undefined {
  if (!found.has(tool)) {
    const { candidates, args } = PROGRAMS[tool];
    const named = Deno.env.get(variableOf(tool));
    found.set(tool, (named ? [named] : candidates).find((path) => answers(path, args)));
  }
  return found.get(tool);
}

function whyUnmet(need: Need): string | undefined {
  if (need === "linux" || need === "twoCores") return MACHINE[need];
  if (!isTool(need)) return isGranted(need) ? undefined : `needs --allow-${need}: deno task test`;
  if (!isGranted("run") || !isGranted("env")) return "needs --allow-run and --allow-env";
  // Set by CI, where everything is installed: there a missing program fails its tests.
  if (Deno.env.has("ECO_TEST_REQUIRE_PROGRAMS") || pathOf(need)) return;
  const variable = variableOf(need);
  const subject = variable === "ECO_PYTHON" ? "a Python that has it" : "it";
  return `needs ${PROGRAMS[need].name}: install it, or name ${subject} in ${variable}`;
}

const isTool = (word: string): word is Tool => Object.hasOwn(PROGRAMS, word);

/** Returns why tests with these needs cannot run here, or `undefined` if they can. */
export function whyIgnored(needs: readonly Need[]): string | undefined {
  for (const need of needs) {
    const reason = whyUnmet(need);
    if (reason) return reason;
  }
}

/** Returns why a test with these needs cannot download packages here, or `undefined` if it can. */
export async function whyNotDownloaded(needs: readonly Need[]): Promise<string | undefined> {
  const reason = whyIgnored(needs);
  if (reason) return reason;
  try {
    const signal = AbortSignal.timeout(5000);
    await (await fetch("https://registry.npmjs.org/lit-html", { signal })).body?.cancel();
  } catch {
    return "needs the npm registry";
  }
}

/**
 * Registers a test that needs more than the bare runtime. If a need is not met, the test is reported
 * as ignored, with the reason in its name.
 *
 * @param reason Why to ignore it.
 */
export function testWith(
  needs: readonly Need[],
  name: string,
  fn: (t: Deno.TestContext) => void | Promise<void>,
  reason: string | undefined = whyIgnored(needs),
): void {
  if (reason) Deno.test({ name: `${name} [${reason}]`, ignore: true, fn });
  else Deno.test({ name, fn });
}

/** Registers a test that needs the network alone: a server and its clients in one process. */
export function testOnWire(name: string, fn: () => Promise<void>): void {
  testWith(["net"], name, fn);
}
