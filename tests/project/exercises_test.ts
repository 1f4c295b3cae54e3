import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { Mistake } from "../../docs/exercises/checker/answer.ts";
import { check, describe, EXERCISES } from "../../docs/exercises/checker/main.ts";
import type { Hint } from "../../docs/exercises/checker/texts.ts";
import { DEADLINE_MS } from "../support/deadline.ts";
import { temporaryFolder } from "../support/folder.ts";
import { RUN, testWith } from "../support/needs.ts";
import { probe, type Step } from "../support/probe.ts";
import { Program, ROOT } from "../support/program.ts";

/** A change of the right answer that makes it wrong, and the hint that is due. */
type Wrong = readonly [Hint, ...replacements: readonly (readonly [from: string, to: string])[]];

const SEND = 'socket.send(echo(data, "eco: "))';
const NUMBERED = "socket.send(`${count}: ${echo(data)}`)";
const COUNTER = "  let count = 0; // In here, so that each connection has its own.\n";
const SERVE = "Deno.serve(";
const LOOP = "for (const each of connected) each.send(echo(data));";
const DELETE = '  socket.addEventListener("close", () => connected.delete(socket));\n';
const ADD = 'socket.addEventListener("open", () => connected.add(socket));';
/** Changes that keep the connections in a list instead of a set. */
const AS_LIST: readonly Wrong[1][] = [
  ["new Set<WebSocket>()", "[]"],
  ["connected.add", "connected.push"],
];
const SPLICE = "connected.splice(connected.indexOf(socket), 1)";
const AGAIN = "setTimeout(connect, waitMs);";
const PRINT = "console.log(((performance.now() - openedAtMs) / 1000).toFixed(1))";
const CLOSE = 'socket.addEventListener("close", () => {';

