import { assert, assertEquals, assertMatch } from "@std/assert";
import { open } from "../../bench/load.ts";
import { DEADLINE_MS } from "../support/deadline.ts";
import { exchange } from "../support/exchange.ts";
import { testWith } from "../support/needs.ts";
import { freePort } from "../support/port.ts";
import { Program } from "../support/program.ts";
import { startServer } from "../support/server.ts";

interface Result {
  readonly rows: readonly {
    readonly name: string;
    readonly figures: readonly string[];
    readonly byServer: Readonly<Record<string, number[][]>>;
  }[];
}

testWith(
  ["net", "read", "run", "env"],
  "bare Deno hands out the page with the header fields of eco, and as many bytes",
  async () => {
    const port = freePort();
    const flags = ["--no-prompt", "--allow-net", "--allow-read"];
    await using _bare = new Program(
      Deno.execPath(),
      ["run", ...flags, "bench/servers/bare.ts", `${port}`],
    );
    (await open(port)).close();
    await using eco = startServer();
    const request = "HEAD / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip, deflate, br\r\n\r\n";
    const [{ headers: bare }, { headers: own }] = [
      await exchange(port, request),
      await exchange(eco.port, request),
    ];
    assertEquals([...bare.keys()], [...own.keys()]);
    assertEquals(bare.get("content-encoding"), "br");
    assertEquals(bare.get("content-length"), own.get("content-length"));
  },
);

const RUN = ["run", "read", "write", "env", "net", "sys", "linux"] as const;

testWith(RUN, "the bench refuses in one line what it cannot measure, exit 2", async () => {
  const cases = [
    ["--rounds", "x"],
    ["--row", "no such row"],
    ["--save", "--row", "start"],
    ["--scale", "--server", "Bun"],
    ["--against", "no/such/folder"],
  ];
  for (const args of cases) {
    await using program = new Program(Deno.execPath(), ["task", "--quiet", "bench", ...args], {
      isGroup: true,
    });
    const { code, stdout, stderr } = await program.ended();
    assertEquals([code, stdout], [2, ""]);
    assertMatch(stderr, /^error: Cannot measure as --[^\n]+\n$/);
  }
});

testWith(
  [...RUN, "twoCores", "taskset", "node", "pythonWebsockets"],
  "the bench measures every server in every row",
  async () => {
    const args = ["task", "--quiet", "bench", "--smoke", "--json"];
    await using program = new Program(Deno.execPath(), args, { isGroup: true });
    const { code, stdout, stderr } = await program.ended(18 * DEADLINE_MS);
    assertEquals(code, 0, stderr);
    const { rows }: Result = JSON.parse(stdout);
    const servers = ["eco", "eco again", "bare Deno", "Node ws", "Python websockets"];
    // Elsewhere wrk, and Bun, which comes through npx, may be missing; the bench says so.
    const isComplete = Deno.env.has("ECO_TEST_REQUIRE_PROGRAMS");
    if (isComplete) servers.push("Bun");
    assert(isComplete ? rows.length === 9 : rows.length >= 8, `${rows.length} rows`);
    for (const { name, figures, byServer } of rows) {
      for (const server of name === "the page" ? servers.slice(0, 3) : servers) {
        const [measured, ...more] = byServer[server];
        assertEquals([measured.length, more.length], [figures.length, 0], `${server}: ${name}`);
        assert(measured.every((figure) => figure >= 0), `${server}, ${name}: ${measured}`);
      }
    }
  },
);
