import { assertEquals, assertStringIncludes } from "@std/assert";
import { until } from "../support/deadline.ts";
import { RUN, testWith, whyIgnored } from "../support/needs.ts";
import { freePort, isFree } from "../support/port.ts";
import { askControl } from "../support/controlled.ts";
import { temporaryFolder } from "../support/folder.ts";
import { Program } from "../support/program.ts";
import { RawSocket } from "../support/raw_socket.ts";

testWith(RUN, "lists can be given twice or with commas, however they are written", async () => {
  const flags = ["--trust-proxy", "--max-connections-per-address", "1"];
  const written = "HTTPS://A.Example:443/,https://*.b.example,null";
  const origins = ["--allow-origin", written, "--allow-origin", "capacitor://localhost"];
  await using program = Program.start(["--port", "0", ...flags, ...origins]);
  const port = await program.port();
  const answers = {
    "https://a.example": 101,
    "https://x.b.example": 101,
    "https://b.example": 403,
    "null": 101,
    "capacitor://localhost": 101,
    "tauri://localhost": 403,
  };
  await using sockets = new AsyncDisposableStack();
  for (const [index, [origin, status]] of Object.entries(answers).entries()) {
    const lines = [`X-Forwarded-For: 192.0.2.${index}`, `Origin: ${origin}`];
    const socket = sockets.use(await RawSocket.open(port, lines));
    assertStringIncludes(socket.head, `HTTP/1.1 ${status} `, origin);
  }
});

testWith(RUN, "flags after -- count, empty variables do not", async () => {
  const empty = ["HOST", "PORT", "ECO_REUSE_PORT", "ECO_MAX_PAYLOAD", "ECO_ALLOW_ORIGIN"];
  const env = { ...Object.fromEntries(empty.map((name) => [name, ""])), ECO_PREFIX: "" };
  await using program = Program.start(["--", "--port", "0"], { env });
  await using client = await program.connect();
  // The prefix may be empty, so an empty variable sets it.
  assertEquals(await client.ask("hola"), "hola");
});

for (const [args, env] of [[["--reuse-port"], {}], [[], { ECO_REUSE_PORT: "yes" }]] as const) {
  const label = [...args, ...Object.values(env)].join(" ");
  testWith([...RUN, "linux"], `two processes share a port: ${label}`, async () => {
    await using first = Program.start(["--port", "0", ...args], { env });
    const port = await first.port();
    await using second = Program.start(["--port", `${port}`, ...args], { env });
    assertEquals(await second.port(), port);
  });
}

testWith(RUN, "--host localhost listens on both loopback addresses, :: on all", async () => {
  for (const host of ["localhost", "::"]) {
    await using program = Program.start(["--port", "0", "--host", host]);
    const port = await program.port();
    for (const address of ["127.0.0.1", "[::1]"]) {
      const response = await fetch(`http://${address}:${port}/healthz`);
      assertEquals([response.status, await response.text()], [200, "ok\n"], `${host} ${address}`);
    }
  }
}, whyIgnored(RUN) ?? (isFree("::1") ? undefined : "needs IPv6"));

testWith(RUN, "--metrics-port is on the loopback address unless told otherwise", async () => {
  const metricsPort = `${freePort()}`;
  const args = ["--port", "0", "--host", "0.0.0.0", "--metrics-port", metricsPort];
  await using program = Program.start(args);
  await program.output(new RegExp(`"metrics":"http://127.0.0.1:${metricsPort}/metrics"`));
  // The whole of 127.0.0.0/8 is this machine, so it stands for an address of the network.
  const reach = () =>
    fetch(`http://127.0.0.2:${metricsPort}/healthz`).then((response) => response.text(), () => "");
  if (Deno.build.os === "linux") assertEquals(await reach(), "");
  program.kill("SIGTERM");
  await program.ended();
  await using open = Program.start([...args, "--metrics-host", "0.0.0.0"]);
  await open.port();
  if (Deno.build.os === "linux") assertEquals(await reach(), "ok\n");
});

testWith(RUN, "a port that browsers refuse is warned of", async () => {
  const port = [6667, 6666, 6668, 6669, 10080].find((port) => isFree("127.0.0.1", port));
  await using program = Program.start(["--port", `${port}`]);
  await program.output(new RegExp(`"WARNING".*browsers refuse port ${port}; choose another`));
});

testWith([...RUN, "write"], "start-test tells its ports in log and --ports-file", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/ports.json`;
  const env = { INIT_CWD: folder.path };
  await using program = Program.start(["--ports-file", "ports.json"], { env }, "start-test");
  const port = await program.port();
  const [, control] = await program.output(/^\{[^\n]+"controlPort":(\d+)/);
  const controlPort = Number(control);
  await until(() => isThere(path), "the file");
  const written = JSON.parse(await Deno.readTextFile(path));
  assertEquals(written, { pid: program.pid, port, controlPort });
  assertEquals((await askControl(controlPort, "GET /server")).body.state, "listening");
  const { code, stdout } = await program.stop();
  assertEquals([code, isThere(path)], [0, false], stdout);
});

testWith([...RUN, "write"], "a stale ports file goes, that of another server stays", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/ports.json`;
  const env = { INIT_CWD: folder.path };
  const args = ["--ports-file", "ports.json"];
  await Deno.writeTextFile(path, "stale");
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr as Deno.NetAddr;
  await using failed = Program.start(
    [...args, "--metrics-port", `${port}`],
    { env },
    "start-test",
  );
  const { code, stderr } = await failed.ended();
  assertEquals([code, isThere(path)], [1, false], stderr);
  await using program = Program.start(args, { env }, "start-test");
  await until(() => isThere(path), "the file");
  await Deno.writeTextFile(path, "newer");
  await program.stop();
  assertEquals(await Deno.readTextFile(path), "newer");
});

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

testWith(RUN, "--ports-file without the permission to write says what to do", async () => {
  await using program = Program.start(["--port", "0", "--ports-file", "/tmp/ports.json"]);
  const { code, stderr } = await program.ended();
  assertEquals(code, 1);
  assertStringIncludes(stderr, "Cannot write --ports-file /tmp/ports.json: ");
  assertStringIncludes(stderr, "use deno task start-test, or add --allow-read --allow-write");
});

testWith(RUN, "nobody can connect once a restart is answered", async () => {
  await using program = Program.start(["--port", "0", "--control-port", "0"]);
  const port = await program.port();
  const [, control] = await program.output(/"controlPort":(\d+)/);
  const ask = (request: string, body?: unknown) => askControl(Number(control), request, { body });
  for (let n = 0; n < 30; n++) {
    assertEquals((await ask("POST /server", { restart: "60m" })).body.state, "restarting");
    const outcome = await Deno.connect({ port }).then((connection) => {
      connection.close();
      return "connected";
    }, ({ name }) => name);
    assertEquals(outcome, "ConnectionRefused");
    assertEquals((await ask("DELETE /server/faults")).body.state, "listening");
  }
});

testWith(RUN, "a control port on a network needs a token", async () => {
  const args = ["--port", "0", "--control-port", "0", "--control-host", "0.0.0.0"];
  const { code, stderr } = await Program.start(args).ended();
  assertEquals(code, 2);
  assertStringIncludes(stderr, "give --control-token (or ECO_CONTROL_TOKEN) too");
  const env = { ECO_CONTROL_TOKEN: "0123456789abcdef" };
  await using program = Program.start(args, { env });
  const [, port] = await program.output(/"controlPort":(\d+)/);
  assertEquals((await askControl(Number(port), "GET /server")).status, 401);
});
