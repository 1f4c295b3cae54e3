import { Answer, Mistake, type Name, STILL_USED, within } from "./answer.ts";
import type { Hint } from "./texts.ts";

/** The longest wait for a second reply, in milliseconds. Both are sent together. */
const COPY_MS = 500;

/** A client that keeps what it receives until it is asked for. */
class Client {
  readonly #socket: WebSocket;
  readonly #received: string[] = [];
  readonly opened: Promise<boolean>;
  readonly closed: Promise<void>;
  #onEvent = () => {};

  constructor(url: string) {
    this.#socket = new WebSocket(url);
    this.opened = new Promise((resolve) => {
      this.#socket.addEventListener("open", () => resolve(true));
      this.#socket.addEventListener("error", () => resolve(false));
    });
    this.closed = new Promise((resolve) => {
      this.#socket.addEventListener("close", () => {
        resolve();
        this.#onEvent();
      });
    });
    this.#socket.addEventListener("message", ({ data }) => {
      this.#received.push(typeof data === "string" ? data : "[binary]");
      this.#onEvent();
    });
  }

  send(message: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(message);
  }

  /** Resolves with the next message, or with `undefined` if none comes. */
  async next(waitMs: number): Promise<string | undefined> {
    if (this.#received.length === 0 && this.#socket.readyState === WebSocket.OPEN) {
      await within(new Promise<void>((resolve) => this.#onEvent = resolve), waitMs);
    }
    return this.#received.shift();
  }

  /** Closes in order, and resolves with what had still come before the end. */
  async end(waitMs: number): Promise<string | undefined> {
    this.#socket.close();
    await within(this.closed, waitMs);
    return this.#received.shift();
  }
}

/** A step of a conversation: a client opens a connection, ends it, or sends a message that needs replies. */
type Turn =
  | { readonly open: Name }
  | { readonly end: Name }
  | {
    readonly by: Name;
    readonly message: string;
    readonly replies: Readonly<Partial<Record<Name, string>>>;
  };

/** What is known when a reply is not the one that was due. */
interface Miss {
  readonly by: Name;
  readonly to: Name;
  readonly message: string;
  readonly expected: string;
  /** `undefined` if nothing came. */
  readonly got: string | undefined;
  /** How many replies were right before. */
  readonly right: number;
}

/** Returns what to look at when a reply shows it in any exercise: `"eco: data"`, `'${n}'`. */
function explainText(message: string, got = message): Hint | undefined {
  if (got.includes("${")) return "plainQuotes";
  if (message === "hola" && !/hola/i.test(got)) return "fixedReply";
}

/** Has clients talk to the reader's server, and throws a {@linkcode Mistake} at the first miss. */
async function converse(
  file: string,
  waitMs: number,
  turns: readonly Turn[],
  explain: (miss: Miss, clients: Readonly<Record<string, Client>>) => Hint | Promise<Hint>,
): Promise<void> {
  await using server = new Answer(file, ["0"]);
  const url = `ws://127.0.0.1:${await server.port(waitMs)}`;
  const clients: Record<string, Client> = {};
  const last: Partial<Record<Name, string>> = {};
  let right = 0;
  let ended = 0;
  try {
    for (const turn of turns) {
      if ("open" in turn) {
        const client = clients[turn.open] = new Client(url);
        if (!await within(client.opened, waitMs)) {
          await server.throwIfHandlerFailed();
          throw new Mistake("refused");
        }
      } else if ("end" in turn) {
        const got = await clients[turn.end].end(waitMs);
        if (got !== undefined) throw new Mistake("tooMany", { client: turn.end, got });
        delete clients[turn.end];
        ended += 1;
        await server.closings(ended, waitMs);
      } else {
        const { by, message, replies } = turn;
        clients[by].send(message);
        for (const [name, expected] of Object.entries(replies)) {
          const to = name as Name;
          const got = await clients[to].next(waitMs);
          if (got === expected) {
            right += 1;
            last[to] = got;
            continue;
          }
          // The reply of before once more: a copy, if one to this message has come as well.
          const isCopy = got !== undefined && got === last[to] &&
            await clients[to].next(COPY_MS) !== undefined;
          const hint = isCopy ? "tooMany" : explainText(message, got) ??
            await explain({ by, to, message, expected, got, right }, clients);
          throw new Mistake(hint, { sent: message, by, expected, got, client: to });
        }
      }
    }
    for (const [name, client] of Object.entries(clients)) {
      const got = await client.end(waitMs);
      if (got !== undefined) throw new Mistake("tooMany", { client: name as Name, got });
    }
  } catch (mistake) {
    // A program that has ended says more than the reply that it did not give.
    await within(server.ended, 300);
    server.throwIfCrashed();
    throw mistake;
  } finally {
    for (const client of Object.values(clients)) await client.end(waitMs);
  }
  await server.stop(); // Only then all that it has written is here.
  if (server.stderr.includes(STILL_USED)) throw new Mistake("kept");
}

/** Exercise 1: another prefix, and the message as it was. */
export function checkPrefix(file: string, waitMs: number): Promise<void> {
  const messages = ["hola", "¿qué tal?", "", "echo: hola", "  echo  "];
  const turns: Turn[] = messages.map((message) => ({
    by: "first",
    message,
    replies: { first: `eco: ${message}` },
  }));
  return converse(file, waitMs, [{ open: "first" }, ...turns], ({ message, expected, got }) => {
    if (got === undefined) return message === "" ? "emptyMessage" : "silence";
    if (got === `echo: ${message}`) return "oldPrefix";
    if (got === message) return "noPrefix";
    if (got === `${message}eco: `) return "swapped";
    if (got === `eco: echo: ${message}` || got === `echo: eco: ${message}`) return "twoPrefixes";
    if (got === "eco: hola") return message === "¿qué tal?" ? "fixedReply" : "messageChanged";
    if (got.replaceAll(" ", "") === expected.replaceAll(" ", "")) return "spaces";
    if (got.toLowerCase() === expected.toLowerCase()) return "letterCase";
    return got.startsWith("eco: ") ? "messageChanged" : "otherReply";
  });
}

/** Exercise 2: a number before each reply, counted by connection. */
export function checkCount(file: string, waitMs: number): Promise<void> {
  const counts: Record<string, number> = { first: 0, second: 0, third: 0 };
  const say = (by: Name, message = "hola"): Turn => {
    counts[by] += 1;
    return { by, message, replies: { [by]: `${counts[by]}: echo: ${message}` } };
  };
  const turns: Turn[] = [
    { open: "first" },
    say("first"),
    say("first"),
    say("first", "adiós"),
    { open: "second" },
    say("second"),
    say("first"),
    say("second"),
    say("first", ""),
    { end: "second" },
    say("first"),
    { open: "third" },
    say("third"),
  ];
  return converse(file, waitMs, turns, ({ to, message, expected, got, right }) => {
    if (got === undefined) return message === "" ? "emptyMessage" : "silence";
    const reply = `echo: ${message}`;
    if (got === reply) return "noNumber";
    if (/^(NaN|undefined|null)\b/.test(got)) return "countNoValue";
    const number = got.match(/^(\d+): echo: /)?.[1];
    if (number === undefined || got !== `${number}: ${reply}`) return "countFormat";
    if (right === 0) return number === "0" ? "fromZero" : "countStart";
    if (to === "first" && right === 1) return number === "1" ? "countStays" : "countStep";
    if (message === "adiós") return number === "1" ? "countByText" : "countStep";
    if (expected.startsWith("1:")) return "countShared";
    return Number(number) < Number.parseInt(expected) ? "countReset" : "countShared";
  });
}

/** Exercise 3: each reply to everybody. */
export function checkBroadcast(file: string, waitMs: number): Promise<void> {
  const turns: Turn[] = [
    { open: "first" },
    { by: "first", message: "hola", replies: { first: "echo: hola" } },
    { open: "second" },
    { by: "first", message: "adiós", replies: { first: "echo: adiós", second: "echo: adiós" } },
    { by: "second", message: "", replies: { second: "echo: ", first: "echo: " } },
    { open: "third" },
    // Neither the oldest nor the newest, so that an answer has to look for the one that left.
    { end: "second" },
    { by: "third", message: "sigo", replies: { third: "echo: sigo", first: "echo: sigo" } },
    { by: "first", message: "y yo", replies: { third: "echo: y yo", first: "echo: y yo" } },
  ];
  return converse(file, waitMs, turns, async ({ by, to, message, got, right }, clients) => {
    if (got === message && message !== "") return "noPrefix";
    if (got === "echo: hola" && to === "second") return "oldMessages";
    if (got !== undefined) return /^echo: (hola|adiós|sigo|)$/.test(got) ? "tooMany" : "otherReply";
    if (message === "") return to === by ? "emptyMessage" : "notEverybody";
    if (message === "sigo" || message === "y yo") return "everybodyRemoved";
    if (to === by) return right === 0 ? "notSender" : "onlyNewest";
    // Perhaps it receives once it has spoken itself.
    clients.second.send("2");
    await clients.second.next(waitMs);
    clients.first.send("1");
    return await clients.second.next(waitMs) === "echo: 1" ? "addedLate" : "onlySender";
  });
}