/** Wrong answers that readers write, at least ten for each exercise. */
const WRONG: readonly (readonly Wrong[])[] = [
  [
    ["oldPrefix", [', "eco: "', ""]],
    ["spaces", ['"eco: "', '"eco:"']],
    ["letterCase", ['"eco: "', '"Eco: "']],
    ["swapped", ['data, "eco: "', '"eco: ", data']],
    ["twoPrefixes", ['echo(data, "eco: ")', '"eco: " + echo(data)']],
    ["twoPrefixes", ['echo(data, "eco: ")', 'echo("eco: " + data)']],
    ["noPrefix", ['echo(data, "eco: ")', "data"]],
    ["fixedReply", ["echo(data", 'echo("hola"']],
    ["fixedReply", ['echo(data, "eco: ")', '"eco: data"']],
    ["fixedReply", ['echo(data, "eco: ")', 'echo("eco: ")']],
    ["plainQuotes", ['echo(data, "eco: ")', "'eco: ${data}'"]],
    ["messageChanged", ['echo(data, "eco: ")', 'echo(data).replaceAll("echo", "eco")']],
    ["spaces", ["echo(data", "echo(data.trim()"]],
    ["silence", [SEND, 'echo(data, "eco: ")']],
    ["emptyMessage", [SEND, `{ if (data) ${SEND}; }`]],
    ["tooMany", [SEND, `{ ${SEND}; ${SEND}; }`]],
    ["crash", ["echo(data,", "eco(data,"]],
    ["crash", [SEND, 'socket.send(echo(data, "eco: ")']],
    ["crash", ["upgradeWebSocket(request)", "upgradeWebSocket(reqest)"]],
    ["refused", ["return response", 'return new Response("hola")']],
    ["notListening", [SERVE, "(() => {})("]],
  ],
  [
    ["noNumber", ["`${count}: ${echo(data)}`", "echo(data)"]],
    ["countShared", [COUNTER, ""], [SERVE, `let count = 0;\n${SERVE}`]],
    ["plainQuotes", ["`${count}: ${echo(data)}`", "'${count}: ' + echo(data)"]],
    ["fixedReply", ["echo(data)", 'echo("data")']],
    ["countNoValue", ["let count = 0", "let count"]],
    ["fromZero", ["let count = 0", "let count = -1"]],
    ["countStart", ["let count = 0", "let count = 1"]],
    ["countStays", [COUNTER, ""], ["count += 1;", "let count = 0;\ncount += 1;"]],
    ["countStays", ["${count}:", "1:"]],
    ["countStep", [NUMBERED, `{ ${NUMBERED}; count += 1; }`]],
    ["countFormat", ["${count}: ", "${count} "]],
    ["countFormat", ["${count}: ", "${count}:"]],
    ["countFormat", ["`${count}: ${echo(data)}`", "echo(`${count}: ${data}`)"]],
    ["countFormat", ["`${count}: ${echo(data)}`", "`${echo(data)} ${count}`"]],
    ["countByText", ["let count = 0", "const counts = {}"], [
      "count += 1;",
      "const count = counts[data] = (counts[data] ?? 0) + 1;",
    ]],
    ["countReset", [COUNTER, "count = 0;\n"], [SERVE, `let count = 0;\n${SERVE}`]],
    ["emptyMessage", [NUMBERED, `if (data) ${NUMBERED}`]],
    ["crash", ["let count", "const count"]],
    ["tooMany", [NUMBERED, `${NUMBERED}; ${NUMBERED}`]],
  ],
  [
    ["onlySender", [LOOP, "socket.send(echo(data));"]],
    ["onlySender", ["const connected = new Set<WebSocket>();", ""], [
      "  socket.addEventListener",
      "const connected = new Set<WebSocket>();\n  socket.addEventListener",
    ]],
    ["onlySender", ["each.send(echo(data))", "socket.send(echo(data))"]],
    ["notSender", ["each.send", "if (each !== socket) each.send"]],
    ["tooMany", [ADD, `connected.push(socket);\n${ADD}`], ...AS_LIST, [
      "connected.delete(socket)",
      SPLICE,
    ]],
    ["fixedReply", ["echo(data)", 'echo("data")']],
    ["tooMany", [LOOP, `${LOOP} socket.send(echo(data));`]],
    ["kept", [DELETE, ""]],
    ["kept", [DELETE, ""], ["each.send", "if (each.readyState === WebSocket.OPEN) each.send"]],
    ["everybodyRemoved", ["connected.delete(socket)", "connected.clear()"]],
    ...["pop(socket)", "length--", "shift()", "splice(connected.indexOf(socket))"].map((
      removal,
    ): Wrong => ["everybodyRemoved", ...AS_LIST, [
      "connected.delete(socket)",
      `connected.${removal}`,
    ]]),
    ["onlyNewest", [
      ADD,
      'socket.addEventListener("open", () => { connected.clear(); connected.add(socket); });',
    ]],
    ["oldMessages", [
      ADD,
      ADD +
      '\nsocket.addEventListener("open", () => { for (const old of history) socket.send(old); });',
    ], [
      SERVE,
      `const history = [];\n${SERVE}`,
    ], [LOOP, `history.push(echo(data)); ${LOOP}`]],
    ["addedLate", [`  ${ADD}\n`, ""], [LOOP, `connected.add(socket); ${LOOP}`]],
    ["noPrefix", ["each.send(echo(data))", "each.send(data)"]],
    ["emptyMessage", [LOOP, `if (!data) return; ${LOOP}`]],
    ["notSender", ["each.send(echo(data))", "echo(data)"]],
    ["crash", ["of connected", "of conected"]],
  ],
  [
    ["neverBack", [AGAIN, ""]],
    ["neverBack", [CLOSE, 'socket.addEventListener("error", () => {']],
    ["neverBack", ['"close", () => {', '"close", ({ code }) => {\nif (code !== 1006) return;']],
    ["onlyOnce", [AGAIN, "if (waitMs === FIRST_WAIT_MS && number < 5) setTimeout(connect, 1000);"]],
    ["gaveUp", [
      "if (number > LAST) return;",
      "if (number > LAST || waitMs > FIRST_WAIT_MS) return;",
    ]],
    ["fromOne", ["let number = 1;", "let number = 1, last = 1;"], [
      "function connect(): void {",
      "function connect(): void {\nnumber = 1;",
    ]],
    [
      "skipped",
      ["socket.send(`${number}`);", "socket.send(`${number++}`);"],
      ["number += 1;", ""],
      [
        "else socket.send(`${number}`);",
        "else socket.send(`${number++}`);",
      ],
    ],
    ["repeated", ["    waitMs = FIRST_WAIT_MS;", "if (number > 6) number -= 1;"]],
    ["tooFast", [AGAIN, "connect();"]],
    ["tooFast", [AGAIN, "setTimeout(connect, 0);"]],
    ["twoConnections", [
      '  socket.addEventListener("close"',
      'socket.addEventListener("error", () => setTimeout(connect, 1000));\n  socket.addEventListener("close"',
    ], [AGAIN, "setTimeout(connect, 1000);"]],
    ["plainQuotes", ["socket.send(`${number}`)", 'socket.send("${number}")']],
    ["notWaiting", [
      "socket.send(`${number}`);",
      "for (let n = number; n <= LAST; n++) socket.send(`${n}`);",
    ]],
    ["noEnd", ["if (number > LAST) return;", ""]],
    ["noEnd", ["if (number > LAST) socket.close();", "if (number > LAST) return;"]],
    ["notPrinted", ["console.log(data)", "console.log(number)"]],
    ["notPrinted", ["console.log(data)", 'console.log("Recibido:", data)']],
    ["closedEarly", ["number > LAST) socket", "number > 2) socket"]],
    ["silence", ["connect();\n", ""]],
    ["crash", ["connect();\n", "conect();\n"]],
  ],
  [
    ["notNumber", [PRINT, 'console.log("?")']],
    ["fixedNumber", [PRINT, 'console.log("2.0")']],
    ["fromStart", ['addEventListener("open", () => openedAtMs = performance.now())', "send"], [
      "let openedAtMs = 0",
      "let openedAtMs = performance.now()",
    ], ["socket.send;\n", ""]],
    ["fromStart", [" - openedAtMs", ""]],
    ["milliseconds", [" / 1000", ""]],
    ["oneDecimal", ["toFixed(1)", "toFixed(2)"]],
    ["oneDecimal", [".toFixed(1)", ""], ["((performance", "Math.round((performance"]],
    ["onlyNumber", ["toFixed(1)", 'toFixed(1) + " s"']],
    ["onlyNumber", ["toFixed(1)", 'toFixed(1).replace(".", ",")']],
    ["spoke", [
      "openedAtMs = performance.now()",
      "{ openedAtMs = performance.now(); socket.send('hola'); }",
    ]],
    ["closedItself", [
      "openedAtMs = performance.now()",
      "{ openedAtMs = performance.now(); setTimeout(() => socket.close(), 500); }",
    ]],
    ["nothingPrinted", [PRINT, ""]],
    ["endedEarly", ["new WebSocket(url)", "Deno.exit(console.log(Math.random().toFixed(1)))"]],
    ["tooShort", ["openedAtMs) / 1000", "openedAtMs) / 10000"]],
    ["crash", ["toFixed(1)", "toFixd(1)"]],
  ],
];

