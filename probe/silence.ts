import { ProbeFailure } from "../static/probe/connection.js";
import { codeOf } from "./arrival.ts";
import type { ProbeRequest } from "./request.ts";
import { leave, openSocket } from "./ws_client.ts";

/** What became of a connection on which nothing was said for a while. */
export interface Silence {
  /** How long nothing was said, in milliseconds. */
  readonly ms: number;
  /** Whether it was alive then. */
  readonly isAlive: boolean;
  /** How it ended where that was told; none: it had ended unnoticed, some time before. */
  readonly end?: string;
  /** Whether the endpoint itself ended it, by a close frame. */
  readonly byEndpoint?: boolean;
  /** How often the other end has broken the silence with a ping, and with a message. */
  readonly pings: number;
  readonly messages: number;
  /** The longest time without either, in milliseconds. */
  readonly quietMs: number;
}

/** How a connection is to be silent. */
export interface SilenceOptions {
  readonly ms: number;
  /** Whether messages are answered; where not, pings are. */
  readonly isEcho: boolean;
}

/** What is heard on a connection while nothing is said. */
class Heard {
  pings = 0;
  messages = 0;
  quietMs = 0;
  readonly #sinceMs = performance.now();
  #latestMs = this.#sinceMs;

  /** Notes what is heard now, or that the silence ends; returns how long it has lasted. */
  note(what?: "pings" | "messages"): number {
    if (what) this[what] += 1;
    const nowMs = performance.now();
    this.quietMs = Math.max(this.quietMs, nowMs - this.#latestMs);
    this.#latestMs = nowMs;
    return nowMs - this.#sinceMs;
  }
}

/** Opens a connection, says nothing for so long, and looks then whether it is still there. */
export function beSilent(
  request: ProbeRequest,
  url: string,
  { ms, isEcho }: SilenceOptions,
): Promise<Silence> {
  const { promise, resolve, reject } = Promise.withResolvers<Silence>();
  const socket = openSocket(request, url, request.protocols);
  let heard: Heard;
  /** None until it has opened. */
  let timer: ReturnType<typeof setTimeout> | undefined;
  let problem = "";
  let hasSpoken = false;
  let isAlive = false;
  socket.on("open", () => {
    heard = new Heard();
    timer = setTimeout(look, ms);
  });
  socket.on("ping", () => heard.note("pings"));
  socket.on("message", () => hasSpoken ? survive() : heard.note("messages"));
  socket.on("pong", () => hasSpoken && survive());
  socket.on("error", (error) => problem = codeOf(error));
  socket.on("close", (code, reason) => {
    if (!timer) return reject(new ProbeFailure("handshakeFailed", { problem }));
    clearTimeout(timer);
    // What only ends when it is spoken to had ended unnoticed, some time before.
    if (hasSpoken) return resolve({ ms, isAlive, ...heard });
    const silentMs = heard.note();
    const end = wordsFor(code, new TextDecoder().decode(reason), problem);
    resolve({ ms: silentMs, isAlive: false, end, byEndpoint: code !== 1006, ...heard });
  });

  function look(): void {
    heard.note();
    hasSpoken = true;
    timer = setTimeout(() => socket.terminate(), request.timeoutMs);
    if (isEcho) socket.send("still there?");
    else socket.ping();
  }

  function survive(): void {
    isAlive = true;
    leave(socket);
  }
  return promise;
}

function wordsFor(code: number, reason: string, problem: string): string {
  if (code !== 1006) return `close code ${code} ${reason}`.trim();
  return problem === "ECONNRESET" ? "a reset" : "the end of TCP without a close frame";
}
