import { startOf } from "../static/probe/checks.js";
import { ProbeFailure } from "../static/probe/connection.js";
import type { ProbedPath } from "../static/probe/path.js";
import type { ProbeOutcome } from "../static/types.ts";
import { get } from "./http_get.ts";
import { explainSilence } from "./network_steps.ts";
import type { ProbeRequest } from "./request.ts";
import { errorCode } from "./sockets.ts";
import type { ProbeSocket } from "./ws_client.ts";

/** Returns the address of the page at the address of a WebSocket. */
function pageOf(url: URL): URL {
  const page = new URL(url);
  page.protocol = page.protocol.replace("ws", "http");
  return page;
}

/** Requests the page at the address, to see which server answers ordinary requests. */
export async function getPage(request: ProbeRequest, path: ProbedPath): Promise<ProbeOutcome> {
  const startMs = performance.now();
  const response = await get(pageOf(request.url), request).catch(async (error) => {
    const failure = new ProbeFailure("getFailed", { problem: errorCode(error) }, errorCode(error));
    throw await explainSilence(request, failure);
  });
  const { statusCode: status = 0, headers } = response;
  path.pageMs = performance.now() - startMs;
  const { server = "", "content-type": type = "" } = headers;
  // Many endpoints answer 400 or 426, since they have no page.
  return {
    outcome: status >= 500 ? "noted" : "passed",
    finding: "got",
    values: { status, type: startOf(String(type)), server: startOf(String(server)) },
  };
}

/** Returns whether the endpoint is eco: its answer to a handshake without `Upgrade` tells. */
export async function isEco(request: ProbeRequest): Promise<boolean> {
  const headers = { ...request.headers, "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==" };
  try {
    return "eco-refusal" in (await get(pageOf(request.url), { ...request, headers })).headers;
  } catch {
    return false;
  }
}

/** Opens a WebSocket; an answer other than `101` tells why it does not open. */
export async function openHandshake(
  request: ProbeRequest,
  path: ProbedPath,
): Promise<ProbeOutcome> {
  try {
    return await path.use(({ socket }) => {
      const { server = "", via = "" } = (socket as ProbeSocket).answer?.fields ?? {};
      const values = { server: startOf(server), via: startOf(via) };
      return Promise.resolve({ finding: "opened101", values });
    });
  } catch (failure) {
    const { finding, values } = failure as ProbeFailure;
    if (finding === "handshakeFailed") {
      throw await explainSilence(request, failure as ProbeFailure);
    }
    if (finding !== "noSubprotocol" || path.protocols.length === 0) throw failure;
    // The step that is about subprotocols finds out who lost them; the others do without.
    path.protocols = [];
    await path.use(() => Promise.resolve());
    return { outcome: "noted", finding, values };
  }
}

/** Sends a ping, which every endpoint must answer, echo or not (RFC 6455 §5.5.2). */
export function sendPing({ timeoutMs }: ProbeRequest, path: ProbedPath): Promise<ProbeOutcome> {
  return path.use((connection) => {
    const socket = connection.socket as ProbeSocket;
    const { promise, resolve, reject } = Promise.withResolvers<ProbeOutcome>();
    const timer = setTimeout(
      () => reject(new ProbeFailure("noPong", { seconds: timeoutMs / 1000 })),
      timeoutMs,
    );
    socket.on("pong", () => {
      path.answersPings = true;
      resolve({ finding: "pong", values: {} });
    });
    const end = (code: number, reason = "") => {
      if (code === 1006) return reject(new ProbeFailure("cutOff", { code, reason }));
      resolve({ outcome: "noted", finding: "closedFirst", values: { code, reason } });
    };
    socket.on("close", (code, reason) => end(code, startOf(new Uint8Array(reason))));
    if (socket.closeFrame) end(socket.closeFrame.code, startOf(socket.closeFrame.reason));
    else socket.ping();
    return promise.finally(() => clearTimeout(timer));
  });
}
