import { assertEquals, assertMatch } from "@std/assert";
import type { Endpoint } from "../support/endpoint.ts";
import { type Fake, startFake } from "../support/fakes.ts";
import { startForeignServer } from "../support/foreign_server.ts";
import { type Need, testWith } from "../support/needs.ts";
import { freePort } from "../support/port.ts";
import { probeSteps } from "../support/probe.ts";
import { startHaproxy, startNginx } from "../support/proxy.ts";
import { makeCertificate } from "../support/certificate.ts";
import { startServer } from "../support/server.ts";

const NEEDS = ["net", "read", "write", "run", "env"] as const;

type Hop = "nginx" | "nginx, TLS" | "HAProxy" | "HAProxy, TLS" | "nginx, then HAProxy" | "none";
type Server = "eco" | "python" | "node" | "nobody" | Fake;

/** A path, and the steps that do not pass on it. */
interface Case {
  readonly hop: Hop;
  /** What the hop does beside passing requests on: directives of its software. */
  readonly does: string;
  readonly endpoint: Server;
  readonly args?: readonly string[];
  /** By step: the outcome, the finding and its cause. Nothing: all steps pass. */
  readonly verdict: Readonly<Record<string, string>>;
  /** Whether the hop does that only sometimes, so that all steps may pass too. */
  readonly isSometimes?: boolean;
  /** What the finding tells. */
  readonly tells?: RegExp;
}

const UPGRADE = "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; " +
  "proxy_set_header Connection upgrade;";
const HOST = "proxy_set_header Host $http_host;";
const LIMIT = "if { sc_http_req_rate(0) gt 4 }";

