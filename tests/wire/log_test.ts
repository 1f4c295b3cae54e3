import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { due } from "../support/deadline.ts";
import { Client } from "../support/client.ts";
import { exchange } from "../support/exchange.ts";
import { pathOf, RUN, testWith } from "../support/needs.ts";
import { freePort } from "../support/port.ts";
import { Program, taskArguments } from "../support/program.ts";
import { handshake, OPCODE, RawSocket } from "../support/raw_socket.ts";

type LogRecord = Record<string, unknown>;

/** Stops the program and returns its records with some message, one a line. */
async function stopAndRead(program: Program, message: string): Promise<LogRecord[]> {
  const { stdout } = await program.stop();
  const records = stdout.trim().split("\n").map((line) => JSON.parse(line) as LogRecord);
  return records.filter((record) => `${record.message}`.startsWith(message));
}

function pick(record: LogRecord, names: string[]): LogRecord {
  return Object.fromEntries(names.map((name) => [name, record[name]]));
}

testWith(RUN, "a connection is logged when it opens and closes, without content", async () => {
  await using program = Program.start();
  const lines = [
    "Origin: https://a.example",
    "Sec-WebSocket-Protocol: chat",
    "X-Forwarded-For: 192.0.2.1",
    "Cookie: id=secret",
    "Authorization: Basic secret",
  ];
  using socket = await RawSocket.open(await program.port(), lines, "/room?token=secret");
  for (
    const [opcode, content] of [[OPCODE.TEXT, "secret"], [OPCODE.BINARY, "secret bin"]] as const
  ) {
    await socket.send(opcode, content);
    await socket.next();
  }
  await socket.send(OPCODE.CLOSE, new Uint8Array([0x0f, 0xa1]));
  await socket.end();
  const records = await stopAndRead(program, "connection");
  const peer = {
    address: "127.0.0.1",
    path: "/room",
    origin: "https://a.example",
    forwardedFor: "192.0.2.1",
    subprotocol: "chat",
  };
  const closing = { message: "connection closed", closeCode: 4001, messages: 2, bytes: 16 };
  assertEquals(records.map((record) => pick(record, ["message", ...Object.keys(peer)])), [
    { message: "connection opened", ...peer },
    { message: "connection closed", ...peer },
  ]);
  const [opened, closed] = records;
  assertEquals(pick(closed, Object.keys(closing)), closing);
  assertEquals(closed.id, opened.id);
  assertMatch(`${opened.remote}`, /^127\.0\.0\.1:\d+$/);
  assert(Number(closed.durationMs) >= 0);
  assert(!JSON.stringify(records).includes("secret"));
});

testWith(RUN, "a connection that breaks is logged with 1006, once, or with the code", async () => {
  await using program = Program.start(["--port", "0", "--max-payload", "5"]);
  for (const [message, closeCode] of [["1234", 1006], ["123456", 1009]] as const) {
    const socket = await RawSocket.open(await program.port());
    await socket.send(OPCODE.TEXT, message);
    await socket.next(); // a reply or the close frame
    socket[Symbol.dispose]();
    await program.output(new RegExp(`connection closed.*"closeCode":${closeCode}`));
  }
  const closed = await stopAndRead(program, "connection closed");
  assertEquals(closed.map((record) => record.closeCode), [1006, 1009]);
});

testWith(RUN, "a refusal is logged with its reason, long fields cut and escaped", async () => {
  await using program = Program.start(["--port", "0", "--trust-proxy"]);
  const port = await program.port();
  await exchange(port, handshake(["Sec-WebSocket-Version: 8"]));
  const long = [`X-Forwarded-For: ${"1".repeat(5000)}`, `Origin: ${"o".repeat(5000)}`, "Upgrade:"];
  await exchange(port, handshake(long));
  await exchange(port, handshake(["Origin: \x9b31mred", "X-Forwarded-For: a\tb", "Upgrade:"]));
  const { stdout } = await program.stop();
  // deno-lint-ignore no-control-regex -- these are what is looked for
  assert(!/[\x00-\x09\x0b-\x1f\x7f-\x9f]/.test(stdout), JSON.stringify(stdout));
  assertStringIncludes(stdout, "31mred");
  const [, version, cut] = stdout.split("\n").map((line) => line && JSON.parse(line));
  assertEquals(pick(version, ["level", "message", "status", "reason", "path"]), {
    level: "INFO",
    message: "handshake refused",
    status: 426,
    reason: "version",
    path: "/",
  });
  for (const field of ["address", "forwardedFor", "origin"]) assertEquals(cut[field].length, 200);
});

testWith([...RUN, "script"], "on a terminal it is for people", async () => {
  const args = ["--port", "0", "--host", "0.0.0.0", "--metrics-port", `${freePort()}`];
  await using program = startOnTerminal(args);
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
  using socket = await RawSocket.open(Number(port), ["Origin: \x9b[31m"]);
  const [line] = await program.output(/.*connection opened.*/);
  assertMatch(line, /^time=\S+ level=info .*path=\/ origin=/);
  assert(!line.includes("undefined") && !line.includes("\x9b"), line);
  await socket.send(OPCODE.CLOSE, "");
});

testWith([...RUN, "script"], "on a terminal it explains itself too", async () => {
  for (const [flag, expected] of [["--help", /--prefix <text>/], ["--no", /unknown option/]]) {
    await using program = startOnTerminal([flag as string]);
    await program.output(expected as RegExp);
  }
});

function startOnTerminal(args: readonly string[]): Program {
  const command = [Deno.execPath(), ...taskArguments("start"), ...args].join(" ");
  return new Program(pathOf("script")!, ["-qec", command, "/dev/null"]);
}

testWith(RUN, "--log-level off writes nothing", async () => {
  const port = freePort();
  await using program = Program.start(["--port", `${port}`, "--log-level", "off"]);
  const open = (): Promise<Client> => Client.open(`ws://127.0.0.1:${port}`).catch(open);
  await using _client = await due(open(), "a connection");
  assertEquals(await program.stop(), { code: 0, stdout: "", stderr: "" });
});
