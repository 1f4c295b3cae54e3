import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Client } from "../support/client.ts";
import { due } from "../support/deadline.ts";
import { exchange } from "../support/exchange.ts";
import { pathOf, testWith } from "../support/needs.ts";
import { Program, taskArguments } from "../support/program.ts";
import { freePort } from "../support/port.ts";
import { handshake, OPCODE, RawSocket } from "../support/raw_socket.ts";

const RUN = ["net", "read", "run", "env"] as const;

type LogRecord = Record<string, unknown>;

/** Stops the program and returns its records, one a line. */
async function recordsOf(program: Program): Promise<LogRecord[]> {
  program.kill("SIGTERM");
  const { stdout } = await program.ended();
  return stdout.trim().split("\n").map((line) => JSON.parse(line));
}

testWith(
  RUN,
  "a connection is logged when it opens and when it closes, without content",
  async () => {
    await using program = Program.start();
    const port = await program.port();
    const lines = [
      "Origin: https://a.example",
      "Sec-WebSocket-Protocol: chat",
      "X-Forwarded-For: 192.0.2.1",
      "Cookie: id=secret",
      "Authorization: Basic secret",
    ];
    using socket = await RawSocket.open(port, lines, "/room?token=secret");
    await socket.send(OPCODE.TEXT, "secret");
    await socket.next();
    await socket.send(OPCODE.BINARY, new Uint8Array(10));
    await socket.next();
    await socket.send(OPCODE.CLOSE, new Uint8Array([0x0f, 0xa1]));
    await socket.end();
    const records = await recordsOf(program);
    const [opened, closed] = records.filter(({ message }) => `${message}`.startsWith("connection"));
    const peer = {
      address: "127.0.0.1",
      path: "/room",
      origin: "https://a.example",
      forwardedFor: "192.0.2.1",
      subprotocol: "chat",
    };
    assertEquals(pick(opened, ["message", ...Object.keys(peer)]), {
      message: "connection opened",
      ...peer,
    });
    assertEquals(
      pick(closed, ["message", "closeCode", "messages", "bytes", ...Object.keys(peer)]),
      { message: "connection closed", closeCode: 4001, messages: 2, bytes: 16, ...peer },
    );
    assertEquals(closed.id, opened.id);
    assertMatch(`${opened.remote}`, /^127\.0\.0\.1:\d+$/);
    assert(Number(closed.durationMs) >= 0);
    assert(!JSON.stringify(records).includes("secret"));
  },
);

function pick(record: LogRecord, names: string[]): LogRecord {
  return Object.fromEntries(names.map((name) => [name, record[name]]));
}

testWith(RUN, "a connection that breaks is logged with 1006, once", async () => {
  await using program = Program.start();
  const socket = await RawSocket.open(await program.port());
  socket[Symbol.dispose]();
  await program.output(/connection closed/);
  const closed = (await recordsOf(program)).filter(({ message }) =>
    message === "connection closed"
  );
  assertEquals(closed.map(({ closeCode }) => closeCode), [1006]);
});

testWith(RUN, "a connection that the server closes is logged with its own close code", async () => {
  await using program = Program.start(["--port", "0", "--max-payload", "5"]);
  const socket = await RawSocket.open(await program.port());
  await socket.send(OPCODE.TEXT, "123456");
  await socket.closeFrame();
  socket[Symbol.dispose]();
  await program.output(/"message":"connection closed".*"closeCode":1009/);
});

testWith(RUN, "a refusal is logged with its reason", async () => {
  await using program = Program.start();
  await exchange(await program.port(), handshake(["Sec-WebSocket-Version: 8"]));
  const refused = (await recordsOf(program)).find(({ message }) => message === "handshake refused");
  assertEquals(pick(refused!, ["status", "reason", "path"]), {
    status: 426,
    reason: "version",
    path: "/",
  });
});

testWith(RUN, "control characters of a peer do not reach the log as they are", async () => {
  await using program = Program.start();
  const lines = ["Origin: \x9b31mred", "X-Forwarded-For: a\tb"];
  await exchange(await program.port(), handshake([...lines, "Sec-WebSocket-Key: x"]));
  program.kill("SIGTERM");
  const { stdout } = await program.ended();
  // deno-lint-ignore no-control-regex -- these are what is looked for
  assert(!/[\x00-\x09\x0b-\x1f\x7f-\x9f]/.test(stdout), JSON.stringify(stdout));
  assertStringIncludes(stdout, "31mred");
});

testWith([...RUN, "script"], "on a terminal it is for people", async () => {
  const args = ["--port", "0", "--host", "0.0.0.0", "--metrics-port", `${freePort()}`];
  const command = [Deno.execPath(), ...taskArguments("start"), ...args].join(" ");
  await using program = new Program(pathOf("script")!, ["-qec", command, "/dev/null"]);
  const banner = new RegExp(
    [
      "eco \\S+ is listening; Ctrl\\+C stops it\\.",
      "  WebSocket  ws://127\\.0\\.0\\.1:(\\d+)",
      "  Page       http://127\\.0\\.0\\.1:\\d+",
      "  Metrics    http://127\\.0\\.0\\.1:\\d+/metrics",
      "  Network    on every address of this machine",
    ].join("\r?\n"),
  );
  const [, port] = await program.output(banner);
  using socket = await RawSocket.open(Number(port), ["Origin: \x1b[31m".replace("\x1b", "\x9b")]);
  const [line] = await program.output(/.*connection opened.*/);
  assertMatch(line, /^time=\S+ level=info .*path=\/ origin=/);
  assert(!line.includes("undefined") && !line.includes("\x9b"), line);
  await socket.send(OPCODE.CLOSE, "");
});

