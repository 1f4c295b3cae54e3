import { assertEquals, assertStringIncludes } from "@std/assert";
import { Client } from "../support/client.ts";
import { startExample } from "../support/example.ts";
import { RUN, testWith } from "../support/needs.ts";

testWith(RUN, "docs/examples/mount.ts serves its own routes and the echo below one", async () => {
  await using example = await startExample("mount.ts");
  const get = async (path: string) => {
    const response = await fetch(`http://${example.authority}${path}`);
    return [response.status, await response.text()] as const;
  };
  await using client = await Client.open(`ws://${example.authority}/echo/`);
  assertEquals(await client.ask("hola"), "you said: hola");
  assertEquals(await get("/"), [200, "1 are connected to /echo/\n"]);
  assertEquals(await get("/client.js"), [404, "No such page\n"]);
  for (const path of ["/echo", "/echo/"]) assertStringIncludes((await get(path))[1], "client.js");
  const [, info] = await get("/echo/info");
  assertEquals(JSON.parse(info).url, `http://${example.authority}/echo/info`);
});

testWith(RUN, "docs/examples/mount.ts answers what is on its way when it stops", async () => {
  await using example = await startExample("mount.ts");
  await using client = await Client.open(`ws://${example.authority}/echo/?delay=1m&report`);
  await client.next();
  client.send("hola");
  client.send("adiós");
  await using other = await Client.open(`ws://${example.authority}/echo/`);
  await other.ask("the messages before have arrived");
  example.program.kill("SIGTERM");
  assertEquals(await client.take(2), ["you said: hola", "you said: adiós"]);
  assertEquals(await client.ended(), [1001, "the server is stopping"]);
  const { code, stderr } = await example.program.ended();
  assertEquals([code, stderr.replace(/^Listening.*\n/, "")], [0, ""]);
});
