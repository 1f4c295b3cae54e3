import {
  assert,
  assertEquals,
  assertMatch,
  assertObjectMatch,
  assertStringIncludes,
} from "@std/assert";
import { type LogRecord, logTo } from "../../handler.ts";
import { due } from "../support/deadline.ts";
import { Client } from "../support/client.ts";
import { exchange } from "../support/exchange.ts";
import { pathOf, RUN, testOnWire, testWith } from "../support/needs.ts";
import { freePort } from "../support/port.ts";
import { Program, taskArguments } from "../support/program.ts";
import { handshake, OPCODE, RawSocket } from "../support/raw_socket.ts";
import { startServer } from "../support/server.ts";

type Line = Record<string, unknown>;

/** Stops the program and returns its records with some message, one a line. */
async function stopAndRead(program: Program, message: string): Promise<Line[]> {
  const { stdout } = await program.stop();
  const records = stdout.trim().split("\n").map((line) => JSON.parse(line) as Line);
  return records.filter((record) => `${record.message}`.startsWith(message));
}

testWith(RUN, "a connection is logged when it opens and closes, without content", async () => {
  await using program = Program.start();
  const lines = [
    ...["Origin: https://a.example", "Sec-WebSocket-Protocol: chat", "X-Forwarded-For: 192.0.2.1"],
    ...["Cookie: id=secret", "Authorization: Basic secret"],
  ];
  using socket = await RawSocket.open(await program.port(), lines, "/room?token=secret");
  await socket.send(OPCODE.TEXT, "secret");
  await socket.send(OPCODE.BINARY, "secret bin");
  await socket.send(OPCODE.CLOSE, new Uint8Array([0x0f, 0xa1]));
  await socket.end();
  const [opened, closed, ...others] = await stopAndRead(program, "connection");
  const peer = {
    address: "127.0.0.1",
    path: "/room",
    origin: "https://a.example",
    forwardedFor: "192.0.2.1",
    subprotocol: "chat",
  };
  assertObjectMatch(opened, { message: "connection opened", ...peer });
  const closing = { message: "connection closed", closeCode: 4001, messages: 2, bytes: 16 };
  assertObjectMatch(closed, { ...peer, ...closing, id: opened.id, remote: opened.remote });
  assertMatch(`${opened.remote}`, /^127\.0\.0\.1:\d+$/);
  assert(Number(closed.durationMs) >= 0);
  assert(!JSON.stringify([opened, closed]).includes("secret"));
  assertEquals(others, []);
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
  const refused = { level: "INFO", message: "handshake refused", status: 426, reason: "version" };
  assertObjectMatch(version, { ...refused, path: "/" });
  for (const field of ["address", "forwardedFor", "origin"]) assertEquals(cut[field].length, 200);
});

testOnWire("the log has the parameter refused, and no name that may be secret", async () => {
  const records: LogRecord[] = [];
  logTo((record) => records.push(record));
  try {
    await using server = startServer();
    const subprotocols = {
      "/room/s3cr3t?dealy=300&eyJhbGciOiJIUzI1NiJ9": "s3cr3t.Abc1",
      "/s3cr3tAbc123": "chat",
    };
    for (const [path, name] of Object.entries(subprotocols)) {
      using socket = await RawSocket.open(server.port, [`Sec-WebSocket-Protocol: ${name}`], path);
      await socket.send(OPCODE.CLOSE, "");
      await socket.end();
    }
    const path = "/?delay=99s%0A%C3%B1";
    using socket = await RawSocket.open(server.port, [], path);
    assertMatch(socket.head, /^HTTP\/1\.1 400 [^]*\r\neco-refusal: In the query string "delay" /);
    await exchange(server.port, handshake(["Sec-WebSocket-Key: x"], "GET /s3cr3t/x HTTP/1.1"));
  } finally {
    logTo(undefined);
  }
  assertEquals(JSON.stringify(records).includes("s3cr3t"), false);
  const told = records.filter(({ message }) => message !== "connection closed");
  const fields = ["path", "subprotocol", "parameter", "unknown"];
  assertEquals(told.map(({ properties }) => fields.map((field) => properties[field])), [
    ["/room/…", "(11 characters)", undefined, "dealy, (20 characters)"],
    ["/(12 characters)", "chat", undefined, undefined],
    ["/", undefined, "delay", undefined],
    ["/(6 characters)/…", undefined, undefined, undefined],
  ]);
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