testWith([...RUN, "script"], "on a terminal it explains itself too", async () => {
  const command = [Deno.execPath(), ...taskArguments("start")].join(" ");
  for (
    const [flag, expected] of [["--help", /--prefix <text>/], [
      "--nothing",
      /unknown option/,
    ]] as const
  ) {
    await using program = new Program(pathOf("script")!, [
      "-qec",
      `${command} ${flag}`,
      "/dev/null",
    ]);
    await program.output(expected);
  }
});

testWith(RUN, "--log-level chooses what is written", async () => {
  await using program = Program.start(["--port", "0", "--log-level", "info"]);
  await exchange(await program.port(), handshake(["Sec-WebSocket-Version: 8"]));
  await exchange(await program.port(), handshake(["Sec-WebSocket-Version: 8"]));
  const records = await recordsOf(program);
  const refused = records.filter(({ message }) => message === "handshake refused");
  assertEquals(refused.map(({ level }) => level), ["INFO", "INFO"]);
});

for (const workers of ["1", "2"]) {
  testWith(RUN, `stopping is logged once, with ${workers} workers`, async () => {
    await using program = Program.start(["--port", "0", "--workers", workers]);
    const url = `ws://127.0.0.1:${await program.port()}`;
    await using first = await Client.open(url);
    await using second = await Client.open(url);
    for (const client of [first, second]) {
      client.send("hola");
      await client.next();
    }
    const records = await recordsOf(program);
    const about = records.filter(({ message }) => `${message}`.startsWith("server "));
    assertEquals(about.map((record) => pick(record, ["message", "signal", "connections"])), [
      { message: "server stopping", signal: "SIGTERM", connections: 2 },
      { message: "server stopped", signal: undefined, connections: undefined },
    ]);
    assertEquals(records.at(-1), about[1]);
  });
}

testWith(RUN, "long fields are cut", async () => {
  await using program = Program.start(["--port", "0", "--trust-proxy"]);
  const lines = [`X-Forwarded-For: ${"1".repeat(5000)}`, `Origin: ${"o".repeat(5000)}`, "Upgrade:"];
  await exchange(await program.port(), handshake(lines));
  const [, refused] = await recordsOf(program);
  const { address, forwardedFor, origin } = refused;
  assertEquals([address, forwardedFor, origin].map((field) => `${field}`.length), [200, 200, 200]);
});

testWith(RUN, "--log-level off writes nothing", async () => {
  const taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  taken.close();
  await using program = Program.start(["--port", `${port}`, "--log-level", "off"]);
  await using _client = await opened(`ws://127.0.0.1:${port}`);
  program.kill("SIGTERM");
  assertEquals(await program.ended(), { code: 0, stdout: "", stderr: "" });
});

/** Connects to a server that does not say when it listens. */
function opened(url: string): Promise<Client> {
  const attempt = (): Promise<Client> => Client.open(url).catch(attempt);
  return due(attempt(), "a connection");
}

testWith(RUN, "what happens before the log is loaded is written all the same", async () => {
  const port = freePort();
  await using program = Program.start(["--port", `${port}`]);
  using socket = await due(openOnceItListens(port), "the program to listen");
  program.kill("SIGTERM");
  const { payload } = await socket.next();
  await socket.send(OPCODE.CLOSE, payload);
  const { stdout } = await program.ended();
  const messages = stdout.trim().split("\n").map((line) => JSON.parse(line).message);
  assertEquals(messages.sort(), [
    "connection closed",
    "connection opened",
    "listening",
    "server stopped",
    "server stopping",
  ]);
});

async function openOnceItListens(port: number): Promise<RawSocket> {
  for (;;) {
    try {
      return await RawSocket.open(port);
    } catch (error) {
      if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
    }
  }
}

testWith(RUN, "a log that cannot be written ends the program, with the reason", async () => {
  const imports = JSON.stringify({ imports: { "@logtape/logtape": "file:///missing.ts" } });
  const args = ["--no-config", "--no-lock", "--allow-net", "--allow-env", "--allow-read"];
  const map = `--import-map=data:application/json,${encodeURIComponent(imports)}`;
  await using program = new Program(Deno.execPath(), ["run", ...args, map, "main.ts"], {
    env: { PORT: "0" },
  });
  const { code, stderr } = await program.ended();
  assertEquals(code, 1);
  assertMatch(stderr, /^error: Cannot write the log as LogTape cannot be loaded: .*\)\n$/);
});

testWith(
  [...RUN, "linux"],
  "the first record can be written where no descriptor is left",
  async () => {
    const code = `import { log } from "../integration/io/log.ts";
      import { startLog } from "../integration/io/start_log.ts";
      const written = startLog({ level: "info", isTerminal: false }, () => {});
      // It loads what writes records meanwhile.
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const files = [];
      try {
        for (;;) files.push(Deno.openSync("deno.json"));
      } catch {
        log.warning("no descriptor is left");
      }
      await written[Symbol.asyncDispose]();`;
    const script = `ulimit -n 64; exec "$0" eval --no-check '${code}'`;
    await using program = new Program("sh", ["-c", script, Deno.execPath()]);
    const { code: exitCode, stdout } = await program.ended();
    assertEquals(exitCode, 0);
    assertMatch(stdout, /"message":"no descriptor is left"/);
  },
);
