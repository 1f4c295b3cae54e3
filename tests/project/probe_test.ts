import { assert, assertEquals, assertMatch } from "@std/assert";
import { CONTROLS } from "../support/controls.ts";
import { until } from "../support/deadline.ts";
import { type Fake, FORGETS_AFTER_MS, poured, startFake } from "../support/fakes.ts";
import { startForeignServer } from "../support/foreign_server.ts";
import { pathOf, RUN, testWith } from "../support/needs.ts";
import { freePort } from "../support/port.ts";
import { findingsOf, probe, probeSteps, troubles, unwrap, wrongSteps } from "../support/probe.ts";
import { Program, taskArguments } from "../support/program.ts";
import { startServer } from "../support/server.ts";

const NEEDS = [...RUN, "write"] as const;

/** A fake, or the query string of eco. */
type Endpoint = Fake | `?${string}`;

/** What probe finds with each endpoint. The first ones let it wait, so that they start first. */
const FINDINGS: Readonly<Partial<Record<Endpoint, Record<string, string>>>> = {
  hangs: { GET: "failed: getFailed, ETIMEDOUT", handshake: "failed: handshakeFailed, ETIMEDOUT" },
  drips: { GET: "failed: getFailed, ETIMEDOUT", handshake: "failed: handshakeFailed, incomplete" },
  loses: { order: "failed: lost", roundTrips: "failed: silent" },
  mute: { ping: "failed: noPong", text: "failed: silent" },
  endsTcpLate: { close: "noted: tcpNotEnded, tcpNotEnded" },
  reorders: { empty: "failed: overtaken", order: "failed: reordered" },
  sendsAllToOne: { two: "failed: mixedUp" },
  chats: { text: "noted: noEcho" },
  hostileText: { text: "noted: noEcho" },
  sink: { text: "noted: silent" },
  closesLate: {},
  right: {},
  greets: {},
  pings: {},
  announces: {},
  truncates: { "64 KiB": "failed: truncated", "1 MiB": "failed: truncated" },
  binaryAsText: { binary: "failed: becameText", "1 MiB": "failed: becameText" },
  textAsBinary: { text: "failed: becameBinary" },
  mixesUp: { two: "failed: mixedUp" },
  dropsSubprotocol: { subprotocol: "noted: noneChosen" },
  closesOtherwise: { close: "failed: otherCode" },
  hostileReason: { text: "noted: closed" },
  hostileRefusal: { handshake: "failed: notHttp" },
  html: { handshake: "failed: refused, http200" },
  wrongAccept: { handshake: "failed: badAccept" },
  "?repeat=2": {
    empty: "failed: doubled",
    order: "failed: doubled",
    roundTrips: "failed: changed",
  },
  "?reject=503": { handshake: "failed: refused, asked" },
  closes1005: { text: "noted: closedWithoutCode" },
  closes1007: { text: "noted: closed" },
  closes1011: { text: "noted: closed" },
  closesFirst: { ping: "noted: closedFirst", text: "noted: closed", close: "noted: closedFirst" },
  limits64KiB: { "1 MiB": "noted: sizeLimit, sizeLimit" },
  answersWithoutUpgrade: { handshake: "failed: answerLost, answerLost" },
  answersWithoutConnection: { handshake: "failed: answerLost, answerLost" },
};

/** What the findings tell of some of them. */
const TOLD: Readonly<Record<string, RegExp>> = {
  limits64KiB: /messages of up to 65536 bytes/,
  answersWithoutUpgrade: /101, but without Upgrade: a hop drops it on the way back/,
  answersWithoutConnection: /101, but without Connection/,
  endsTcpLate: /^Code 4567 came through, but TCP was not ended within 3 s/,
};

testWith(NEEDS, "probe finds what is wrong with each endpoint, and nothing else", async () => {
  const wrong = await withEach(Object.keys(FINDINGS), (url) => wrongSteps(url));
  const found = Object.entries(wrong).map(([name, steps]) => [name, findingsOf(steps!)]);
  assertEquals(Object.fromEntries(found), FINDINGS);
  for (const [name, words] of Object.entries(TOLD)) {
    assertMatch(wrong[name]!.map(({ text }) => text).join(), words);
  }
});

