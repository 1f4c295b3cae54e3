import { assertEquals, assertStringIncludes } from "@std/assert";
import { Client } from "../support/client.ts";
import { due } from "../support/deadline.ts";
import { startExample } from "../support/example.ts";
import { testWith } from "../support/needs.ts";

const RUN = ["net", "read", "run", "env"] as const;

testWith(
  RUN,
  "docs/examples/mount.ts serves its own routes and the echo under a path",
  async () => {
    await using example = await startExample("mount.ts");
    const get = async (path: string) => {
      const response = await fetch(`http://${example.authority}${path}`);
      return [response.status, await response.text()] as const;
    };
    await using client = await Client.open(`ws://${example.authority}/echo/`);
    client.send("hola");
    assertEquals(await client.next(), "you said: hola");
    assertEquals(await get("/"), [200, "1 are connected to /echo/\n"]);
    assertEquals(await get("/client.js"), [404, "No such page\n"]);
    for (const path of ["/echo", "/echo/"]) assertStringIncludes((await get(path))[1], "client.js");
    const [, info] = await get("/echo/info");
    assertEquals(JSON.parse(info).url, `http://${example.authority}/echo/info`);
  },
);

testWith(RUN, "docs/examples/mount.ts answers what is on its way when it stops", async () => {
  await using example = await startExample("mount.ts");
  const { program, authority } = example;
  const client = await Client.open(`ws://${authority}/echo/?delay=1m`);
  client.send("hola");
  client.send("adiós");
  program.kill("SIGTERM");
  assertEquals([await client.next(), await client.next()], ["you said: hola", "you said: adiós"]);
  const { code, reason } = await due(client.closed, "the end of the connection");
  assertEquals([code, reason], [1001, "the server is stopping"]);
  const { code: exitCode, stderr } = await program.ended();
  assertEquals([exitCode, stderr.replace(/^Listening.*\n/, "")], [0, ""]);
});
