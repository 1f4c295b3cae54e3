import { assert, assertEquals, assertMatch } from "@std/assert";
import { pause } from "../../server/pause.ts";
import { Registry } from "../../server/registry.ts";
import { breakSending } from "../support/break_sending.ts";
import { Client } from "../support/client.ts";
import { due } from "../support/deadline.ts";
import { isGranted, testWith } from "../support/needs.ts";
import { Program, taskArguments } from "../support/program.ts";
import { handshake, OPCODE, RawSocket } from "../support/raw_socket.ts";
import { startServer } from "../support/server.ts";

const RUN = ["net", "read", "run", "env"] as const;
/** What counts descriptors, or runs out of them. */
const LINUX = [...RUN, "linux"] as const;

testWith(["net"], "a handler that fails closes its own connection with 1011", async () => {
  using _broken = breakSending("echo: hola");
  await using server = startServer();
  await using failing = await Client.open(server.socketUrl);
  await using other = await Client.open(server.socketUrl);
  failing.send("hola");
  const { code, reason } = await due(failing.closed, "the close");
  assertEquals([code, reason], [1011, "the server failed to reply"]);
  other.send(new Uint8Array([1]));
  assertEquals(await other.next(), new Uint8Array([1]).buffer);
});

testWith(["net"], "a peer that vanishes is forgotten, once", async () => {
  const registry = new Registry();
  await using server = startServer({ registry });
  for (let n = 0; n < 20; n++) {
    const socket = await RawSocket.open(server.port);
    await socket.send(OPCODE.TEXT, "hola");
    socket[Symbol.dispose]();
  }
  await using last = await Client.open(server.socketUrl);
  await due(
    (async () => {
      while (registry.size > 1) {
        last.send("are they gone?");
        await last.next();
      }
    })(),
    "the others to be forgotten",
  );
  assertEquals([registry.size, registry.open.size, registry.countOf("127.0.0.1")], [1, 1, 1]);
});

testWith(
  LINUX,
  "a peer that vanishes while its handshake waits for the answer leaves nothing",
  async () => {
    await using program = Program.start();
    const port = await program.port();
    const before = await program.descriptors();
    for (let n = 0; n < 50; n++) {
      const connection = await Deno.connect({ hostname: "127.0.0.1", port });
      const text = handshake([], "GET /?open-delay=200 HTTP/1.1");
      await connection.write(new TextEncoder().encode(text));
      connection.close();
    }
    await using last = await Client.open(`ws://127.0.0.1:${port}/?open-delay=400`);
    last.send("hola");
    await last.next();
    assertEquals(await program.descriptors(), before + 1);
    program.kill("SIGTERM");
    // The runtime has a warning about the signal that this takes, unless deno.json says otherwise.
    assertEquals((await program.ended()).stderr, "");
  },
);

/** `deno task soak` multiplies the quick run. */
const SOAK = isGranted("env") ? Number(Deno.env.get("ECO_SOAK") ?? 1) : 1;

/** Opens, echoes and closes, many times and some at once. */
async function cycle(url: string, cycles: number): Promise<void> {
  await Promise.all(Array.from({ length: 20 }, async () => {
    for (let n = 0; n < cycles / 20; n++) {
      await using client = await Client.open(url);
      client.send("hola");
      assertEquals(await client.next(), "echo: hola");
    }
  }));
}

testWith(LINUX, "neither cut connections nor many short ones leave anything behind", async () => {
  await using program = Program.start();
  const port = await program.port();
  const url = `ws://127.0.0.1:${port}`;
  await cycle(url, 10_000);
  const [descriptors, bytes] = [await program.descriptors(), await program.residentBytes()];
  for (let n = 0; n < 1000; n += 100) {
    const crowd = await Promise.all(Array.from({ length: 100 }, () => RawSocket.open(port)));
    for (const socket of crowd) socket[Symbol.dispose]();
  }
  await cycle(url, 10_000 * SOAK);
  await due(
    (async () => {
      while (await program.descriptors() > descriptors + 5) await cycle(url, 20);
    })(),
    "the descriptors to be given back",
  );
  const grown = await program.residentBytes() - bytes;
  assert(grown < 80e6, `grew by ${grown} bytes`);
});

