import { assert, assertEquals, assertMatch } from "@std/assert";
import { CONTROLS } from "../support/controls.ts";
import { type Fake, FORGETS_AFTER_MS, startFake } from "../support/fakes.ts";
import { startForeignServer } from "../support/foreign_server.ts";
import { pathOf, testWith } from "../support/needs.ts";
import { freePort } from "../support/port.ts";
import { Program, taskArguments } from "../support/program.ts";
import { probe, type Step, troubles } from "../support/probe.ts";
import { startServer } from "../support/server.ts";

const NEEDS = ["net", "read", "write", "run", "env"] as const;

testWith(
  NEEDS,
  "probe finds nothing wrong with this server, with its prefix or without",
  async () => {
    for (const prefix of ["echo: ", ""]) {
      await using server = startServer({ prefix });
      const { code, stdout, stderr } = await probe(`${server.socketUrl}/some/path?token=1`);
      assertEquals([code, stderr], [0, ""]);
      const lines = stdout.split("\n");
      assertEquals(lines[0], `eco probe ${server.socketUrl}/some/path?token=1`);
      assertEquals(lines.filter((line) => line.startsWith("ok ")).length, 18);
      assertEquals(lines.at(-2), "All 18 steps passed.");
      assertMatch(stdout, prefix ? /as “echo: …”/ : /The same text comes back/);
      assertMatch(stdout, /\nok {4}round trips +[\d.]+ ms {2}min [\d.]+ · p50 [\d.]+ · p95/);
      assertEquals(CONTROLS.test(stdout), false, "colours are for terminals");
      const metrics = await (await fetch(`${server.pageUrl}/metrics`)).text();
      const closed = metrics.match(/(?<=eco_connections_closed_total\{code=)"\w+"/g);
      assertEquals(closed, ['"1000"', '"4xxx"'], "in the server's log nothing looks lost");
    }
  },
);

testWith(NEEDS, "probe notes replies that take long where a page does not", async () => {
  await using server = startServer();
  const found = await troubles(`${server.socketUrl}/?delay=120ms`);
  assertEquals(found, { roundTrips: "noted: heldBack" });
});

testWith(NEEDS, "probe calls replies that come twice doubled, not changed", async () => {
  await using server = startServer();
  const { stdout } = await probe(`${server.socketUrl}/?repeat=2`, "--json");
  assertEquals(stepOf(stdout, "empty").finding, "doubled");
  assertEquals(stepOf(stdout, "order").finding, "doubled");
});

testWith(NEEDS, "probe does not guess why eco refuses as it was asked to", async () => {
  await using server = startServer();
  const { stdout } = await probe(`${server.socketUrl}/?reject=503`);
  assertMatch(stdout, /503 “Refused with 503, as you have asked\.”\. eco does what the address/);
});

testWith([...NEEDS, "pythonWebsockets"], "probe passes Python's websockets", async () => {
  await using server = await startForeignServer("python");
  // It chooses no subprotocol unless it is told to.
  assertEquals(await troubles(server.socketUrl), { subprotocol: "noted: noneChosen" });
});

testWith([...NEEDS, "node"], "probe passes ws under Node", async () => {
  await using server = await startForeignServer("node");
  assertEquals(await troubles(server.socketUrl), {});
});

const FAKES: Partial<Record<Fake, Record<string, string>>> = {
  right: {},
  greets: {},
  pings: {},
  truncates: { "64 KiB": "failed: truncated", "1 MiB": "failed: truncated" },
  reorders: { empty: "failed: overtaken", order: "failed: reordered" },
  loses: { order: "failed: lost", roundTrips: "failed: silent" },
  binaryAsText: { binary: "failed: becameText", "1 MiB": "failed: becameText" },
  textAsBinary: { text: "failed: becameBinary" },
  mixesUp: { two: "failed: mixedUp" },
  sendsAllToOne: { two: "failed: mixedUp" },
  dropsSubprotocol: { subprotocol: "noted: noneChosen" },
  closesLate: {},
  closesOtherwise: { close: "failed: otherCode" },
  chats: { text: "noted: noEcho" },
  sink: { text: "noted: silent" },
  hostileText: { text: "noted: noEcho" },
  hostileReason: { text: "noted: closed" },
  hostileRefusal: { handshake: "failed: notHttp" },
  html: { handshake: "failed: refused" },
  hangs: { GET: "failed: getFailed", handshake: "failed: handshakeFailed" },
  drips: { GET: "failed: getFailed", handshake: "failed: handshakeFailed" },
  noAccept: { handshake: "failed: badAccept" },
  wrongAccept: { handshake: "failed: badAccept" },
};

for (const [fake, expected] of Object.entries(FAKES) as [Fake, Record<string, string>][]) {
  const found = Object.entries(expected).map(([step, finding]) => `${step} ${finding}`).join();
  testWith(NEEDS, `probe finds with the fake ${fake}: ${found || "nothing"}`, async () => {
    await using server = await startFake(fake);
    assertEquals(await troubles(server.socketUrl), expected);
  });
}

testWith(NEEDS, "probe fails where a subprotocol that was named is not chosen", async () => {
  await using server = await startFake("dropsSubprotocol");
  const found = await troubles(server.socketUrl, "--subprotocol", "chat");
  assertEquals(found, { handshake: "failed: noSubprotocol" });
});

testWith(
  [...NEEDS, "script"],
  "a terminal is told which step goes on, as the table says",
  async () => {
    await using server = await startFake("loses");
    const command = [
      Deno.execPath(),
      ...taskArguments("eco"),
      "probe",
      "--timeout",
      "2s",
      server.socketUrl,
    ];
    await using program = new Program(pathOf("script")!, ["-qec", command.join(" "), "/dev/null"]);
    await program.output(/… {5}round trips for 1 s/);
  },
);

testWith(NEEDS, "what an endpoint says cannot harm the terminal", async () => {
  for (const fake of ["hostileText", "hostileReason", "hostileRefusal"] as const) {
    await using server = await startFake(fake);
    for (const flags of [[], ["--json"]]) {
      const { code, stdout } = await probe(server.socketUrl, ...flags);
      const isRefused = fake === "hostileRefusal";
      assertEquals([code, CONTROLS.test(stdout)], [isRefused ? 1 : 0, false], stdout);
    }
  }
});

testWith(NEEDS, "probe sends the header fields given, and tells what the server got", async () => {
  await using server = startServer({ allowedOrigins: ["https://a.example"] });
  const origin = ["--header", "Origin: https://a.example", "--header", "Cookie: secret"];
  assertEquals(await troubles(server.socketUrl, ...origin), {});
  const other = ["--header", "Origin: https://b.example"];
  assertEquals(await troubles(server.socketUrl, ...other), { handshake: "failed: refused" });
});

testWith(
  NEEDS,
  "probe tells a port without a listener from a name without an address",
  async () => {
    assertEquals(await troubles(`ws://127.0.0.1:${freePort()}`), { TCP: "failed: tcpFailed" });
    assertEquals(await troubles("ws://nobody.invalid"), { name: "failed: noAddress" });
  },
);

testWith(NEEDS, "wrong use of probe ends with 2, what is wrong, and the rule", async () => {
  for (
    const [args, expected] of [
      [[], /missing required argument 'url'/],
      [["example.org"], /the URL must be like ws:.*current value is "example.org"/],
      [["ftp://a"], /the URL must be like/],
      [["ws://a", "ws://b"], /too many arguments/],
      [["ws://a", "--header", "x"], /--header must be like "Name: value"/],
      [["ws://a", "--header", "X: a\nB: c"], /--header must be like/],
      [["ws://a", "--header", "Upgrade: h2c"], /--header must not be one of the handshake's/],
      [["ws://a", "--subprotocol", "a b"], /--subprotocol must be a name/],
      [["ws://a", "--timeout", "0"], /--timeout must be a time from 0.001 to 600 seconds/],
      [["ws://a", "--idle", "2h"], /--idle must be a time from 0.001 to 3300 seconds/],
      [["ws://a", "--jsno"], /unknown option '--jsno' .*--json/],
    ] as const
  ) {
    await using program = new Program(Deno.execPath(), [...taskArguments("eco"), "probe", ...args]);
    const { code, stdout, stderr } = await program.ended();
    assertEquals([code, stdout, stderr.split("\n").length], [2, "", 2], stderr);
    assertMatch(stderr, expected);
  }
});

testWith(
  NEEDS,
  "probe tells who answers instead of the server, and what that suggests",
  async () => {
    await using server = await startFake("html");
    const { stdout } = await probe(server.socketUrl);
    assertMatch(
      stdout,
      /\nFAIL {2}handshake +[\d.]+ ms {2}200 “Hello”\. There is no WebSocket at this address, or a proxy on the way drops Upgrade\.\nskip {2}14 more steps, which need the one that failed\n\n1 of 4 steps failed: handshake\.\n$/,
    );
  },
);

testWith(NEEDS, "probe --idle ends where the server refuses so many connections", async () => {
  await using server = startServer({ maxConnectionsPerAddress: 3 });
  const { stdout } = await probe(server.socketUrl, "--timeout", "3s", "--idle", "2s", "--json");
  const { outcome, text } = stepOf(stdout, "idle");
  assertEquals(outcome, "failed");
  assertMatch(text, /503/);
});

for (const fake of ["forgets", "endsLate"] as const) {
  testWith(NEEDS, `probe finds by bisection after how long a path ${fake}`, async () => {
    await using server = await startFake(fake);
    const { stdout } = await probe(server.socketUrl, "--timeout", "1s", "--idle", "4s", "--json");
    const { outcome, finding, values, text } = stepOf(stdout, "idle");
    assertEquals([outcome, finding], ["failed", "idleDropped"]);
    assert(Math.abs(Number(values.seconds) - FORGETS_AFTER_MS / 1000) <= 0.5, text);
    assertMatch(text, /by nothing: the next message was lost/);
  });
}

const SILENCES: readonly [Fake, string][] = [
  ["right", "idleHeld"],
  ["greets", "idleHeld"],
  ["sink", "idleHeld"],
  ["pings", "notSilent"],
  ["pushes", "notSilent"],
  ["pushesAndEnds", "droppedInUse"],
];
testWith(
  NEEDS,
  "probe tells silence that holds from silence that the endpoint breaks",
  async () => {
    for (const [fake, found] of SILENCES) {
      await using server = await startFake(fake);
      const { code, stdout } = await probe(server.socketUrl, "--idle", "2s", "--json");
      const { finding, values } = stepOf(stdout, "idle");
      assertEquals([code, finding], [found === "droppedInUse" ? 1 : 0, found]);
      const isBroken = Number(values.pings) + Number(values.messages) > 1;
      assertEquals(
        isBroken && Number(values.quiet) < 1,
        found !== "idleHeld",
        JSON.stringify(values),
      );
    }
  },
);

testWith(NEEDS, "probe takes the steps for which an endpoint need not echo", async () => {
  await using server = await startFake("sink");
  const { code, stdout } = await probe(server.socketUrl);
  assertEquals(code, 0);
  const words = (word: string) =>
    stdout.split("\n").filter((line) => line.startsWith(`${word} `)).map((line) =>
      line.slice(6, 22)
    );
  assertEquals(words("ok").map((name) => name.trim()), [
    "name",
    "TCP",
    "GET",
    "handshake",
    "ping",
    "subprotocol",
    "close from here",
  ]);
  assertEquals(words("skip").length, 10);
  assertMatch(stdout, /\nskip {2}Unicode .* Not tried, since it needs text that comes back\.\n/);
  assertEquals(
    stdout.split("\n").at(-2),
    "WebSocket passes this path; the endpoint is no echo. None of 8 steps failed.",
  );
});

testWith(
  NEEDS,
  "probe fails where a ping is not answered, and cannot test silence then",
  async () => {
    await using server = await startFake("mute");
    assertEquals(await troubles(server.socketUrl, "--idle", "1s"), {
      ping: "failed: noPong",
      text: "failed: silent",
    });
  },
);

/** A step of a report. */
function stepOf(stdout: string, name: string): Step {
  return JSON.parse(stdout).steps.find(({ step }: Step) => step === name);
}
