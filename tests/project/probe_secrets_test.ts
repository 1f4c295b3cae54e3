import { assertEquals, assertMatch } from "@std/assert";
import { makeCertificate } from "../support/certificate.ts";
import { RUN, testWith } from "../support/needs.ts";
import { freePort } from "../support/port.ts";
import { probe, probeSteps } from "../support/probe.ts";
import { Program, taskArguments } from "../support/program.ts";
import { NGINX_UPGRADE, startNginx, startProxy } from "../support/proxy.ts";
import { startServer } from "../support/server.ts";

const NEEDS = [...RUN, "write"] as const;

const SECRET = /TOPSECRET|hunter2|t0k(en|%65n)|N4meT0k/i;
const CARRIED = [
  ...["--header", "Authorization: Bearer TOPSECRET", "--header", "X-Api-Key: TOPSECRET"],
  ...["--header", "Cookie: session=TOPSECRET"],
];

testWith([...NEEDS, "nginx"], "probe prints nothing of what it carries", async () => {
  await using server = startServer();
  await using telling = await startNginx(
    `location / { return 403 "<p>$http_authorization $args $http_cookie</p>"; }`,
  );
  const changes = 'proxy_set_header Authorization "Basic abc"; proxy_set_header Cookie $args;';
  const directives = `${NGINX_UPGRADE} ${changes}`;
  await using replacing = await startProxy("nginx", server.port, { directives });
  for (const { port } of [telling, replacing]) {
    const url = `ws://me:hunter2@127.0.0.1:${port}/?access=t0k%65n+of-mine&delay=0&N4meT0k3n`;
    for (const format of [["--json"], ["--verbose"]]) {
      const { stdout, stderr } = await probe(url, ...CARRIED, ...format);
      assertEquals([SECRET.exec(stdout)?.[0], stderr], [undefined, ""], stdout);
      assertMatch(stdout, /ws:\/\/me:…@127\.0\.0\.1:\d+\/\?access=…&delay=0&\(9 characters\)/);
    }
  }
  for (
    const args of [
      ["probe", "ftp://me:hunter2@127.0.0.1/?access=t0ken"],
      ["probe", "ws://a", "--header", "TOPSECRET"],
      ["probe", "ws://a", "--header", "Upgrade: TOPSECRET"],
      ["healthcheck", "ftp://me:hunter2@127.0.0.1/?access=t0ken"],
      ["healthcheck", `http://me:hunter2@127.0.0.1:${freePort()}/?access=t0ken`],
    ]
  ) {
    const { stderr } = await Program.start(args, {}, "eco").ended();
    assertMatch(stderr, /^error: /);
    assertEquals(SECRET.exec(stderr)?.[0], undefined, stderr);
  }
});

testWith(NEEDS, "an address whose name or password is not text is wrong use", async () => {
  for (const user of ["u:100%", "u:p%E9TOPSECRET"]) {
    const { code, stderr } = await probe(`ws://${user}@127.0.0.1:${freePort()}/`);
    assertEquals([code, SECRET.test(stderr)], [2, false], stderr);
    assertMatch(stderr, /^error: the name and the password in the URL must be UTF-8.*\n$/);
  }
  await using server = startServer();
  const { code, stdout, stderr } = await probe(`ws://ж:p@127.0.0.1:${server.port}/`);
  assertEquals([code, stderr], [0, ""], stdout);
});

testWith(NEEDS, "neither probe nor healthcheck uses a proxy from the environment", async () => {
  await using server = startServer();
  const proxy = `http://127.0.0.1:${freePort()}`;
  const env = { NODE_USE_ENV_PROXY: "1", HTTP_PROXY: proxy, http_proxy: proxy, ALL_PROXY: proxy };
  for (const [command, url] of [["probe", server.socketUrl], ["healthcheck", server.pageUrl]]) {
    const { code, stdout, stderr } = await Program.start([command, url], { env }, "eco").ended();
    assertEquals([code, stderr], [0, ""], stdout);
  }
});

testWith(NEEDS, "probe --verbose shows request and answer as they were sent", async () => {
  await using server = startServer();
  const { stdout } = await probe(`${server.socketUrl}/x`, "--verbose", ...CARRIED);
  assertMatch(stdout, /\n {6}> GET \/x HTTP\/1\.1\n/);
  assertMatch(stdout, /\n {6}> Sec-WebSocket-Version: 13\n/);
  assertMatch(stdout, /\n {6}> x-api-key: \(9 characters\)\n/);
  assertMatch(stdout, /\n {6}< HTTP\/1\.1 101 Switching Protocols\n/);
});

const TLS = [...NEEDS, "nginx", "openssl"] as const;

testWith(TLS, "probe --resolve keeps the name while it connects to an address", async () => {
  await using server = startServer();
  await using certificate = await makeCertificate();
  const options = { directives: NGINX_UPGRADE, certificate };
  await using proxy = await startProxy("nginx", server.port, options);
  const url = `wss://b.example:${proxy.port}/`;
  const resolve = ["--resolve", `b.example:${proxy.port}:127.0.0.1`];
  const { name, report } = await probeSteps(url, ...resolve, "--insecure");
  assertEquals(name.values.addresses, "127.0.0.1");
  assertMatch(report.text, /host: b\.example:\d+ → 127\.0\.0\.1/);
});

testWith(TLS, "probe shows a client certificate if asked", async () => {
  await using server = startServer();
  await using files = await makeCertificate();
  await using proxy = await startNginx(
    `ssl_verify_client optional_no_ca; location / {
      if ($ssl_client_verify = NONE) { return 495; }
      proxy_pass http://127.0.0.1:${server.port}; ${NGINX_UPGRADE}
      proxy_set_header Host $http_host; }`,
    files,
  );
  const url = `wss://localhost:${proxy.port}/`;
  const { handshake } = await probeSteps(url, "--insecure");
  assertEquals(handshake.outcome, "failed", handshake.text);
  const args = ["--insecure", "--client-cert", files.cert, "--client-key", files.key];
  // The task may not read files.
  const start = [...taskArguments("eco"), "probe", "--json", ...args, url];
  start.splice(start.indexOf("main.ts"), 0, "--allow-read");
  const { stdout, stderr } = await new Program(Deno.execPath(), start).ended();
  assertEquals([stderr, JSON.parse(stdout).outcome], ["", "passed"], stdout);
});
