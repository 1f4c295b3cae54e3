import type { IncomingMessage } from "node:http";
import { startOf } from "../static/probe/checks.js";
import { ProbeFailure } from "../static/probe/connection.js";
import type { ProbedPath } from "../static/probe/path.js";
import type { ProbeOutcome } from "../static/types.ts";
import { get } from "./http_get.ts";
import type { ProbeRequest } from "./request.ts";
import { explainAnswer, isMissingHeaderOfEco } from "./upgrade_answer.ts";
import { errorCode } from "./sockets.ts";
import { leave, openSocket } from "./ws_client.ts";

/** How much of an answer is read to find its first line. */
const MAX_BODY_LENGTH = 10_000;
/** How long. */
const BODY_TIMEOUT_MS = 1000;

/** Requests the page at the address, to see which server answers ordinary requests. */
export async function getPage(request: ProbeRequest, path: ProbedPath): Promise<ProbeOutcome> {
  const page = new URL(request.url);
  page.protocol = page.protocol.replace("ws", "http");
  const startMs = performance.now();
  const { statusCode: status = 0, headers } = await get(page, request).catch((error) => {
    throw new ProbeFailure("getFailed", { problem: errorCode(error) });
  });
  path.pageMs = performance.now() - startMs;
  const { server = "", "content-type": type = "" } = headers;
  // Many endpoints answer 400 or 426, since they have no page.
  return {
    outcome: status >= 500 ? "noted" : "passed",
    finding: "got",
    values: { status, type: startOf(String(type)), server: startOf(String(server)) },
  };
}

/** Opens a WebSocket; an answer other than `101` tells why it does not open. */
export function openHandshake(request: ProbeRequest): Promise<ProbeOutcome> {
  const socket = openSocket(request, request.url.href, request.protocols);
  return new Promise<ProbeOutcome>((resolve, reject) => {
    socket.on("upgrade", ({ headers }) => {
      const { server = "", via = "" } = headers;
      socket.on("open", () => {
        resolve({
          finding: "opened101",
          values: { server: startOf(String(server)), via: startOf(String(via)) },
        });
        leave(socket);
      });
    });
    socket.on("unexpected-response", async (_, response) => {
      const { statusCode: status = 0, headers } = response;
      const { location, server } = headers;
      const says = await readFirstLine(response);
      const by = server && !isMissingHeaderOfEco(says) && `by ${startOf(String(server))}`;
      const parts = [status, location && startOf(location), by, says && `“${says}”`];
      const why = explainAnswer({ status, contentType: headers["content-type"], says });
      reject(new ProbeFailure("refused", { answer: parts.filter(Boolean).join(" "), why }));
      socket.terminate();
    });
    socket.on("error", ({ code = "", message }: Error & { code?: string }) => {
      reject(new ProbeFailure(findingOf(code + message), { problem: code || message }));
    });
  });
}

/** Returns the finding for an error of ws, which only its message identifies. */
function findingOf(error: string): string {
  if (error.includes("Sec-WebSocket-Accept")) return "badAccept";
  if (error.includes("subprotocol")) return "noSubprotocol";
  return error.startsWith("HPE_") ? "notHttp" : "handshakeFailed";
}

/** Resolves with the title of a page, or the first line of any other response. */
async function readFirstLine(response: IncomingMessage): Promise<string> {
  let text = "";
  // The body may never end.
  const timer = setTimeout(() => response.destroy(), BODY_TIMEOUT_MS);
  try {
    for await (const chunk of response) {
      text += chunk;
      if (text.length > MAX_BODY_LENGTH) break;
    }
  } catch {
    // What has come so far must do.
  }
  clearTimeout(timer);
  const [, title] = text.match(/<title[^<>]*>([^<]*)/i) ?? [];
  return startOf((title ?? text).trim().split("\n", 1)[0]);
}

/** Sends a ping, which every endpoint must answer, echo or not (RFC 6455 §5.5.2). */
export function sendPing(request: ProbeRequest, path: ProbedPath): Promise<ProbeOutcome> {
  const { timeoutMs } = request;
  const { promise, resolve, reject } = Promise.withResolvers<ProbeOutcome>();
  const fail = (problem: string) => reject(new ProbeFailure("noPong", { problem }));
  const socket = openSocket(request, request.url.href, request.protocols);
  let timer: ReturnType<typeof setTimeout> | undefined;
  socket.on("open", () => {
    timer = setTimeout(() => fail(`nothing within ${timeoutMs / 1000} s`), timeoutMs);
    socket.ping();
  });
  socket.on("pong", () => {
    path.answersPings = true;
    resolve({ finding: "pong", values: {} });
  });
  socket.on("error", (error) => fail(errorCode(error)));
  socket.on("close", (code) => fail(`closed with code ${code}`));
  return promise.finally(() => {
    clearTimeout(timer);
    leave(socket);
  });
}
