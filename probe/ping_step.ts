import { ProbeFailure } from "../static/probe/connection.js";
import type { ProbedPath } from "../static/probe/path.js";
import type { ProbeOutcome } from "../static/types.ts";
import { codeOf } from "./arrival.ts";
import type { ProbeRequest } from "./request.ts";
import { leave, openSocket } from "./ws_client.ts";

/** Sends a ping, which any endpoint has to answer, echo or not (RFC 6455 §5.5.2). */
export function sendPing(request: ProbeRequest, path: ProbedPath): Promise<ProbeOutcome> {
  const seconds = request.timeoutMs / 1000;
  const { promise, resolve, reject } = Promise.withResolvers<ProbeOutcome>();
  const fail = (problem: string) => reject(new ProbeFailure("noPong", { problem }));
  const socket = openSocket(request, request.url.href, request.protocols);
  let timer: ReturnType<typeof setTimeout> | undefined;
  socket.on("open", () => {
    timer = setTimeout(() => fail(`nothing within ${seconds} s`), request.timeoutMs);
    socket.ping();
  });
  socket.on("pong", () => {
    path.answersPings = true;
    resolve({ finding: "pong", values: {} });
  });
  socket.on("error", (error) => fail(codeOf(error)));
  socket.on("close", (code) => fail(`closed with code ${code}`));
  return promise.finally(() => {
    clearTimeout(timer);
    leave(socket);
  });
}
