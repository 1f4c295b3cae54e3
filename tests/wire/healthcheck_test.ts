import { assertEquals, assertMatch } from "@std/assert";
import { makeCertificate } from "../support/certificate.ts";
import { testWith } from "../support/needs.ts";
import { freePort } from "../support/port.ts";
import { Program, taskArguments } from "../support/program.ts";
import { OPCODE, RawSocket } from "../support/raw_socket.ts";

const RUN = ["net", "read", "run", "env"] as const;

/** Runs `eco healthcheck` as its task does. */
async function healthcheck(args: readonly string[], env?: Record<string, string>) {
  const all = [...taskArguments("eco"), "healthcheck", ...args];
  await using program = new Program(Deno.execPath(), all, { env });
  return await program.ended();
}

testWith(
  RUN,
  "healthcheck tells a server that serves from one that stops and from none",
  async () => {
    await using server = Program.start(["--port", "0", "--drain-timeout", "5s"]);
    const port = await server.port();
    const url = `http://127.0.0.1:${port}/healthz`;
    assertEquals(await healthcheck([url]), { code: 0, stdout: "", stderr: "" });
    assertEquals((await healthcheck([`ws://127.0.0.1:${port}`])).code, 0);
    // By default it asks the server that its own settings describe.
    assertEquals((await healthcheck([], { PORT: `${port}`, HOST: "0.0.0.0" })).code, 0);

    using stuck = await RawSocket.open(port);
    await stuck.send(OPCODE.TEXT, "hola");
    server.kill("SIGTERM");
    await stuck.closeFrame();
    assertEquals(await healthcheck([`http://127.0.0.1:${port}`]), {
      code: 1,
      stdout: "",
      stderr: `error: ${url} answers 503\n`,
    });
    const { code, stderr } = await healthcheck([`http://a:secret@127.0.0.1:${freePort()}/healthz`]);
    assertEquals(code, 1);
    assertMatch(stderr, /^error: http:\/\/a:%E2%80%A6@.* does not answer: .*\n$/);
  },
);

testWith([...RUN, "write", "openssl"], "healthcheck asks by TLS", async () => {
  await using certificate = await makeCertificate();
  const files = ["--tls-cert", certificate.cert, "--tls-key", certificate.key];
  await using server = Program.start(["--port", "0", ...files], {}, "start-tls");
  const port = await server.port();
  const url = `https://localhost:${port}/healthz`;
  assertEquals((await healthcheck([url])).code, 1);
  assertEquals((await healthcheck([url, "--insecure"])).code, 0);
  assertEquals((await healthcheck([url.replace("https", "wss"), "--insecure"])).code, 0);
  // The files are not read, so that it needs no permission for them.
  const env = { PORT: `${port}`, ECO_TLS_CERT: certificate.cert, ECO_TLS_KEY: certificate.key };
  assertEquals((await healthcheck([], env)).code, 0);
});

testWith(RUN, "healthcheck asks on the port for operators where there is one", async () => {
  const metricsPort = `${freePort()}`;
  await using server = Program.start(["--port", "0", "--metrics-port", metricsPort]);
  await server.port();
  assertEquals((await healthcheck([], { ECO_METRICS_PORT: metricsPort })).code, 0);
});

testWith(RUN, "settings of serving that are wrong do not disturb healthcheck", async () => {
  await using server = Program.start();
  const url = `http://127.0.0.1:${await server.port()}/healthz`;
  const wrong = { PORT: "x", HOST: "a b" };
  assertEquals((await healthcheck([url], wrong)).code, 0);
  assertEquals((await healthcheck([], wrong)).code, 2);
});

testWith(RUN, "healthcheck of what is no address ends with 2", async () => {
  const { code, stderr } = await healthcheck(["localhost"]);
  assertEquals(code, 2);
  assertMatch(
    stderr,
    /the URL must be like http:\/\/example.org\/healthz: current value is "local/,
  );
});
