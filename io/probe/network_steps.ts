import { lookup } from "node:dns/promises";
import type { IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { explainAnswer } from "../../core/upgrade_answer.ts";
import { startOf } from "../../static/probe/checks.js";
import { ProbeFailure } from "../../static/probe/connection.js";
import type { ProbeOutcome, ProbeStep } from "../../static/types.ts";
import { get } from "../http_get.ts";
import { connectSecurely, hostOf, portOf } from "../secure_socket.ts";
import type { ProbeRequest } from "./request.ts";
import { openSocket } from "./ws_client.ts";

const ONE_DAY_MS = 86_400_000;
/** A certificate with less left is worth a word. */
const SOON_DAYS = 14;
/** So much of an answer is read for its first line. */
const MOST_BODY_LENGTH = 10_000;
/** And for so long. */
const GIST_LIMIT_MS = 1000;

/** The steps before the first message: what a browser does without telling of it. */
export function networkSteps(request: ProbeRequest): ProbeStep[] {
  const isSecure = request.url.protocol === "wss:";
  const steps: ProbeStep[] = [
    { name: "name", run: () => findAddress(request), isNeeded: true },
    { name: "TCP", run: () => connectTcp(request), isNeeded: true },
    { name: "TLS", run: () => checkCertificate(request), isNeeded: true },
    { name: "GET", run: () => getPage(request) },
    { name: "handshake", run: () => shakeHands(request), isNeeded: true },
  ];
  return steps.filter(({ name }) => isSecure || name !== "TLS");
}

async function findAddress(request: ProbeRequest): Promise<ProbeOutcome> {
  const host = hostOf(request.url);
  try {
    const found = await lookup(host, { all: true });
    return { finding: "addresses", values: { addresses: found.map((a) => a.address).join(", ") } };
  } catch (error) {
    throw new ProbeFailure("noAddress", { host, problem: codeOf(error) });
  }
}

async function connectTcp(request: ProbeRequest): Promise<ProbeOutcome> {
  const socket = connect({ host: hostOf(request.url), port: portOf(request.url) });
  await arrival(socket, "connect", request.timeoutMs, "tcpFailed");
  const { remoteAddress = "", remotePort = 0 } = socket;
  socket.destroy();
  return { finding: "tcp", values: { address: remoteAddress, port: remotePort } };
}

async function checkCertificate(request: ProbeRequest): Promise<ProbeOutcome> {
  let problem = "";
  let socket: TLSSocket;
  try {
    socket = await openTls(request, false);
  } catch (failure) {
    // Once more without checking, to tell what the certificate is, if that is what was wrong.
    socket = await openTls(request, true);
    problem = String((failure as ProbeFailure).values.problem);
  }
  const { subject, issuer, valid_to: until } = socket.getPeerCertificate();
  const protocol = socket.getProtocol() ?? "";
  socket.destroy();
  const days = Math.floor((Date.parse(until) - Date.now()) / ONE_DAY_MS);
  const values = {
    protocol,
    subject: String(subject.CN ?? subject.O ?? "nobody"),
    issuer: String(issuer.O ?? issuer.CN ?? "nobody"),
    days,
    until,
    problem,
  };
  if (problem && !request.insecure) throw new ProbeFailure("untrusted", values);
  if (problem) return { outcome: "noted", finding: "untrusted", values };
  return { outcome: days < SOON_DAYS ? "noted" : "passed", finding: "certificate", values };
}

async function openTls({ url, timeoutMs }: ProbeRequest, insecure: boolean): Promise<TLSSocket> {
  const socket = connectSecurely(url, insecure);
  await arrival(socket, "secureConnect", timeoutMs, "tlsFailed");
  return socket;
}

/** Resolves when a socket has come so far; what prevents it fails the step. */
function arrival(socket: Socket, event: string, timeoutMs: number, finding: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (problem: string) => {
      clearTimeout(timer);
      socket.destroy();
      reject(new ProbeFailure(finding, { problem }));
    };
    const timer = setTimeout(() => fail(`nothing within ${timeoutMs / 1000} s`), timeoutMs);
    socket.on("error", (error) => fail(codeOf(error)));
    socket.on(event, () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function getPage(request: ProbeRequest): Promise<ProbeOutcome> {
  const page = new URL(request.url);
  page.protocol = page.protocol.replace("ws", "http");
  const { statusCode: status = 0, headers } = await get(page, request).catch((error) => {
    throw new ProbeFailure("getFailed", { problem: codeOf(error) });
  });
  const { server = "", "content-type": type = "" } = headers;
  // Many an endpoint answers with 400 or 426, since it is no page.
  return {
    outcome: status >= 500 ? "noted" : "passed",
    finding: "got",
    values: { status, type: startOf(String(type)), server: startOf(String(server)) },
  };
}

function shakeHands(request: ProbeRequest): Promise<ProbeOutcome> {
  const socket = openSocket(request, request.url.href, request.protocols);
  return new Promise<ProbeOutcome>((resolve, reject) => {
    socket.on("upgrade", ({ headers }) => {
      const { server = "", via = "" } = headers;
      socket.on("open", () => {
        resolve({
          finding: "opened101",
          values: { server: startOf(String(server)), via: startOf(String(via)) },
        });
        socket.terminate();
      });
    });
    socket.on("unexpected-response", async (_, response) => {
      const { statusCode: status = 0, headers } = response;
      const { location, server } = headers;
      const says = await gistOf(response, GIST_LIMIT_MS);
      const by = server && `by ${startOf(String(server))}`;
      const parts = [status, location && startOf(location), by, says && `“${says}”`];
      const why = explainAnswer({ status, contentType: headers["content-type"] });
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
      if (text.length > MOST_BODY_LENGTH) break;
    }
  } catch {
    // What has come so far has to do.
  }
  clearTimeout(timer);
  const [, title] = text.match(/<title[^>]*>([^<]*)/i) ?? [];
  return startOf((title ?? text).trim().split("\n", 1)[0]);
}

function codeOf(error: unknown): string {
  const { code, message } = error as Error & { code?: string };
  return code ?? message;
}
