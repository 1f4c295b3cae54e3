import { assert, assertEquals } from "@std/assert";
import { pathOf, testWith } from "../support/needs.ts";
import { freePort } from "../support/port.ts";
import { Program } from "../support/program.ts";

const RUN = ["net", "read", "run", "env"] as const;

function run(...args: string[]): Program {
  return new Program(Deno.execPath(), ["run", "--no-prompt", "--allow-net", ...args]);
}

/** Resolves with what bytes.ts prints of a server, without what depends on the server's own words. */
async function bytesOf(server: Program, address: Promise<RegExpMatchArray>): Promise<string> {
  const [, port] = await address;
  await using client = run("docs/tutorial/bytes.ts", port);
  const { code, stdout } = await client.ended();
  assertEquals(code, 0);
  server.kill("SIGTERM");
  return stdout.slice(stdout.lastIndexOf("\r\n"));
}

testWith(
  [...RUN, "pythonWebsockets"],
  "the tutorial's two servers send the same frames",
  async () => {
    await using deno = run("docs/tutorial/echo.ts", "0");
    await using eco = Program.start();
    const python = pathOf("pythonWebsockets")!;
    // The library does not tell its port: one that is free is given to it.

    const port = `${freePort()}`;

    await using other = new Program(python, ["docs/tutorial/echo.py", port]);
    const frames = await bytesOf(deno, deno.errorOutput(/127\.0\.0\.1:(\d+)/));
    assert(frames.includes("65 63 68 6f 3a 20 48 65 6c 6c 6f  payload"), frames);
    assertEquals(await bytesOf(other, other.output(/127\.0\.0\.1:(\d+)/)), frames);
    assertEquals(await bytesOf(eco, eco.output(/127\.0\.0\.1:(\d+)/)), frames);
  },
);

testWith(
  RUN,
  "a WebSocket takes less time than polling, and fewer bytes than frequent polling",
  async () => {
    await using program = run("docs/tutorial/polling.ts", "8");
    const { stdout } = await program.ended();
    const rows = stdout.trim().split("\n").slice(1).map((line) =>
      line.slice(18).match(/[\d.]+/g)!.map(Number)
    );
    const [[, , seldomDelay], [, oftenBytes, oftenDelay], [requests, bytes, delay]] = rows;
    assertEquals(requests, 1);
    assert(delay < oftenDelay && oftenDelay < seldomDelay && bytes < oftenBytes, stdout);
  },
);
