import { ProbeFailure } from "../../static/probe/connection.js";
import type { ProbeRequest } from "./request.ts";
import { openSocket } from "./ws_client.ts";

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

/** Opens a connection, says nothing for so long, and looks then whether it is still there. */
export function beSilent(
  request: ProbeRequest,
  url: string,
  { ms, isEcho }: SilenceOptions,
): Promise<Silence> {
  const { promise, resolve, reject } = Promise.withResolvers<Silence>();
  const socket = openSocket(request, url, request.protocols);
  let openedAtMs: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let [pings, messages, quietMs, heardAtMs] = [0, 0, 0, 0];
  let problem = "";
  let hasSpoken = false;
  socket.on("open", () => {
    openedAtMs = heardAtMs = performance.now();
    timer = setTimeout(look, ms);
  });
  socket.on("ping", () => {
    pings += 1;
    hear();
  });
  socket.on("message", () => {
    if (hasSpoken) return tell(true);
    messages += 1;
    hear();
  });
  socket.on("pong", () => hasSpoken && tell(true));
  socket.on("error", ({ code, message }) => problem = code ?? message);
  socket.on("close", (code, reason) => {
    clearTimeout(timer);
    // What only ends when it is spoken to had ended unnoticed, some time before.
    if (hasSpoken) return tell(false);
    if (openedAtMs === undefined) return reject(new ProbeFailure("handshakeFailed", { problem }));
    hear();
    const end = wordsFor(code, new TextDecoder().decode(reason), problem);
    const silentMs = heardAtMs - openedAtMs;
    const byEndpoint = code !== 1006;
    resolve({ ms: silentMs, isAlive: false, end, byEndpoint, pings, messages, quietMs });
  });

  function hear(): void {
    const nowMs = performance.now();
    quietMs = Math.max(quietMs, nowMs - heardAtMs);
    heardAtMs = nowMs;
  }

  function look(): void {
    hear();
    hasSpoken = true;
    timer = setTimeout(() => tell(false), request.timeoutMs);
    if (isEcho) socket.send("still there?");
    else socket.ping();
  }

  function tell(isAlive: boolean): void {
    clearTimeout(timer);
    resolve({ ms, isAlive, pings, messages, quietMs });
    socket.terminate();
  }
  return promise;
}

function wordsFor(code: number, reason: string, problem: string): string {
  if (code !== 1006) return `close code ${code} ${reason}`.trim();
  return problem === "ECONNRESET" ? "a reset" : "the end of TCP without a close frame";
}
