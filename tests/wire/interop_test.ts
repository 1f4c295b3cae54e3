import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { pathOf, testWith } from "../support/needs.ts";
import { Program } from "../support/program.ts";
import { startServer } from "../support/server.ts";

const CLIENT = fromFileUrl(new URL("../support/client.py", import.meta.url));

testWith(
  ["net", "read", "run", "env", "pythonWebsockets"],
  "Python's websockets talks to it",
  async () => {
    await using server = startServer();
    await using client = new Program(pathOf("pythonWebsockets")!, [CLIENT, server.socketUrl]);
    assertEquals(await client.ended(), {
      code: 0,
      stdout: "echo: hola\nb'\\x00\\xff'\n",
      stderr: "",
    });
  },
);
