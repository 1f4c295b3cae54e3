import { assertEquals, assertMatch } from "@std/assert";
import { makeCertificate } from "../support/certificate.ts";
import { RUN, testWith } from "../support/needs.ts";
import { freePort } from "../support/port.ts";
import { type Ending, Program } from "../support/program.ts";
import { RawSocket } from "../support/raw_socket.ts";

/** Runs `eco healthcheck` as its task does. */
function check(args: readonly string[], env?: Record<string, string>): Promise<Ending> {
  return Program.start(["healthcheck", ...args], { env }, "eco").ended();
}

testWith(RUN, "healthcheck tells a server that serves from one that stops and none", async () => {
  await using server = Program.start(["--port", "0", "--drain-timeout", "1h"]);
  const port = await server.port();
  const url = `http://127.0.0.1:${port}/healthz`;
  assertEquals(await check([url]), { code: 0, stdout: "", stderr: "" });
  assertEquals((await check([`ws://127.0.0.1:${port}`])).code, 0);
  // By default it asks the server that its own settings describe.
  assertEquals((await check([], { PORT: `${port}`, HOST: "0.0.0.0" })).code, 0);
  // Wrong settings of serving do not disturb it, unless it needs them.
  assertEquals((await check([url], { PORT: "x", HOST: "a b" })).code, 0);
  assertEquals((await check([], { PORT: "x", HOST: "a b" })).code, 2);

  const wrong = await check(["localhost"]);
  assertEquals(wrong.code, 2);
  assertMatch(wrong.stderr, /the URL must be like http:\/\/example.org\/healthz, not "local/);

  using stuck = await RawSocket.open(port);
  server.kill("SIGTERM");
  await stuck.closeFrame();
  const stderr = `error: ${url} answers 503\n`;
  assertEquals(await check([`http://127.0.0.1:${port}`]), { code: 1, stdout: "", stderr });
  const none = await check([`http://a:secret@127.0.0.1:${freePort()}/healthz`]);
  assertEquals(none.code, 1);
  assertMatch(none.stderr, /^error: http:\/\/a:…@.* does not answer: .*\n$/);
});

testWith([...RUN, "write", "openssl"], "healthcheck asks by TLS", async () => {
  await using certificate = await makeCertificate();
  const files = ["--tls-cert", certificate.cert, "--tls-key", certificate.key];
  await using server = Program.start(["--port", "0", ...files], {}, "start-tls");
  const port = await server.port();
  const url = `https://localhost:${port}/healthz`;
  assertEquals((await check([url])).code, 1);
  assertEquals((await check([url.replace("https", "wss"), "--insecure"])).code, 0);
  // The files are not read, so that it needs no permission for them.
  const env = { PORT: `${port}`, ECO_TLS_CERT: certificate.cert, ECO_TLS_KEY: certificate.key };
  assertEquals((await check([], env)).code, 0);
});

testWith(RUN, "healthcheck asks on the port for operators if there is one", async () => {
  const metricsPort = `${freePort()}`;
  await using server = Program.start(["--port", "0", "--metrics-port", metricsPort]);
  await server.port();
  assertEquals((await check([], { ECO_METRICS_PORT: metricsPort })).code, 0);
});
