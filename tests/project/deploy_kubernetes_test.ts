// deno-lint-ignore-file no-import-prefix -- named in deno.json, those who only serve would load it
import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { parseAll } from "npm:deno-std@1.4.0/yaml/mod.js";
import { deployed } from "../support/deployed.ts";
import { get } from "../support/exchange.ts";
import { temporaryFolder } from "../support/folder.ts";
import { testWith } from "../support/needs.ts";
import { freePort } from "../support/port.ts";
import { Program } from "../support/program.ts";
import { RawSocket } from "../support/raw_socket.ts";

const RUN = ["net", "read", "write", "run", "env"] as const;

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  // deno-lint-ignore no-explicit-any -- what it may be is what the tests find out
  readonly spec: any;
}

function manifests(): Manifest[] {
  return parseAll(deployed("kubernetes.yaml"));
}

function manifest(kind: string): Manifest["spec"] {
  return manifests().find((manifest) => manifest.kind === kind)!.spec;
}

/** Resolves with what the types of Kubernetes' API say: of fields that it does not know, too. */
async function typeErrors(all: readonly Manifest[]): Promise<string> {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "manifests.ts");
  const lines = all.map(({ apiVersion, kind }, index) =>
    `import type { I${kind} } from "npm:kubernetes-models@5.1.0/${apiVersion}/${kind}";\n` +
    `export const manifest${index}: I${kind} = ${JSON.stringify(all[index])};\n`
  );
  await Deno.writeTextFile(file, lines.join(""));
  const flags = ["--config", "deno.json", "--lock=tests/deno.lock"];
  await using program = new Program(Deno.execPath(), ["check", ...flags, file]);
  const { code, stderr } = await program.ended(60_000);
  return code === 0 ? "" : stderr;
}

testWith(RUN, "the manifests are what the API of Kubernetes allows", async () => {
  const all = manifests();
  assertEquals(all.map(({ kind }) => kind), [
    ...["Deployment", "PodDisruptionBudget", "HorizontalPodAutoscaler"],
    ...["Service", "Ingress", "NetworkPolicy"],
  ]);
  assertEquals(await typeErrors(all), "");
  const wrong = [{ selectors: {} }, { ports: [{ port: "x" }] }].map((spec) => ({
    ...all[3],
    spec,
  }));
  assertMatch(
    await typeErrors(wrong),
    /selectors[^]*not assignable to type 'number'/,
  );
});

testWith(["read", "run"], "the manifests fit together, and the server's limits bite first", () => {
  const { selector, template } = manifest("Deployment");
  const { labels } = template.metadata;
  assertEquals(manifest("Service").selector, labels);
  const { podSelector } = manifest("NetworkPolicy");
  for (const { matchLabels } of [selector, manifest("PodDisruptionBudget").selector, podSelector]) {
    assertEquals(matchLabels, labels);
  }
  const [{ env, lifecycle, resources, readinessProbe, livenessProbe }] = template.spec.containers;
  const value = (name: string) => env.find((entry: { name: string }) => entry.name === name).value;
  const drainSeconds = parseInt(value("ECO_DRAIN_TIMEOUT"));
  const { terminationGracePeriodSeconds } = template.spec;
  assert(terminationGracePeriodSeconds > lifecycle.preStop.sleep.seconds + drainSeconds);
  // Under a flood of messages a server answers after seconds, and yet it serves.
  for (const { timeoutSeconds, failureThreshold } of [readinessProbe, livenessProbe]) {
    assert(timeoutSeconds >= 10 && failureThreshold >= 3);
  }
  assert(livenessProbe.periodSeconds * livenessProbe.failureThreshold > drainSeconds);
  assertEquals(resources.requests.memory, resources.limits.memory);
  const [{ pods }] = manifest("HorizontalPodAutoscaler").metrics;
  assert(Number(pods.target.averageValue) < Number(value("ECO_MAX_CONNECTIONS")));
});

/** The variables that the files set. */
const ENVIRONMENTS: Record<string, () => [name: string, value: string][]> = {
  "kubernetes.yaml": () =>
    manifest("Deployment").template.spec.containers[0].env
      .map(({ name, value }: Record<string, string>) => [name, value]),
  "eco.service": () => variablesOf("eco.service"),
  "eco@.service": () => variablesOf("eco@.service"),
  "Dockerfile": () => variablesOf("Dockerfile"),
};

function variablesOf(file: string): [name: string, value: string][] {
  return Array.from(
    deployed(file).matchAll(/(?<=^(?:Environment=|ENV ).*)(\w+)=(\S+)/gm),
    ([, name, value]) => [name, value.replace("%i", "1")],
  );
}

/** Opens connections with these header lines until one is refused; resolves with their number. */
async function fill(port: number, lines: string[], sockets: DisposableStack): Promise<number> {
  for (let count = 0;; count++) {
    const socket = sockets.use(await RawSocket.open(port, lines));
    if (!socket.head.startsWith("HTTP/1.1 101")) {
      assertMatch(socket.head, /^HTTP\/1\.1 503 /);
      return count;
    }
  }
}

for (const [name, entries] of Object.entries(ENVIRONMENTS)) {
  testWith(RUN, `with the variables of ${name} a server limits each client`, async () => {
    const metricsPort = freePort();
    const ports = { HOST: "127.0.0.1", PORT: "0", ECO_METRICS_PORT: `${metricsPort}` };
    const env = Object.fromEntries(entries());
    const hasProxy = name !== "Dockerfile";
    assertEquals(/^\d{4}$/.test(env.ECO_METRICS_PORT), hasProxy);
    assertEquals(env.ECO_TRUST_PROXY, hasProxy ? "1" : undefined);
    assert(Number(env.ECO_MAX_MESSAGE_RATE) > 10_000, "eco probe sends 10,000 without a pause");
    await using program = Program.start([], { env: { ...env, ...ports } });
    const port = await program.port();
    assertEquals((await get(metricsPort, "/healthz")).status, 200);
    using sockets = new DisposableStack();
    const one = ["X-Forwarded-For: 192.0.2.1"];
    assertEquals(await fill(port, one, sockets), 200);
    if (!hasProxy) return;
    using other = await RawSocket.open(port, ["X-Forwarded-For: 192.0.2.2"]);
    assertEquals(other.head.slice(0, 12), "HTTP/1.1 101");
  });
}
