import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { PortsFile } from "../../../program/ports_file.ts";
import { temporaryFolder } from "../../support/folder.ts";
import { testWith } from "../../support/needs.ts";
import { freePort } from "../../support/port.ts";

const HOST = "127.0.0.1";

testWith(
  ["net", "read", "write", "env"],
  "the ports file of a server that runs stays",
  async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, "ports.json");
    const port = freePort();
    const running = Deno.listen({ hostname: HOST, port });
    const content = JSON.stringify({ pid: 1, port });
    await Deno.writeTextFile(path, content);
    await PortsFile.prepare(path, HOST);
    assertEquals(await Deno.readTextFile(path), content);
    running.close();
    for (const stale of [content, "stale", "null", '{"port":70000}']) {
      await Deno.writeTextFile(path, stale);
      await PortsFile.prepare(path, HOST);
      assertEquals(listNames(folder.path), [], stale);
    }
  },
);

testWith(["read", "write", "env"], "a folder in the place of the ports file stays", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "ports.json");
  const file = await PortsFile.prepare(path, HOST);
  await Deno.mkdir(path);
  // It leaves nothing else behind.
  await rejects(() => file.write({ port: 1 }));
  assertEquals(listNames(folder.path), ["ports.json"]);
  await rejects(() => PortsFile.prepare(path, HOST));
  assertEquals(listNames(folder.path), ["ports.json"]);
});

async function rejects(run: () => Promise<unknown>): Promise<void> {
  const outcome = await run().then(() => "", ({ message }) => message.split(":", 1)[0]);
  assertEquals(outcome.replace(/ \S+$/, ""), "Cannot write --ports-file");
}

function listNames(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name);
}
