import { Answer, type Break, Mistake, STARTING_MS, within } from "./answer.ts";
import { type Connection, type Happening, RawServer } from "./raw_server.ts";
import type { Hint } from "./texts.ts";

const LAST = 10;
/** How long the server of exercise 4 is down after a break, and the most attempts to connect in that time. */
const DOWN_MS = 700;
const MOST_ATTEMPTS = 20;

/** Events in the order in which they came. */
class Queue {
  readonly #happenings: Happening[] = [];
  #onHappening = () => {};

  readonly add = (happening: Happening): void => {
    this.#happenings.push(happening);
    this.#onHappening();
  };

  /** Resolves with the next one, or with `undefined` if none comes before the time or `end`. */
  async next(end: Promise<unknown>, waitMs: number): Promise<Happening | undefined> {
    if (this.#happenings.length === 0) {
      const come = new Promise<void>((resolve) => this.#onHappening = resolve);
      await within(Promise.race([come, end]), waitMs);
    }
    return this.#happenings.shift();
  }
}

/** Breaks of exercise 4, by the number of the message that comes before. */
const BREAKS: Readonly<Record<number, Break>> = { 3: "closed", 6: "cutAfterReply", 8: "cut" };

/** Returns what to look at when a client sends this text instead of the number that is due. */
function explainNumber(text: string, number: number): Hint {
  if (text.includes("${")) return "plainQuotes";
  if (text === "1") return "fromOne";
  return Number(text) > number ? "skipped" : "repeated";
}

/** Exercise 4: ten replies, although the server goes three times. */
export async function checkSurvive(file: string, waitMs: number): Promise<void> {
  const queue = new Queue();
  using server = new RawServer(queue.add);
  await using answer = new Answer(file, [server.url]);
  const breaks = { ...BREAKS };
  let number = 1;
  let broken: Break | undefined;

  const fail = async (hint: Hint, expected?: string, got?: string): Promise<never> => {
    await within(answer.ended, 300);
    answer.throwIfCrashed();
    const sent = number === 1 ? undefined : `echo: ${number - 1}`;
    throw new Mistake(hint, { sent: broken ? undefined : sent, happened: broken, expected, got });
  };
  const breakOff = async (connection: Connection, how: Break): Promise<void> => {
    broken = how;
    server.isDown = true;
    server.attempts = 0;
    if (how === "closed") await connection.closeInOrder();
    else connection.cut();
    await within(answer.ended, DOWN_MS);
    server.isDown = false;
    if (server.attempts > MOST_ATTEMPTS) {
      await fail("tooFast", `≤ ${MOST_ATTEMPTS}`, `${server.attempts}`);
    }
  };
  const explainSilence = (): Hint => {
    if (!broken) return "silence";
    if (server.attempts > 0) return "gaveUp";
    return broken === "closed" ? "neverBack" : "onlyOnce";
  };

  while (number <= LAST) {
    // A start takes long. A client that has tried in vain may wait long too.
    const patienceMs = waitMs + (number === 1 ? STARTING_MS : broken ? 3000 : 0);
    const event = await queue.next(answer.ended, patienceMs);
    if (!event) await fail(explainSilence(), broken ? undefined : `${number}`);
    else if (event.type === "open") {
      if (server.openConnections > 1) await fail("twoConnections", "1", "2");
    } else if (event.type === "close") await fail("closedEarly", `${number}`);
    else if (event.connection.isOpen) {
      const { text, connection } = event;
      if (text !== `${number}`) {
        const hint = explainNumber(text, number);
        await fail(hint, `${number}`, text);
      }
      if (number === 1) {
        const more = await queue.next(answer.ended, 200);
        if (more?.type === "message") await fail("notWaiting", "1", `1, ${more.text}`);
      }
      broken = undefined;
      const how = breaks[number];
      delete breaks[number];
      if (how === undefined || how === "cutAfterReply") {
        await connection.send(`echo: ${number}`);
        number += 1;
      }
      if (how) await breakOff(connection, how);
    }
  }
  if (!await within(answer.ended.then(() => true), waitMs)) await fail("noEnd");
  answer.throwIfCrashed();
  const expected = Array.from({ length: LAST }, (_, index) => `echo: ${index + 1}`).join(" ");
  const got = answer.stdout.trim().replaceAll(/\r?\n/g, " ");
  if (got !== expected) throw new Mistake("notPrinted", { expected, got });
}

/** The delay of the handshake in exercise 5. A measurement must not include it. */
const HANDSHAKE_MS = 1500;
/** The largest error of a measurement beyond rounding, in seconds. */
const TOLERANCE = 0.5;

/** Cuts a silent connection after a time; resolves with what the program made of it. */
async function measureOnce(file: string, waitMs: number, silenceMs: number) {
  let openedAtMs = 0;
  let seconds: number | undefined;
  const mistake = Promise.withResolvers<Hint | undefined>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  using server = new RawServer(({ type, connection }) => {
    if (type === "message") mistake.resolve("spoke");
    else if (type === "close") mistake.resolve("closedItself");
    else {
      openedAtMs = performance.now();
      timer = setTimeout(() => {
        seconds = (performance.now() - openedAtMs) / 1000;
        connection.cut();
      }, silenceMs);
    }
  }, HANDSHAKE_MS);
  await using answer = new Answer(file, [`${server.url}/?idle=0`]);
  const ended = answer.ended.then(() => undefined);
  const hint = await within(
    Promise.race([mistake.promise, ended]),
    waitMs + STARTING_MS + HANDSHAKE_MS + silenceMs,
  );
  clearTimeout(timer);
  answer.throwIfCrashed();
  const got = answer.stdout.trim();
  if (hint) throw new Mistake(hint, { got: got || undefined });
  return { seconds, got };
}

/** Exercise 5: how long a silent connection lasted. */
export async function checkTimeout(file: string, waitMs: number): Promise<void> {
  // Two lengths, far enough apart, so that no fixed answer is right.
  const silences = [1000 + 1000 * Math.random(), 3200 + 800 * Math.random()];
  const both = silences.map((ms) => measureOnce(file, waitMs, ms));
  await Promise.allSettled(both); // So that neither goes on once the other has failed.
  const runs = await Promise.all(both);
  for (const { seconds, got } of runs) {
    const expected = seconds?.toFixed(1);
    const fail = (hint: Hint) => {
      throw new Mistake(hint, { happened: "silent", expected, got: got || undefined });
    };
    if (seconds === undefined) fail("endedEarly");
    if (got === "") fail("nothingPrinted");
    const number = Number(got);
    if (Number.isNaN(number)) fail(/\d/.test(got) ? "onlyNumber" : "notNumber");
    if (runs[0].got === runs[1].got) fail("fixedNumber");
    const isNear = (other: number) => Math.abs(number - other) < TOLERANCE + 0.05;
    if (number > 500) fail("milliseconds");
    if (!/^\d+\.\d$/.test(got)) fail("oneDecimal");
    if (isNear(seconds!)) continue;
    if (isNear(seconds! + HANDSHAKE_MS / 1000) || number > seconds!) fail("fromStart");
    fail("tooShort");
  }
}
