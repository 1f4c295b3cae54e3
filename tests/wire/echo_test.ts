import { assertEquals } from "@std/assert";
import { Client } from "../support/client.ts";
import { testWith } from "../support/needs.ts";
import { startServer } from "../support/server.ts";

testWith(["net"], "a text message comes back with the prefix", async () => {
  await using server = startServer();
  await using client = await Client.open(server.socketUrl);
  client.send("hola");
  assertEquals(await client.next(), "echo: hola");
});

testWith(["net"], "text of every kind and size comes back whole", async () => {
  await using server = startServer();
  await using client = await Client.open(server.socketUrl);
  for (
    const message of ["", "\0", "año 👩‍👩‍👧 \u202e", "x".repeat(64 * 1024), "ñ".repeat(512 * 1024)]
  ) {
    client.send(message);
    assertEquals(await client.next(), `echo: ${message}`);
  }
});

testWith(["net"], "a lone surrogate is replaced as the platform does", async () => {
  await using server = startServer();
  await using client = await Client.open(server.socketUrl);
  client.send("a\ud800b");
  assertEquals(await client.next(), "echo: a\ufffdb");
});

testWith(["net"], "a binary message comes back byte for byte, as binary", async () => {
  await using server = startServer();
  await using client = await Client.open(server.socketUrl);
  for (const length of [0, 1, 256, 64 * 1024, 1024 * 1024]) {
    const bytes = Uint8Array.from({ length }, (_, index) => index * 31);
    client.send(bytes);
    assertEquals(new Uint8Array(await client.next() as ArrayBuffer), bytes);
  }
});

testWith(["net"], "the prefix is the server's to choose", async () => {
  await using server = startServer({ prefix: "" });
  await using client = await Client.open(server.socketUrl);
  client.send("hola");
  assertEquals(await client.next(), "hola");
});

testWith(["net"], "a connection can ask for a prefix of its own", async () => {
  await using server = startServer();
  for (
    const [query, reply] of [["?prefix=%3E%20", "> hola"], ["?a=b&prefix=", "hola"], [
      "?x",
      "echo: hola",
    ]]
  ) {
    await using client = await Client.open(`${server.socketUrl}/${query}`);
    client.send("hola");
    assertEquals(await client.next(), reply);
  }
});

testWith(["net"], "a handshake is accepted on every path", async () => {
  await using server = startServer();
  for (const path of ["/", "/a/b/", "/index.html", "/%2e%2e/x?y=z"]) {
    await using client = await Client.open(server.socketUrl + path);
    client.send(path);
    assertEquals(await client.next(), `echo: ${path}`);
  }
});

testWith(["net"], "nothing is sent that was not asked for", async () => {
  await using server = startServer();
  await using client = await Client.open(server.socketUrl);
  client.send("first");
  assertEquals(await client.next(), "echo: first");
  const { code } = await client.close(1000);
  assertEquals([client.waiting, code], [0, 1000]);
});

testWith(["net"], "many clients at once each get their own replies, in order", async () => {
  await using server = startServer();
  await Promise.all(Array.from({ length: 100 }, async (_, id) => {
    await using client = await Client.open(server.socketUrl);
    for (let n = 0; n < 20; n++) client.send(`${id}/${n}`);
    for (let n = 0; n < 20; n++) assertEquals(await client.next(), `echo: ${id}/${n}`);
  }));
});
