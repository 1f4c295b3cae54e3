import { assertEquals } from "@std/assert";
import { Client } from "../support/client.ts";
import { due } from "../support/deadline.ts";
import type { Endpoint } from "../support/endpoint.ts";
import { exchange } from "../support/exchange.ts";
import { type Fake, HOSTILE, startFake } from "../support/fakes.ts";
import { testWith } from "../support/needs.ts";
import { handshake, OPCODE, RawSocket } from "../support/raw_socket.ts";

/** What an echo server does. */
const RIGHT = {
  accept: "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" as string | undefined, // RFC 6455 §1.3
  subprotocol: "first",
  greeting: "none",
  text: "hola" as string | ArrayBuffer,
  binary: new Uint8Array([0, 255]).buffer as string | ArrayBuffer,
  lengthOf1001: 1001,
  lostOf200: 0,
  inOrder: true,
  close: [4000, "bye"],
};

/** What each fake does otherwise. */
const WRONG: Partial<Record<Fake, Partial<typeof RIGHT>>> = {
  right: {},
  truncates: { lengthOf1001: 1000 },
  reorders: { inOrder: false },
  binaryAsText: { binary: "\0ÿ" },
  textAsBinary: { text: new TextEncoder().encode("hola").buffer },
  loses: { lostOf200: 2 },
  dropsSubprotocol: { subprotocol: "" },
  closesOtherwise: { close: [4321, "a reason of its own"] },
  hostileText: { text: `${HOSTILE}\r\nforged` },
  noAccept: { accept: undefined },
  wrongAccept: { accept: "AAAAAAAAAAAAAAAAAAAAAAAAAAA=" },
  greets: { greeting: "Request served by x" },
};

for (const [fake, wrong] of Object.entries(WRONG) as [Fake, Partial<typeof RIGHT>][]) {
  const what = Object.keys(wrong).join() || "nothing";
  testWith(
    ["net", "env", "read"],
    `the fake ${fake} differs from an echo server in ${what}`,
    async () => {
      await using server = await startFake(fake);
      assertEquals(await observe(server, "greeting" in wrong), { ...RIGHT, ...wrong });
    },
  );
}

/** Returns what an echo server does, in one connection. */
async function observe({ port, socketUrl }: Endpoint, greets: boolean): Promise<typeof RIGHT> {
  const { headers } = await exchange(port, handshake());
  await using client = await Client.open(socketUrl, { protocols: ["first", "second"] });
  const greeting = greets ? await client.next() as string : "none";
  const answerTo = (message: string | Uint8Array<ArrayBuffer>) => {
    client.send(message);
    return client.next();
  };
  const text = await answerTo("hola");
  const binary = await answerTo(new Uint8Array([0, 255]));
  const long = await answerTo(new Uint8Array(1001));
  const burst = await answersToBurst(client);
  const { code, reason } = await client.closed;
  return {
    accept: headers.get("sec-websocket-accept") ?? undefined,
    subprotocol: client.subprotocol,
    greeting,
    text,
    binary,
    lengthOf1001: typeof long === "string" ? long.length : long.byteLength,
    lostOf200: 200 - burst.length,
    inOrder: burst.every((n, index) => index === 0 || n > burst[index - 1]),
    close: [code, reason],
  };
}

/** Sends the numbers from 0 to 199 at once, closes, and returns those that came back. */
async function answersToBurst(client: Client): Promise<number[]> {
  for (let n = 0; n < 200; n++) client.send(new TextEncoder().encode(`${n}`));
  client.send("end");
  const answers: number[] = [];
  do answers.push(toNumber(await client.next())); while (!Number.isNaN(answers.at(-1)));
  await client.close(4000, "bye");
  while (client.waiting > 0) answers.push(toNumber(await client.next()));
  return answers.filter((answer) => !Number.isNaN(answer));
}

function toNumber(message: string | ArrayBuffer): number {
  return Number(typeof message === "string" ? message : new TextDecoder().decode(message));
}

testWith(["net"], "the fake that chats answers with what nobody asked for", async () => {
  await using server = await startFake("chats");
  await using client = await Client.open(server.socketUrl);
  assertEquals(await client.next(), "Welcome to the chat!");
  client.send("hola");
  assertEquals(await client.next(), "ana: how are you?");
});

testWith(["net"], "the fake with a hostile reason closes with it", async () => {
  await using server = await startFake("hostileReason");
  await using client = await Client.open(server.socketUrl);
  client.send("hola");
  const { code, reason } = await due(client.closed, "the close");
  assertEquals([code, reason], [4000, `${HOSTILE}\r\nforged`]);
});

testWith(["net", "env", "read"], "the fake with a hostile refusal has it in its head", async () => {
  await using server = await startFake("hostileRefusal");
  using socket = await RawSocket.open(server.port);
  const bytes = Uint8Array.from(socket.head, (character) => character.charCodeAt(0));
  const head = new TextDecoder().decode(bytes);
  assertEquals(head, `HTTP/1.1 403 ${HOSTILE}\r\nServer: ${HOSTILE}\r\nContent-Length: 33\r\n\r\n`);
});

testWith(["net"], "the fake in HTML answers handshakes with a page", async () => {
  await using server = await startFake("html");
  const { status, headers } = await exchange(server.port, handshake());
  assertEquals([status, headers.get("content-type")], [200, "text/html"]);
});

testWith(
  ["net"],
  "the fake that hangs takes a connection and says nothing until it ends",
  async () => {
    const server = await startFake("hangs");
    using connection = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
    await connection.write(new TextEncoder().encode(handshake()));
    const answer = connection.read(new Uint8Array(1)).catch(() => null); // A reset is an end too.
    await server[Symbol.asyncDispose]();
    assertEquals(await answer, null);
  },
);

testWith(["net", "env", "read"], "the fake that pings does so unasked", async () => {
  await using server = await startFake("pings");
  using socket = await RawSocket.open(server.port);
  assertEquals((await socket.next()).opcode, OPCODE.PING);
  await socket.send(OPCODE.TEXT, "hola");
  assertEquals(await socket.next(), {
    opcode: OPCODE.TEXT,
    payload: new TextEncoder().encode("hola"),
  });
});
