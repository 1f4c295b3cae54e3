import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Client } from "../support/client.ts";
import { temporaryFolder } from "../support/folder.ts";
import { answers, testWith, whyIgnored } from "../support/needs.ts";
import { Program, taskArguments } from "../support/program.ts";
import { RawSocket } from "../support/raw_socket.ts";

const RUN = ["net", "read", "write", "run", "env"] as const;

/** The oldest Deno that serves, and the last before it that does not. */
const OLDEST = "2.5.5";
const TOO_OLD = ["2.5.4", "2.1.14"];
/** Downloading a Deno takes its time. */
const DOWNLOAD_MS = 120_000;

/** Returns why no other Deno can be had here, or `undefined`. */
function whyNoNpx(): string | undefined {
  const reason = whyIgnored(RUN);
  if (reason) return reason;
  // By itself npm would try again for longer than a test may take.
  return answers("npm", ["ping", "--fetch-retries=0", "--fetch-timeout=5000"])
    ? undefined
    : "needs npm and its registry: install npm and connect";
}

/** Resolves with the path of another Deno, downloaded if need be. */
async function download(version: string): Promise<string> {
  const args = ["--yes", `deno@${version}`, "eval", "console.log(Deno.execPath())"];
  // In the project's own folder an older Deno would download its packages, and change deno.lock.
  await using folder = await temporaryFolder();
  await using npx = new Program("npx", args, { cwd: folder.path });
  const { code, stdout, stderr } = await npx.ended(DOWNLOAD_MS);
  assertEquals(code, 0, stderr);
  return stdout.trim();
}

const reason = whyNoNpx();

testWith(RUN, `Deno ${OLDEST} serves the echo and the page`, async () => {
  const args = [...taskArguments("start"), "--port", "0", "--host", "localhost"];
  await using program = new Program(await download(OLDEST), args);
  const port = await program.port();
  await using client = await Client.open(`ws://localhost:${port}`);
  assertEquals(await client.ask("hola"), "echo: hola");
  for (const [coding, tag] of [["gzip, deflate, br", "gzip"], ["identity", null]] as const) {
    const headers = { "accept-encoding": coding };
    const page = await fetch(`http://localhost:${port}/`, { headers });
    assertEquals(page.headers.get("content-encoding"), tag);
    assertStringIncludes(await page.text(), "<title>eco</title>");
  }
  // Deno 2.5.4 could not answer with a subprotocol.
  using socket = await RawSocket.open(port, ["Sec-WebSocket-Protocol: a,b"]);
  assertMatch(socket.head, /^HTTP\/1\.1 101 [^]*^sec-websocket-protocol: a\r$/im);
  program.kill("SIGTERM");
  await socket.closeFrame();
  await client.closed;
  const { code, stderr } = await program.ended();
  assertEquals([code, stderr], [0, ""]);
}, reason);

for (const version of TOO_OLD) {
  testWith(RUN, `Deno ${version} says which one is needed, exit 2`, async () => {
    await using program = new Program(await download(version), taskArguments("start"));
    const { code, stdout, stderr } = await program.ended();
    assertEquals([code, stdout], [2, ""], stderr);
    const expected = `error: eco needs Deno ${OLDEST} or newer, and this is ${version}: ` +
      'run "deno upgrade", or write "npx --yes deno@2.9.6" instead of "deno"\n';
    // Before it Deno warns of the unstable features that it does not know.
    assertEquals(stderr.replaceAll(/^Warning .*\n/gm, ""), expected);
  }, reason);
}