const CASES: readonly Case[] = [
  {
    hop: "nginx",
    does: "proxy_pass alone",
    endpoint: "eco",
    verdict: { handshake: "failed: refused, requestLost" },
    tells: /426 .*eco itself answers: Upgrade did not arrive, so a hop .* This is certain/,
  },
  {
    hop: "nginx",
    does: "proxy_pass alone",
    endpoint: "python",
    verdict: { handshake: "failed: refused, upgradeLikelyLost" },
  },
  {
    hop: "nginx",
    does: "proxy_pass alone",
    endpoint: "node",
    verdict: { handshake: "failed: refused, upgradeLikelyLost" },
  },
  {
    hop: "nginx",
    does: "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;",
    endpoint: "eco",
    verdict: { handshake: "failed: refused, requestLost" },
    tells: /Connection did not arrive/,
  },
  {
    hop: "HAProxy",
    does: "http-request del-header Upgrade",
    endpoint: "eco",
    verdict: { handshake: "failed: refused, requestLost" },
  },
  {
    hop: "nginx, then HAProxy",
    does: "http-request del-header Upgrade",
    endpoint: "eco",
    verdict: { handshake: "failed: refused, requestLost" },
    tells: /^426 “A WebSocket handshake .*a hop between you and eco drops it.*probe each/,
  },
  {
    hop: "HAProxy",
    does: "http-request set-header Sec-WebSocket-Version 8",
    endpoint: "eco",
    verdict: { handshake: "failed: refused, requestChanged" },
  },
  {
    hop: "HAProxy",
    does: "http-response set-header Sec-WebSocket-Accept x",
    endpoint: "eco",
    verdict: { handshake: "failed: badAccept" },
  },
  {
    hop: "HAProxy",
    does: "http-request set-path /other",
    endpoint: "eco",
    verdict: { report: "noted: changedOnTheWay" },
    tells: /path: \/ → \/other$/,
  },
  {
    hop: "HAProxy",
    does: "timeout queue 1m; default-server maxconn 1",
    endpoint: "node",
    args: ["--timeout", "2s"],
    verdict: { two: "noted: oneAtATime, limit" },
  },
  {
    hop: "nginx",
    does: `${UPGRADE} ${HOST} if ($args) { return 403; }`,
    endpoint: "eco",
    verdict: { report: "failed: queryRefused, queryRefused" },
    tells: /403 \(Server: nginx\/[\d.]+\) “403 Forbidden”/,
  },
  {
    hop: "nginx",
    does: `${UPGRADE} ${HOST} set $args "";`,
    endpoint: "eco",
    verdict: { report: "failed: queryLost, queryLost" },
  },
  {
    hop: "nginx",
    does: `${UPGRADE} ${HOST} set $args "";`,
    endpoint: "python",
    verdict: { subprotocol: "noted: noneChosen" },
  },
  {
    hop: "HAProxy",
    does: "http-request set-query x=1",
    endpoint: "eco",
    verdict: { report: "failed: queryLost, queryLost" },
  },
  {
    hop: "nginx",
    does: `${UPGRADE} ${HOST} proxy_set_header X-Secret 654321;`,
    endpoint: "eco",
    args: ["--header", "X-Secret: 123456"],
    verdict: { report: "noted: changedOnTheWay" },
    tells: /with changes: x-secret: … → …$/,
  },
  {
    hop: "nginx",
    does: `${UPGRADE} ${HOST} proxy_set_header Authorization "Basic abc";`,
    endpoint: "eco",
    args: ["--header", "Authorization: Bearer TOPSECRET"],
    verdict: { report: "noted: changedOnTheWay" },
    tells: /authorization: \(16 characters\) → \(9 characters\)$/,
  },
  {
    hop: "nginx",
    does: `${UPGRADE} ${HOST}`,
    endpoint: "eco",
    args: ["--header", "Authorization: Bearer TOPSECRET", "--header", "Cookie: a=b"],
    verdict: {},
  },
  {
    hop: "nginx",
    does: `${UPGRADE} ${HOST} proxy_set_header Sec-WebSocket-Protocol "";`,
    endpoint: "eco",
    verdict: { subprotocol: "failed: requestLostProtocol, fieldLost" },
  },
  {
    hop: "nginx",
    does: `${UPGRADE} ${HOST} proxy_set_header Sec-WebSocket-Protocol "";`,
    endpoint: "eco",
    args: ["--subprotocol", "chat"],
    verdict: {
      handshake: "noted: noSubprotocol",
      subprotocol: "failed: requestLostProtocol, fieldLost",
    },
  },
  {
    hop: "HAProxy",
    does: "http-response del-header Sec-WebSocket-Protocol",
    endpoint: "eco",
    verdict: { subprotocol: "failed: answerLostProtocol, answerLost" },
  },
  {
    hop: "nginx",
    does: `${UPGRADE} ${HOST} proxy_hide_header Sec-WebSocket-Protocol;`,
    endpoint: "eco",
    args: ["--subprotocol", "chat"],
    verdict: {
      handshake: "noted: noSubprotocol",
      subprotocol: "failed: answerLostProtocol, answerLost",
    },
  },
  {
    hop: "HAProxy",
    does: `http-request track-sc0 src; http-request deny deny_status 429 ${LIMIT}`,
    endpoint: "eco",
    verdict: { limit: "noted: limit, limit" },
    tells: /^After \d connections: 429 .*limits connections, or their rate/,
  },
  {
    hop: "HAProxy",
    does: "http-request deny deny_status 403",
    endpoint: "eco",
    verdict: { handshake: "failed: refused, http403" },
    tells: /^403 “403 Forbidden”\. /,
  },
  {
    hop: "nginx",
    does: "return 301 https://$host$request_uri;",
    endpoint: "eco",
    verdict: { handshake: "failed: refused, redirect" },
    tells: /the address to use is wss:\/\/127\.0\.0\.1\/$/,
  },
  {
    hop: "HAProxy",
    does: "http-request redirect scheme https code 301",
    endpoint: "eco",
    verdict: { handshake: "failed: refused, redirect" },
    tells: /the address to use is wss:\/\//,
  },
  {
    hop: "nginx, TLS",
    does: `${UPGRADE} ${HOST}`,
    endpoint: "eco",
    verdict: { handshake: "failed: refused, useWss" },
    tells: /the address must start with wss:\/\//,
  },
  {
    hop: "HAProxy, TLS",
    does: "",
    endpoint: "eco",
    verdict: {
      GET: "failed: getFailed, speaksTls",
      handshake: "failed: handshakeFailed, speaksTls",
    },
  },
  {
    hop: "nginx",
    does: `${UPGRADE} ${HOST}`,
    endpoint: "nobody",
    verdict: { GET: "noted: got", handshake: "failed: refused, http502" },
  },
  {
    hop: "HAProxy",
    does: "",
    endpoint: "nobody",
    verdict: { GET: "noted: got", handshake: "failed: refused, http503" },
  },
  {
    hop: "nginx",
    does: `${UPGRADE} ${HOST} limit_rate 1k;`,
    endpoint: "eco",
    args: ["--timeout", "2s"],
    verdict: { closed: "noted: tcpNotEnded, tcpNotEnded" },
    isSometimes: true,
  },
  { hop: "none", does: "", endpoint: "closes1005", verdict: { text: "noted: closedWithoutCode" } },
  { hop: "none", does: "", endpoint: "closes1007", verdict: { text: "noted: closed" } },
  { hop: "none", does: "", endpoint: "closes1011", verdict: { text: "noted: closed" } },
  {
    hop: "none",
    does: "",
    endpoint: "closesFirst",
    verdict: { ping: "noted: closedFirst", text: "noted: closed", close: "noted: closedFirst" },
  },
  {
    hop: "none",
    does: "",
    endpoint: "limits64KiB",
    verdict: { "1 MiB": "noted: sizeLimit, sizeLimit" },
    tells: /messages of up to 65536 bytes/,
  },
  {
    hop: "none",
    does: "",
    endpoint: "answersWithoutUpgrade",
    verdict: { handshake: "failed: answerLost, answerLost" },
    tells: /101, but without Upgrade: a hop drops it on the way back/,
  },
  {
    hop: "none",
    does: "",
    endpoint: "answersWithoutConnection",
    verdict: { handshake: "failed: answerLost, answerLost" },
    tells: /101, but without Connection/,
  },
  {
    hop: "none",
    does: "",
    endpoint: "endsTcpLate",
    args: ["--timeout", "2s"],
    verdict: { close: "noted: tcpNotEnded, tcpNotEnded" },
    tells: /^Code 4567 came through, but TCP was not ended within 2 s/,
  },
];

