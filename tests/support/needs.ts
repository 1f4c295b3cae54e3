/** A permission that a test can need. */
type Permission = "net" | "read" | "write" | "run" | "env" | "sys";

/** How to find a program on this machine: the first candidate that answers with success. */
interface Search {
  readonly hint: string;
  readonly variable: string;
  /** Paths, or names to look up in `PATH` where whoever runs it does that too. */
  readonly candidates: readonly string[];
  readonly args: readonly string[];
}

const PROGRAMS = {
  bash: {
    hint: "needs bash: install it, or name it in ECO_BASH",
    variable: "ECO_BASH",
    candidates: ["bash"],
    args: ["--version"],
  },
  chromium: {
    hint: "needs Chromium: install it, or name it in ECO_CHROMIUM",
    variable: "ECO_CHROMIUM",
    candidates: [
      "/usr/bin/chromium",
      "/usr/bin/chromium-browser",
      "/usr/bin/google-chrome",
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ],
    args: ["--version"],
  },
  nginx: {
    hint: "needs nginx: install it, or name it in ECO_NGINX",
    variable: "ECO_NGINX",
    candidates: ["nginx", "/usr/sbin/nginx"],
    args: ["-v"],
  },
  haproxy: {
    hint: "needs HAProxy: install it, or name it in ECO_HAPROXY",
    variable: "ECO_HAPROXY",
    candidates: ["haproxy", "/usr/sbin/haproxy"],
    args: ["-v"],
  },
  promtool: {
    hint: "needs promtool, of Prometheus: install it, or name it in ECO_PROMTOOL",
    variable: "ECO_PROMTOOL",
    candidates: ["promtool"],
    args: ["--version"],
  },
  git: {
    hint: "needs git: install it, or name it in ECO_GIT",
    variable: "ECO_GIT",
    candidates: ["git"],
    args: ["--version"],
  },
  node: {
    hint: "needs Node: install it, or name it in ECO_NODE",
    variable: "ECO_NODE",
    candidates: ["node"],
    args: ["--version"],
  },
  npm: {
    hint: "needs npm and its registry: install npm and connect, or name it in ECO_NPM",
    variable: "ECO_NPM",
    candidates: ["npm"],
    // By itself npm would try again for longer than a test may take, as npx does.
    args: ["ping", "--fetch-retries=0", "--fetch-timeout=5000"],
  },
  curl: {
    hint: "needs curl: install it, or name it in ECO_CURL",
    variable: "ECO_CURL",
    candidates: ["curl"],
    args: ["--version"],
  },
  openssl: {
    hint: "needs openssl: install it, or name it in ECO_OPENSSL",
    variable: "ECO_OPENSSL",
    candidates: ["openssl"],
    args: ["version"],
  },
  taskset: {
    hint: "needs taskset, of util-linux: install it, or name it in ECO_TASKSET",
    variable: "ECO_TASKSET",
    candidates: ["taskset"],
    args: ["--version"],
  },
  systemdAnalyze: {
    hint: "needs systemd-analyze: install systemd, or name it in ECO_SYSTEMD_ANALYZE",
    variable: "ECO_SYSTEMD_ANALYZE",
    candidates: ["systemd-analyze"],
    args: ["--version"],
  },
  script: {
    hint: "needs script, of util-linux: install it, or name it in ECO_SCRIPT",
    variable: "ECO_SCRIPT",
    candidates: ["script"],
    args: ["--version"],
  },
  tar: {
    hint: "needs tar: install it, or name it in ECO_TAR",
    variable: "ECO_TAR",
    candidates: ["tar"],
    args: ["--version"],
  },
  pythonWebsockets: {
    hint: "needs Python's websockets: install it, or name a Python that has it in ECO_PYTHON",
    variable: "ECO_PYTHON",
    // The second is where Debian's python3-websockets is, whatever else comes first in PATH.
    candidates: ["python3", "/usr/bin/python3"],
    args: ["-c", "import websockets"],
  },
} satisfies Record<string, Search>;

/** A program that a test can need. */
type Tool = keyof typeof PROGRAMS;

/** What nobody can install: where a machine does not have it, tests are ignored on CI too. */
const MACHINE = {
  linux: { hint: "needs Linux", isMet: () => Deno.build.os === "linux" },
  twoCores: { hint: "needs two cores", isMet: () => navigator.hardwareConcurrency > 1 },
};

/** What a test can need beyond the bare runtime. */
export type Need = Permission | Tool | keyof typeof MACHINE;

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

/** Returns where a program is on this machine, or nothing where it is not. */
export function pathOf(tool: Tool): string | undefined {
  const { variable, candidates, args } = PROGRAMS[tool];
  const named = Deno.env.get(variable);
  return (named ? [named] : candidates).find((path) => answers(path, args));
}

/** Returns whether a word names a program that {@linkcode pathOf} can look for. */
export function isTool(word: string): word is Tool {
  return Object.hasOwn(PROGRAMS, word);
}

function isOfMachine(need: Need): need is keyof typeof MACHINE {
  return Object.hasOwn(MACHINE, need);
}

function whyUnmet(need: Need): string | undefined {
  if (isOfMachine(need)) return MACHINE[need].isMet() ? undefined : MACHINE[need].hint;
  if (!isTool(need)) return isGranted(need) ? undefined : `needs --allow-${need}: deno task test`;
  // Set by CI, where everything is installed: there a missing program fails its tests.
  if (!isGranted("run") || !isGranted("env") || Deno.env.has("ECO_TEST_REQUIRE_PROGRAMS")) return;
  return pathOf(need) ? undefined : PROGRAMS[need].hint;
}

/** Returns why tests with these needs cannot run here, or nothing where they can. */
export function whyIgnored(needs: readonly Need[]): string | undefined {
  for (const need of needs) {
    const reason = whyUnmet(need);
    if (reason) return reason;
  }
}

/**
 * Registers a test that needs more than the bare runtime. Where a need is not met the test is
 * reported as ignored, with the reason in its name.
 *
 * @param reason Why it is to be ignored all the same, where its needs are met.
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