/** How long an answer that says nothing is given, in milliseconds; one that is right needs more. */
const SILENT_MS = 1500;
const SILENT = "silence emptyMessage onlySender notSender addedLate onlyNewest everybodyRemoved " +
  "neverBack onlyOnce gaveUp noEnd refused";

/** Checks the right answer with changes, each of which has to change something, in another folder. */
async function checkChanged(exercise: number, changes: readonly Wrong[1][], waitMs = DEADLINE_MS) {
  const [name] = EXERCISES[exercise - 1];
  const right = await Deno.readTextFile(join(ROOT, `docs/exercises/answers/${name}.ts`));
  const policy = new URL("../../server/policy/", import.meta.url).href;
  const text = changes.reduce((text, [from, to]) => {
    assert(text.includes(from), `${from} is not in the answer`);
    return text.replace(from, () => to);
  }, right.replace("../../../server/policy/", policy));
  await using folder = await temporaryFolder();
  const file = join(folder.path, "answer.ts");
  await Deno.writeTextFile(file, text);
  return { text, mistake: await check(exercise, file, { waitMs }) };
}

EXERCISES.forEach(([name], index) => {
  const number = index + 1;
  const answer = `docs/exercises/answers/${name}.ts`;
  testWith(RUN, `exercise ${number}: its answer is right`, async () => {
    const mistake = await check(number, join(ROOT, answer), { waitMs: DEADLINE_MS });
    assertEquals(mistake && describe(mistake, "en"), undefined);
  });

  testWith([...RUN, "write"], `exercise ${number}: wrong answers get their hints`, async () => {
    assert(WRONG[index].length >= 10);
    const hints = WRONG[index].map(async ([hint, ...changes], place) => {
      const waitMs = SILENT.split(" ").includes(hint) ? SILENT_MS : DEADLINE_MS;
      const { mistake } = await checkChanged(number, changes, waitMs);
      return `${place}: ${mistake?.hint}`;
    });
    const due = WRONG[index].map(([hint], place) => `${place}: ${hint}`);
    assertEquals(await Promise.all(hints), due);
  });
});