testWith(RUN, "a bug of a handler is logged with its stack", async () => {
  const code = `import { createHandler } from "../integration/handler.ts";
    import { startLog } from "../integration/io/start_log.ts";
    startLog({ level: "info", isTerminal: false }, () => {});
    const server = Deno.serve({ port: 0, onListen: () => {} }, createHandler());
    const socket = new WebSocket("ws://127.0.0.1:" + server.addr.port);
    (${breakSending})("echo: hola");
    socket.onopen = () => socket.send("hola");
    socket.onclose = () => server.shutdown();`;
  await using program = new Program(Deno.execPath(), ["eval", "--no-check", code]);
  const { stdout } = await program.ended();
  const record = stdout.split("\n").find((line) => line.includes("handler failed"));
  assertMatch(record ?? "", /"level":"ERROR".*"error":.*"stack":"TypeError: .*connection\.ts/);
});

testWith(
  LINUX,
  "out of descriptors it lives on, and listens again when there are some",
  async () => {
    const server = [Deno.execPath(), ...taskArguments("start"), "--port", "0"].join(" ");
    await using program = new Program("sh", ["-c", `ulimit -n 64; exec ${server}`]);
    const port = await program.port();
    await using early = await Client.open(`ws://127.0.0.1:${port}`);
    using reader = await Deno.connect({ hostname: "127.0.0.1", port });
    const crowd: Deno.TcpConn[] = [];
    try {
      const crowding = (async () => {
        // It ends with a refusal, once there is no listener.
        for (;;) crowd.push(await Deno.connect({ hostname: "127.0.0.1", port }));
      })().catch(() => {});
      await program.output(/listener failed, listening again/);
      await crowding;
      early.send("still there?");
      assertEquals(await early.next(), "echo: still there?");
      // The listener takes the last one. The page has not been asked for yet.
      await program.output(/"message":"listening again"/);
      await reader.write(new TextEncoder().encode("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
      const status = new Uint8Array(12);
      await due(reader.read(status), "the page");
      assertEquals(new TextDecoder().decode(status), "HTTP/1.1 200");
    } finally {
      for (const connection of crowd) connection.close();
    }
    // Until the server has noticed that the crowd is gone, the listener may fail once more.
    const open = async (): Promise<Client> =>
      await Client.open(`ws://127.0.0.1:${port}`).catch(() => undefined) ?? await open();
    await using late = await due(open(), "a connection");
    late.send("hola");
    assertEquals(await late.next(), "echo: hola");
    program.kill("SIGTERM");
    assertEquals((await program.ended()).code, 0);
  },
);

testWith(LINUX, "a listener that fails with each client has failed all the while", async () => {
  // As main.ts does: the runtime panics where it needs a descriptor for signals and has none.
  const code = `Deno.addSignalListener("SIGTERM", () => Deno.exit(0));
    import { listen } from "../integration/io/listen.ts";
    const onFailure = (ms) => console.log("failing for", Math.round(ms), "ms");
    const options = { host: "127.0.0.1", port: 0, onFailure };
    console.log("port", listen(() => new Response("hola"), options).port);`;
  const script = `ulimit -n 64; exec "$0" eval --no-check '${code}'`;
  await using program = new Program("sh", ["-c", script, Deno.execPath()]);
  const port = Number((await program.output(/port (\d+)/))[1]);
  const crowd: Deno.TcpConn[] = [];
  let isFull = true;
  const crowding = (async () => {
    while (isFull) {
      const connecting = Deno.connect({ hostname: "127.0.0.1", port });
      await connecting.then((connection) => crowd.push(connection), () => pause(10));
    }
  })();
  try {
    await program.output(/failing for \d{4} ms/);
  } finally {
    isFull = false;
    await crowding;
    for (const connection of crowd) connection.close();
  }
  const answered = async (): Promise<string> => {
    const answer = await fetch(`http://127.0.0.1:${port}`).then((r) => r.text(), () => undefined);
    return answer ?? await answered();
  };
  assertEquals(await due(answered(), "an answer"), "hola");
  program.kill("SIGTERM");
  const { stdout } = await program.ended();
  assertEquals(stdout.match(/failing for 0 ms/g)?.length, 1);
});
