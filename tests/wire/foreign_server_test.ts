import { assertEquals } from "@std/assert";
import { Client } from "../support/client.ts";
import { startForeignServer } from "../support/foreign_server.ts";
import { testWith } from "../support/needs.ts";

const FOREIGN = { python: "pythonWebsockets", node: "node" } as const;
for (const name of ["python", "node"] as const) {
  testWith(
    ["net", "read", "run", "env", FOREIGN[name]],
    `an echo server under ${name} echoes text and binary`,
    async () => {
      await using server = await startForeignServer(name);
      await using client = await Client.open(server.socketUrl);
      for (const message of ["hola", new Uint8Array([0, 255])]) {
        client.send(message);
        assertEquals(await client.next(), typeof message === "string" ? message : message.buffer);
      }
    },
  );
}