testWith([...RUN, "write"], "exercise 3: other ways to remove a client are right", async () => {
  const filter = "connected = connected.filter((each) => each !== socket)";
  const removals: readonly (readonly Wrong[1][])[] = [
    [["connected.delete(socket)", SPLICE]],
    [["const connected", "let connected"], ["connected.delete(socket)", filter]],
  ];
  for (const changes of removals) {
    const { mistake } = await checkChanged(3, [...AS_LIST, ...changes]);
    assertEquals(mistake && describe(mistake, "en"), undefined);
  }
});

testWith([...RUN, "write"], "an error names the line of the reader's file", async () => {
  // Each is thrown inside another file: one of Deno, or the checker's watch.ts.
  const lines: readonly [exercise: number, from: string, to: string][] = [
    [4, AGAIN, "setTimeout(connect(), waitMs);"],
    [4, "new WebSocket(url);", 'new WebSocket(url); socket.send("early");'],
    [1, "return response;", 'socket.send("early"); return response;'],
  ];
  for (const [exercise, from, to] of lines) {
    const { text, mistake } = await checkChanged(exercise, [[from, to]]);
    const number = text.split("\n").findIndex((each) => each.includes(to)) + 1;
    assertStringIncludes(mistake?.facts.got ?? "", `(${number})`);
    assertEquals(mistake?.hint, "crash");
  }
});

Deno.test("what was sent and what came name their connections", () => {
  const facts = { sent: "adiós", by: "first", expected: "echo: adiós", client: "second" } as const;
  const [sent, , got] = describe(new Mistake("onlySender", facts), "es").split("\n");
  assertEquals(sent, "  Enviado:   adiós (primera conexión)");
  assertEquals(got, "  Recibido:  nada (segunda conexión)");
});

testWith(["read"], "a change of what all exercises share is told", async () => {
  const reply = (message: string) => `eco: ${message}`;
  const mistake = await check(1, join(ROOT, "docs/exercises/prefix.ts"), { reply });
  assertEquals(mistake?.hint, "sharedFile");
});

for (
  const [task, words] of [
    ["ejercicio", [
      "todavía no",
      "Enviado:   hola (primera conexión)",
      "Esperado:  1: echo: hola",
      "Recibido:  echo: hola (primera conexión)",
      "Pista:     falta el número",
    ]],
    ["exercise", [
      "not yet",
      "Sent:      hola (first connection)",
      "Expected:  1: echo: hola",
      "Received:  echo: hola (first connection)",
      "Hint:      the number is missing",
    ]],
  ] as const
) {
  const run = (...args: string[]) => Program.start(args, {}, task);

  testWith(RUN, `deno task ${task} says what is to be done, without a stack trace`, async () => {
    const { code, stdout, stderr } = await run("2").ended();
    assertEquals([code, stderr], [1, ""]);
    for (const word of words) assertStringIncludes(stdout, word);
    assert(!/\bat |file:|checker|_test/.test(stdout), stdout);
  });

  testWith(RUN, `deno task ${task} refuses other numbers`, async () => {
    const { code, stderr } = await run("9").ended();
    assertEquals(code, 2);
    assertMatch(stderr, /^error: .* 1 .* 5, .*9.*\n$/);
  });
}

testWith(RUN, "eco probe --idle finds the time-out of the exercise's proxy", async () => {
  await using server = Program.start();
  await using proxy = new Program(Deno.execPath(), [
    ...["run", "--no-prompt", "--allow-net", "docs/exercises/proxy.ts"],
    ...["0", `${await server.port()}`, "2"],
  ]);
  const [, port] = await proxy.output(/From 127\.0\.0\.1:(\d+)/);
  const { code, stdout } = await probe(`ws://127.0.0.1:${port}`, "--idle", "4s", "--json");
  const failed = JSON.parse(stdout).steps.filter(({ outcome }: Step) => outcome === "failed");
  const [{ step, finding, values }] = failed;
  assertEquals([code, failed.length, step, finding], [1, 1, "idle", "idleDropped"]);
  // More on a slow machine.
  assert(values.seconds > 1.8 && values.seconds < 4, stdout);
  proxy.kill("SIGINT");
  assertEquals((await proxy.ended()).stdout.split("\n")[1], "The time-out was 2 s.");
});