/** Runs something with each of some endpoints, eight at a time; resolves with the results by name. */
async function withEach<Result>(
  names: readonly string[],
  run: (url: string) => Promise<Result>,
): Promise<Partial<Record<string, Result>>> {
  const results = new Map<string, Result>();
  const waiting = [...names];
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (let name; (name = waiting.shift());) {
      const isFake = !name.startsWith("?");
      await using server = isFake ? await startFake(name as Fake) : startServer();
      results.set(name, await run(isFake ? server.socketUrl : `${server.socketUrl}/${name}`));
    }
  }));
  return Object.fromEntries(results);
}

testWith(NEEDS, "probe finds nothing wrong with this server, whatever its prefix", async () => {
  for (const prefix of ["echo: ", ""]) {
    await using server = startServer({ prefix });
    const { code, stdout, stderr } = await probe(`${server.socketUrl}/some/path?token=1`);
    assertEquals([code, stderr], [0, ""]);
    const lines = stdout.split("\n");
    assertEquals(lines[0], `eco probe ${server.socketUrl}/some/path?token=…`);
    assertEquals(lines.filter((line) => line.startsWith("ok ")).length, 18);
    assertEquals(lines.at(-2), "18 passed.");
    assertMatch(stdout, prefix ? /as “echo: …”/ : /The same text comes back/);
    assertMatch(stdout, /\nok {4}round trips +[\d.]+ ms {2}min [\d.]+ · p50 [\d.]+ · p95/);
    assertEquals(CONTROLS.test(stdout), false, "colors are for terminals");
    const metrics = await (await fetch(`${server.pageUrl}/metrics`)).text();
    const closed = metrics.match(/(?<=eco_connections_closed_total\{code=)"\w+"/g);
    assertEquals(closed, ['"1000"', '"4xxx"'], "in the server's log nothing looks lost");
  }
});

testWith(NEEDS, "probe notes round trips that take much longer than the page", async () => {
  await using server = startServer();
  const { GET, roundTrips } = await probeSteps(`${server.socketUrl}/?delay=110ms`);
  // On a busy machine the page may take long too.
  const isHeldBack = GET.ms < Number(roundTrips.values.p50) / 3;
  assertEquals(roundTrips.finding, isHeldBack ? "heldBack" : "roundTrips");
});

testWith([...NEEDS, "pythonWebsockets", "node"], "probe passes servers of others", async () => {
  await using node = await startForeignServer("node");
  assertEquals(await troubles(node.socketUrl), {});
  await using python = await startForeignServer("python");
  // It chooses no subprotocol unless it is told to.
  assertEquals(await troubles(python.socketUrl), { subprotocol: "noted: noneChosen" });
});

testWith(NEEDS, "probe ends a connection on which more comes than it asks for", async () => {
  await using continuing = await startFake("continues");
  const { GET, handshake } = await probeSteps(continuing.socketUrl);
  assertEquals([GET.cause, handshake.cause], ["EFLOOD", "EFLOOD"], handshake.text);
  await using fragmenting = await startFake("fragments");
  const { ping, text } = await probeSteps(fragmenting.socketUrl);
  assertEquals([ping.outcome, text.outcome], ["failed", "failed"]);
  await until(() => poured.length >= 5, "the connections to end");
  // 64 MiB, and what the system keeps on both sides.
  assert(Math.max(...poured) < 100e6, `${poured} bytes`);
});

testWith(NEEDS, "probe takes header fields and subprotocols from its flags", async () => {
  await using server = startServer({ allowedOrigins: ["https://a.example"] });
  await using other = await startFake("dropsSubprotocol");
  const origin = (host: string) => ["--header", `Origin: https://${host}`];
  for (
    const [url, flags, found] of [
      [server.socketUrl, [...origin("a.example"), "--header", "Cookie: secret"], {}],
      [server.socketUrl, origin("b.example"), { handshake: "failed: refused, ecoRefuses" }],
      [other.socketUrl, ["--subprotocol", "chat"], {
        handshake: "noted: noSubprotocol",
        subprotocol: "failed: noneChosen",
      }],
      [`ws://127.0.0.1:${freePort()}`, [], { TCP: "failed: tcpFailed, ECONNREFUSED" }],
    ] as const
  ) assertEquals<object>(await troubles(url, ...flags), found);
  // The cause depends on whether the machine has a network.
  assertMatch((await troubles("ws://nobody.invalid")).name, /^failed: noAddress, E/);
});

testWith([...NEEDS, "script"], "a terminal is told which step runs, by its name", async () => {
  await using server = await startFake("loses");
  const args = [...taskArguments("eco"), "probe", "--timeout", "2s", server.socketUrl];
  const command = [Deno.execPath(), ...args].join(" ");
  await using program = new Program(pathOf("script")!, ["-qec", command, "/dev/null"]);
  await program.output(/… {5}round trips for 1 s/);
});

testWith(NEEDS, "nothing that an endpoint says can harm the terminal", async () => {
  await withEach(["hostileText", "hostileReason", "hostileRefusal"], async (url) => {
    for (const { stdout } of await Promise.all([probe(url), probe(url, "--json")])) {
      assertEquals(CONTROLS.test(stdout), false, stdout);
      // What was said is there, but escaped; of the refusal there is only what is wrong with it.
      assertMatch(stdout, /\\u001b\]0;owned|HPE_\w+/);
    }
  });
});

