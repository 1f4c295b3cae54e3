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
  /** How often the other end has broken the silence with a ping. */
  readonly pings: number;
}

/** Opens a connection, says nothing for so long, and looks then whether it is still there. */
export function beSilent(request: ProbeRequest, url: string, ms: number): Promise<Silence> {
  const { promise, resolve, reject } = Promise.withResolvers<Silence>();
  const socket = openSocket(request, url, request.protocols);
  let openedAtMs: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pings = 0;
  let problem = "";
  let hasSpoken = false;
  socket.on("open", () => {
    openedAtMs = performance.now();
    timer = setTimeout(look, ms);
  });
  socket.on("ping", () => pings += 1);
  socket.on("error", ({ code, message }) => problem = code ?? message);
  socket.on("close", (code, reason) => {
    clearTimeout(timer);
    // What only ends when it is spoken to had ended unnoticed, some time before.
    if (hasSpoken) return tell({ ms, isAlive: false, pings });
    if (openedAtMs === undefined) return reject(new ProbeFailure("handshakeFailed", { problem }));
    const silentMs = performance.now() - openedAtMs;
    const end = wordsFor(code, new TextDecoder().decode(reason), problem);
    resolve({ ms: silentMs, isAlive: false, end, pings, byEndpoint: code !== 1006 });
  });

  function look(): void {
    hasSpoken = true;
    socket.addEventListener("message", () => tell({ ms, isAlive: true, pings }));
    timer = setTimeout(() => tell({ ms, isAlive: false, pings }), request.timeoutMs);
    socket.send("still there?");
  }

  function tell(silence: Silence): void {
    clearTimeout(timer);
    resolve(silence);
    socket.terminate();
  }
  return promise;
}

function wordsFor(code: number, reason: string, problem: string): string {
  if (code !== 1006) return `close code ${code} ${reason}`.trim();
  return problem === "ECONNRESET" ? "a reset" : "the end of TCP without a close frame";
}
