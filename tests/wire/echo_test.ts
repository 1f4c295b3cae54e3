import { assertEquals } from "@std/assert";
import { testOnWire } from "../support/needs.ts";
import { startServer } from "../support/server.ts";

testOnWire("text of every kind and size comes back whole, with the prefix", async () => {
  await using server = startServer();
  await using client = await server.connect();
  for (
    const text of ["hola", "", "\0", "año 👩‍👩‍👧 \u202e", "x".repeat(64 * 1024), "ñ".repeat(512 * 1024)]
  ) {
    assertEquals(await client.ask(text), `echo: ${text}`);
  }
  // A lone surrogate is replaced as the platform does.
  assertEquals(await client.ask("a\ud800b"), "echo: a\ufffdb");
});

testOnWire("a binary message comes back byte for byte, as binary", async () => {
  await using server = startServer();
  await using client = await server.connect();
  for (const length of [0, 1, 256, 64 * 1024, 1024 * 1024]) {
    const bytes = Uint8Array.from({ length }, (_, index) => index * 31);
    assertEquals(await client.ask(bytes), bytes.buffer);
  }
});

testOnWire("a handshake is accepted on every path, with a prefix in the query", async () => {
  for (const prefix of ["echo: ", ""]) {
    await using server = startServer({ prefix });
    for (
      const [path, reply] of [
        ["/", `${prefix}hola`],
        ["/a/b/", `${prefix}hola`],
        ["/index.html", `${prefix}hola`],
        ["/%2e%2e/x?y=z", `${prefix}hola`],
        ["/?prefix=%3E%20", "> hola"],
        ["/?a=b&prefix=", "hola"],
      ]
    ) {
      await using client = await server.connect(path);
      assertEquals(await client.ask("hola"), reply, path);
    }
  }
});

testOnWire("100 clients each get their own replies, in order, and nothing else", async () => {
  await using server = startServer();
  await Promise.all(Array.from({ length: 100 }, async (_, id) => {
    await using client = await server.connect();
    const numbers = Array.from({ length: 20 }, (_, n) => `${id}/${n}`);
    for (const number of numbers) client.send(number);
    assertEquals(await client.take(20), numbers.map((number) => `echo: ${number}`));
    const { code } = await client.close(1000);
    assertEquals([client.waiting, code], [0, 1000]);
  }));
});
