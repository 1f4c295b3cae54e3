import type { IncomingMessage } from "node:http";
import { explainAnswer, isOfEco } from "./upgrade_answer.ts";
import { startOf } from "../static/probe/checks.js";
import { ProbeFailure } from "../static/probe/connection.js";
import type { ProbedPath } from "../static/probe/path.js";
import type { ProbeOutcome } from "../static/types.ts";
import { get } from "./http_get.ts";
import { codeOf } from "./arrival.ts";
import type { ProbeRequest } from "./request.ts";
import { leave, openSocket } from "./ws_client.ts";

/** So much of an answer is read for its first line. */
const MAX_BODY_LENGTH = 10_000;
/** And for so long. */
const GIST_TIMEOUT_MS = 1000;

/** Finds out who answers ordinary requests. */
export async function getPage(request: ProbeRequest, path: ProbedPath): Promise<ProbeOutcome> {
  const page = new URL(request.url);
  page.protocol = page.protocol.replace("ws", "http");
  const startMs = performance.now();
  const { statusCode: status = 0, headers } = await get(page, request).catch((error) => {
    throw new ProbeFailure("getFailed", { problem: codeOf(error) });
  });
  path.pageMs = performance.now() - startMs;
  const { server = "", "content-type": type = "" } = headers;
  // Many an endpoint answers with 400 or 426, since it is no page.
  return {
    outcome: status >= 500 ? "noted" : "passed",
    finding: "got",
    values: { status, type: startOf(String(type)), server: startOf(String(server)) },
  };
}

/** Opens a WebSocket; an answer other than `101` tells why it does not open. */
export function shakeHands(request: ProbeRequest): Promise<ProbeOutcome> {
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
      const says = await gistOf(response, GIST_TIMEOUT_MS);
      const by = server && !isOfEco(says) && `by ${startOf(String(server))}`;
      const parts = [status, location && startOf(location), by, says && `“${says}”`];
      const why = explainAnswer({ status, contentType: headers["content-type"], says });
      reject(new ProbeFailure("refused", { answer: parts.filter(Boolean).join(" "), why }));
      socket.terminate();
    });
    socket.on("error", ({ code = "", message }) => {
      reject(new ProbeFailure(findingOf(code + message), { problem: code || message }));
    });
  });
}

/** Returns the finding for an error of ws, of which only the message tells what it is. */
function findingOf(error: string): string {
  if (error.includes("Sec-WebSocket-Accept")) return "badAccept";
  if (error.includes("subprotocol")) return "noSubprotocol";
  return error.startsWith("HPE_") ? "notHttp" : "handshakeFailed";
}

/** Resolves with what a response says: the title of a page, or the first line of anything else. */
async function gistOf(response: IncomingMessage, timeoutMs: number): Promise<string> {
  let text = "";
  // It may go on for ever.
  const timer = setTimeout(() => response.destroy(), timeoutMs);
  try {
    for await (const chunk of response) {
      text += chunk;
      if (text.length > MAX_BODY_LENGTH) break;
    }
  } catch {
    // What has come so far has to do.
  }
  clearTimeout(timer);
  const [, title] = text.match(/<title[^<>]*>([^<]*)/i) ?? [];
  return startOf((title ?? text).trim().split("\n", 1)[0]);
}