/** Returns the rows of the table in docs/reference/probe.md: each verdict with the hops that get it. */
function toRows(): string[] {
  const cells = CASES.filter(({ hop }) => hop !== "none").map(
    ({ hop, does, endpoint, args = [], verdict }) => {
      const what = does.replace(`${UPGRADE} ${HOST}`, "").trim() || "passes all";
      const flags = args.filter((arg) => !/^(--timeout|\d+s)$/.test(arg)).join(" ");
      const found = Object.entries(verdict).map(([step, found]) => `${step}: ${found}`).join("; ");
      return {
        path: [`${hop}: \`${what}\``, endpoint, ...flags ? [`\`${flags}\``] : []].join(", "),
        verdict: found || "all pass",
      };
    },
  );
  return Object.entries(Object.groupBy(cells, ({ verdict }) => verdict)).map(([verdict, paths]) =>
    `| ${verdict} | ${paths!.map(({ path }) => path).join("; ")} |`.replaceAll(/ +/g, " ")
  );
}

const MARK = "<!-- The table of tests/project/probe_matrix_test.ts; ECO_TABLE=1 writes it. -->";

testWith(["read", "env"], "docs/reference/probe.md has every path and its verdict", async () => {
  const file = new URL("../../docs/reference/probe.md", import.meta.url);
  const [before, table] = (await Deno.readTextFile(file)).split(MARK);
  const [head, line, ...rows] = table.trim().split("\n");
  if (Deno.env.has("ECO_TABLE")) {
    const lines = [before + MARK, "", head, line, ...toRows(), ""];
    return await Deno.writeTextFile(file, lines.join("\n"));
  }
  assertEquals(rows.map((row) => row.replaceAll(/ +/g, " ")), toRows());
});

/** Starts an endpoint and the hop in front of it. */
async function startPath({ hop, does, endpoint }: Case): Promise<Endpoint> {
  await using stack = new AsyncDisposableStack();
  const server = endpoint === "nobody" ? { port: freePort() } : stack.use(
    endpoint === "eco"
      ? startServer()
      : endpoint === "python" || endpoint === "node"
      ? await startForeignServer(endpoint)
      : await startFake(endpoint),
  );
  const certificate = hop.endsWith("TLS") ? stack.use(await makeCertificate()) : undefined;
  const passTo = (port: number, directives = "") =>
    startNginx(
      `location / { proxy_pass http://127.0.0.1:${port}; ${directives} }`,
      certificate,
    );
  const directives = does === "proxy_pass alone" ? "" : does;
  let path = server as Endpoint;
  if (hop.startsWith("nginx") && !hop.includes("then")) {
    path = stack.use(await passTo(path.port, directives));
  } else if (hop !== "none") {
    const lines = directives.replaceAll("; ", "\n ");
    const table = lines.includes("track-sc0")
      ? "stick-table type ip size 1k expire 10s store http_req_rate(1s)\n"
      : "";
    const section = `${table}${lines}\n server eco 127.0.0.1:${path.port}`;
    path = stack.use(await startHaproxy(section, certificate));
    if (hop.includes("then")) path = stack.use(await passTo(path.port, `${UPGRADE} ${HOST}`));
  }
  const started = stack.move();
  return { ...path, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

function needsOf({ hop, endpoint }: Case): Need[] {
  return [
    ...NEEDS,
    ...hop.includes("nginx") ? ["nginx" as const] : [],
    ...hop.includes("HAProxy") ? ["haproxy" as const] : [],
    ...hop.includes("TLS") ? ["openssl" as const] : [],
    ...endpoint === "python" ? ["pythonWebsockets" as const] : [],
    ...endpoint === "node" ? ["node" as const] : [],
  ];
}

for (const [index, path] of CASES.entries()) {
  const { hop, does, endpoint, args = [], verdict, isSometimes, tells } = path;
  testWith(needsOf(path), `probe ${index}: ${hop} (${does}) before ${endpoint}`, async () => {
    await using server = await startPath(path);
    const steps = Object.values(await probeSteps(server.socketUrl, ...args));
    const wrong = steps.filter(({ outcome }) => outcome === "failed" || outcome === "noted");
    const found = wrong.map(({ step, outcome, finding, cause }) => [
      step,
      `${outcome}: ${finding}${cause ? `, ${cause}` : ""}`,
    ]);
    const texts = wrong.map(({ text }) => text).join("\n");
    if (isSometimes && found.length === 0) return;
    assertEquals(Object.fromEntries(found), verdict, texts);
    if (tells) assertMatch(texts, tells);
  });
}
