// Nobody reads the log: that stops neither open connections nor the end of the program.
import { assertEquals } from "@std/assert";
import { Client } from "../support/client.ts";
import { due } from "../support/deadline.ts";
import { exchange } from "../support/exchange.ts";
import { type Need, pathOf, RUN, testWith } from "../support/needs.ts";
import { freePort } from "../support/port.ts";
import { ROOT, taskArguments } from "../support/program.ts";
import { handshake } from "../support/raw_socket.ts";

/** Each refusal is a record of over 400 bytes, and a pipe holds 64 KiB. */
const REFUSALS = 400;

interface Case {
  readonly what: string;
  readonly needs?: readonly Need[];
  /** Returns the command that starts the server with such an output. */
  wrap(server: string): string;
  /** Does what the reader does once the server listens. */
  read?(child: Deno.ChildProcess): Promise<unknown>;
}

const CASES: readonly Case[] = [
  { what: "is a pipe that nobody reads", wrap: (server) => `exec ${server}` },
  {
    what: "is a pipe whose reader has gone",
    wrap: (server) => `exec ${server}`,
    read: ({ stdout }) => stdout.cancel(),
  },
  {
    what: "is a full disk",
    needs: ["linux"],
    wrap: (server) => `exec ${server} >/dev/full`,
  },
  {
    what: "is a terminal that Ctrl+S has stopped",
    needs: ["linux", "script"],
    wrap: (server) => `exec ${pathOf("script")} -qec 'exec ${server}' /dev/null`,
    read: async ({ stdin }) => {
      const writer = stdin.getWriter();
      await writer.write(new Uint8Array([0x13]));
      writer.releaseLock();
    },
  },
];

/** Resolves with the process of the server: that of `script` has it as its child. */
async function findServer(pid: number): Promise<number> {
  const { stdout } = await new Deno.Command("ps", { args: ["-o", "pid=", "--ppid", `${pid}`] })
    .output();
  return Number(new TextDecoder().decode(stdout)) || pid;
}

for (const { what, needs = [], wrap, read } of CASES) {
  testWith([...RUN, ...needs], `it serves on and stops if its output ${what}`, async () => {
    const port = freePort();
    const server = [Deno.execPath(), ...taskArguments("start"), "--port", `${port}`].join(" ");
    const child = new Deno.Command("sh", {
      args: ["-c", wrap(server)],
      cwd: ROOT,
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    try {
      const open = (): Promise<Client> => Client.open(`ws://127.0.0.1:${port}`).catch(open);
      const client = await due(open(), "a connection");
      await read?.(child);
      const refused = handshake([`Origin: ${"o".repeat(200)}`, "Upgrade:"]);
      for (let n = 0; n < REFUSALS; n++) {
        assertEquals((await exchange(port, refused)).status, 426);
      }
      assertEquals(await client.ask("hola"), "echo: hola");
      Deno.kill(await findServer(child.pid), "SIGTERM");
      assertEquals(await client.ended(), [1001, "the server is stopping"]);
      assertEquals((await due(child.status, "the end of the program")).code, 0);
    } finally {
      try {
        child.kill("SIGKILL");
      } catch {
        // It has ended already.
      }
      await Promise.allSettled([child.stdin.close(), child.stdout.cancel(), child.status]);
    }
  });
}
