import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { Client } from "../support/client.ts";
import { startForeignServer } from "../support/foreign_server.ts";
import { pathOf, RUN, testWith } from "../support/needs.ts";
import { Program } from "../support/program.ts";
import { startServer } from "../support/server.ts";

const CLIENT = fromFileUrl(new URL("../support/client.py", import.meta.url));

testWith([...RUN, "pythonWebsockets"], "Python's websockets talks to it", async () => {
  await using server = startServer();
  await using client = new Program(pathOf("pythonWebsockets")!, [CLIENT, server.socketUrl]);
  const stdout = "echo: hola\nb'\\x00\\xff'\n";
  assertEquals(await client.ended(), { code: 0, stdout, stderr: "" });
});

for (const [name, program] of [["python", "pythonWebsockets"], ["node", "node"]] as const) {
  testWith([...RUN, program], `the tests' client talks to an echo server of ${name}`, async () => {
    await using server = await startForeignServer(name);
    await using client = await Client.open(server.socketUrl);
    assertEquals(await client.ask("hola"), "echo: hola");
    assertEquals(await client.ask(new Uint8Array([0, 255])), new Uint8Array([0, 255]).buffer);
  });
}