testWith(NEEDS, "probe tells who answers instead, in 80 columns, and skips the rest", async () => {
  await using server = await startFake("html");
  const { stdout } = await probe(server.socketUrl);
  assertEquals(stdout.split("\n").filter((line) => line.length > 80), []);
  const table = unwrap(stdout);
  assertMatch(
    table,
    /\nFAIL {2}handshake +[\d.]+ ms {2}200 “Hello”\. This is an ordinary answer: /,
  );
  assertMatch(table, /What to change\n {8}nginx {13}proxy_http_version 1\.1;\n/);
  assertMatch(table, /\n\nskip {2}14 more steps, which need the one that failed\n\n/);
  assertMatch(table, /\n1 failed \(handshake\), 3 passed, 14 skipped\.\n$/);
});

testWith(NEEDS, "probe takes the steps for which an endpoint need not echo", async () => {
  await using server = await startFake("sink");
  const { code, stdout } = await probe(server.socketUrl);
  const lines = stdout.split("\n");
  const named = (word: string) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(6, 22).trim());
  const passed = ["name", "TCP", "GET", "handshake", "ping", "subprotocol", "close by client"];
  assertEquals([code, named("ok"), named("skip").length], [0, passed, 10]);
  assertMatch(
    stdout,
    /\nskip {2}Unicode .* Not tried: the endpoint does not echo text\.\n/,
  );
  assertMatch(
    stdout,
    /WebSockets work on this connection\. The endpoint is not an echo\s+server\. 7\s+passed, 1\s+note, 10\s+skipped\.\n$/,
  );
});

testWith(NEEDS, "probe --idle finds by bisection when a path drops silently", async () => {
  await withEach(["forgets", "endsLate"], async (url) => {
    const { idle } = await probeSteps(url, "--timeout", "1s", "--idle", "4s");
    assertEquals(idle.finding, "idleDropped");
    assert(Math.abs(Number(idle.values.seconds) - FORGETS_AFTER_MS / 1000) <= 1, idle.text);
    assertMatch(idle.text, /without a sign: the next message was lost/);
  });
});

testWith(NEEDS, "probe --idle tells a reset from a close frame", async () => {
  const ends = { resets: "reset", pushesAndEnds: "closeFrame" };
  const probeEnd = async (url: string) => (await probeSteps(url, "--idle", "3s")).idle.values.end;
  assertEquals<unknown>(await withEach(Object.keys(ends), probeEnd), ends);
});

testWith(NEEDS, "probe --idle tells silence that holds from silence that is broken", async () => {
  const expected = {
    right: "idleHeld",
    greets: "idleHeld",
    sink: "idleHeld",
    pings: "notSilent",
    pushes: "notSilent",
    pushesAndEnds: "droppedInUse",
    mute: "mute",
  };
  const found = await withEach(
    Object.keys(expected),
    async (url) => (await probeSteps(url, "--idle", "2s")).idle.finding,
  );
  assertEquals(found, expected);
});

testWith(NEEDS, "probe tells once of a limit of connections, and does with fewer", async () => {
  await using server = startServer({ maxConnectionsPerAddress: 1 });
  const args = ["--idle", "1s", "--timeout", "1s"];
  const found = { two: "noted: oneAtATime, limit" };
  assertEquals(await troubles(server.socketUrl, ...args), found);
});
