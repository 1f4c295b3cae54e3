import { assert, assertEquals, assertMatch } from "@std/assert";
import { makeCertificate } from "../support/certificate.ts";
import type { Endpoint } from "../support/endpoint.ts";
import { startForeignServer } from "../support/foreign_server.ts";
import { type Need, RUN, testWith } from "../support/needs.ts";
import { freePort } from "../support/port.ts";
import { findingsOf, probe, type Step, troubles, wrongSteps } from "../support/probe.ts";
import { NGINX_UPGRADE, startProxy } from "../support/proxy.ts";
import { startServer } from "../support/server.ts";
import matrix from "./probe_matrix.md" with { type: "text" };

/** A path: the hops, what the first does beside passing requests on, the endpoint, and the flags. */
const PATH = /(nginx|HAProxy)(, TLS|, then HAProxy)?: `([^`]+)`, (\w+)(?:, `([^`]+)`)?/g;
/** The rows of the table in probe_matrix.md: a verdict, and the paths that get it. */
const [, ...ROWS] = matrix.match(/^\| Verdict [^]*/m)![0].match(/^\|.*(?= \|$)/gm)!;
const PATHS = ROWS.flatMap((row) => {
  const [, verdict, paths] = row.split("|").map((cell) => cell.trim());
  return Array.from(paths.matchAll(PATH), (path) => ({ verdict, path }));
});

/** What the findings tell, by the start of the path. */
const TOLD: Readonly<Record<string, RegExp>> = {
  "nginx: `proxy_pass alone`, eco":
    /426 .*eco itself answers: Upgrade did not arrive, so a hop .* This is certain/,
  "nginx: `proxy_http_version 1.1; proxy_set_header Upgrade": /Connection did not arrive/,
  "nginx, then HAProxy":
    /^426 “A WebSocket handshake .*a hop between you and eco drops it.*probe each/,
  "HAProxy: `http-request set-path": /path: \/ → \/other$/,
  "nginx: `if ($args)": /403 \(Server: nginx\/[\d.]+\) “403 Forbidden”/,
  "nginx: `proxy_set_header X-Secret": /with changes: x-secret: … → …$/,
  "nginx: `proxy_set_header Authorization": /authorization: \(16 characters\) → \(9 characters\)$/,
  "HAProxy: `http-request track-sc0":
    /^After \d connections: 429 .*limits connections, or their rate/,
  "HAProxy: `http-request deny deny_status 403": /^403 “403 Forbidden”\. /,
  "nginx: `return 301": /the address to use is wss:\/\/127\.0\.0\.1\/$/,
  "HAProxy: `http-request redirect": /the address to use is wss:\/\//,
  "nginx, TLS": /the address must start with wss:\/\//,
};

const HOST = "proxy_set_header Host $http_host;";

/** Returns what a hop is told, in the words of its software. */
function directivesOf(hop: string, does: string): string {
  const told = does === "passes all" || does === "proxy_pass alone" ? "" : does;
  if (hop !== "nginx") {
    const counts = "stick-table type ip size 1k expire 10s store http_req_rate(1s)\n";
    return (told.includes("track-sc0") ? counts : "") + told.replaceAll("; ", "\n ");
  }
  return /^proxy_(pass|http)/.test(does) ? told : `${NGINX_UPGRADE} ${HOST} ${told}`;
}

/** Starts an endpoint and the hops in front of it. */
async function startPath([, hop, more, does, endpoint]: RegExpMatchArray): Promise<Endpoint> {
  await using stack = new AsyncDisposableStack();
  const server = endpoint === "nobody" ? { port: freePort() } : stack.use(
    endpoint === "eco" ? startServer() : await startForeignServer(endpoint as "python" | "node"),
  );
  const certificate = more === ", TLS" ? stack.use(await makeCertificate()) : undefined;
  const isChain = more === ", then HAProxy";
  const last = isChain ? "HAProxy" : hop;
  const options = { directives: directivesOf(last, does), certificate };
  let path = stack.use(
    await startProxy(last === "nginx" ? "nginx" : "haproxy", server.port, options),
  );
  if (isChain) {
    const directives = directivesOf("nginx", "passes all");
    path = stack.use(await startProxy("nginx", path.port, { directives }));
  }
  const started = stack.move();
  return { ...path, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

/** Returns what has to be installed for a path, which names it. */
function needsOf(path: string): Need[] {
  const tools = { nginx: "nginx", HAProxy: "haproxy", TLS: "openssl", node: "node" } as const;
  const named = Object.entries(tools).filter(([name]) => path.includes(name));
  const python = path.includes("python") ? ["pythonWebsockets" as const] : [];
  return [...RUN, "write", ...named.map(([, tool]) => tool), ...python];
}

for (const { verdict, path } of PATHS) {
  const [name, , , does, , flags = ""] = path;
  testWith(needsOf(name), `probe finds what the matrix says: ${name}`, async () => {
    await using server = await startPath(path);
    const args = flags.split(/ (?=--)/).flatMap((flag) => flag.split(/ (.*)/).filter(Boolean));
    const steps = await wrongSteps(server.socketUrl, ...args);
    if (does === "limit_rate 1k;" && steps.length === 0) return; // It bites only sometimes.
    const found = Object.entries(findingsOf(steps)).map((finding) => finding.join(": "));
    const texts = steps.map(({ text }) => text).join("\n");
    assertEquals(found.join("; ") || "all pass", verdict, texts);
    const [, words = /(?:)/] = Object.entries(TOLD).find(([start]) => name.startsWith(start)) ?? [];
    assertMatch(texts, words);
  });
}

Deno.test("the matrix has the paths of which words are due", () => {
  assert(PATHS.length > 25, `${PATHS.length} paths`);
  for (const start of Object.keys(TOLD)) {
    assert(PATHS.some(({ path: [name] }) => name.startsWith(start)), start);
  }
});

for (const program of ["nginx", "haproxy"] as const) {
  const directives = program === "nginx" ? NGINX_UPGRADE : "";
  const needs = [...RUN, "write", program, "openssl"] as const;

  testWith(needs, `probe notes of ${program} a certificate and another Host`, async () => {
    await using server = startServer();
    await using certificate = await makeCertificate();
    await using proxy = await startProxy(program, server.port, { directives, certificate });
    // HAProxy leaves Host as it is, but the server behind it sees no TLS.
    const found = { TLS: "noted: untrusted, selfSigned", report: "noted: changedOnTheWay" };
    const url = `wss://localhost:${proxy.port}`;
    assertEquals(await troubles(url, "--insecure"), found);
  });

  testWith(needs, `probe finds the idle time-out of ${program} within 1 s`, async () => {
    await using server = startServer();
    const timeout = program === "nginx" ? "proxy_read_timeout 3s;" : "timeout tunnel 3s";
    const idle = { directives: `${directives} ${timeout}` };
    await using proxy = await startProxy(program, server.port, idle);
    const { stdout } = await probe(proxy.socketUrl, "--json", "--idle", "6s");
    const { outcome, steps } = JSON.parse(stdout);
    const { values, text } = steps.find(({ step }: Step) => step === "idle");
    assertEquals(outcome, "failed");
    assert(Math.abs(values.seconds - 3) < 1, text);
    assertMatch(text, /dropped after [\d.]+ s, by the end of TCP without a close frame/);
  });
}
