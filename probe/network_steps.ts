import { lookup } from "node:dns/promises";
import type { DetailedPeerCertificate, TLSSocket } from "node:tls";
import { startOf } from "../static/probe/checks.js";
import { ProbeFailure } from "../static/probe/connection.js";
import type { ProbedPath } from "../static/probe/path.js";
import type { ProbeOutcome } from "../static/types.ts";
import type { ProbeRequest } from "./request.ts";
import { connectTo, errorCode, get, getGivenAddress, getHost, waitForEvent } from "./sockets.ts";
import type { ProbeSocket } from "./ws_client.ts";

const ONE_DAY_MS = 86_400_000;
/** A certificate that expires sooner is noted. */
const SOON_DAYS = 14;

export async function findAddress(request: ProbeRequest): Promise<ProbeOutcome> {
  const given = getGivenAddress(request);
  if (given) return { finding: "addresses", values: { addresses: given } };
  const host = getHost(request.url);
  try {
    const found = await lookup(host, { all: true });
    return { finding: "addresses", values: { addresses: found.map((a) => a.address).join(", ") } };
  } catch (error) {
    const problem = errorCode(error);
    throw new ProbeFailure("noAddress", { host, problem }, problem);
  }
}

export async function connectTcp(request: ProbeRequest): Promise<ProbeOutcome> {
  const { timeoutMs } = request;
  const socket = connectTo(request, "ws:");
  await waitForEvent(socket, "connect", { timeoutMs, finding: "tcpFailed" });
  const { remoteAddress = "", remotePort = 0 } = socket;
  socket.destroy();
  return { finding: "tcp", values: { address: remoteAddress, port: remotePort } };
}

export async function checkCertificate(request: ProbeRequest): Promise<ProbeOutcome> {
  const socket = await openTls(request).catch(async ({ values }) => {
    const cause = await answersPlainly(request) ? "speaksPlain" : values.problem;
    throw new ProbeFailure(findTlsFailure(values.problem), values, cause);
  });
  // The types say that it is an error.
  const problem = String(socket.authorizationError ?? "");
  const values = { ...describe(socket), host: getHost(request.url), problem };
  const cause = problem ? findMistrust(socket.getPeerCertificate(true)) : undefined;
  socket.destroy();
  const finding = chooseFinding(values.days, problem);
  if (finding === "certificate") {
    return { outcome: values.days < SOON_DAYS ? "noted" : "passed", finding, values };
  }
  const outcome = request.insecure ? "noted" : "failed";
  return { outcome, finding, values, cause: finding === "untrusted" ? cause : undefined };
}

/** Returns why a certificate is not trusted, by what the server sends with it. */
function findMistrust(certificate: DetailedPeerCertificate): string {
  // The types lack that there may be none, and that it is a CA.
  const { issuerCertificate, infoAccess, subject, issuer, ca } = certificate as
    & Partial<DetailedPeerCertificate>
    & { ca?: boolean };
  if (JSON.stringify(subject) === JSON.stringify(issuer)) return ca ? "selfSignedCa" : "selfSigned";
  if (issuerCertificate) return "privateCa";
  return infoAccess?.["CA Issuers - URI"] ? "chainIncomplete" : "issuerUnknown";
}

/** Returns whether the port answers an ordinary request without TLS. */
async function answersPlainly(request: ProbeRequest): Promise<boolean> {
  const socket = connectTo(request, "ws:");
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), request.timeoutMs);
  socket.on("data", (data) => resolve(String(data).startsWith("HTTP/")));
  for (const event of ["error", "close"]) socket.on(event, () => resolve(false));
  socket.write(`GET / HTTP/1.1\r\nHost: ${request.url.host}\r\nConnection: close\r\n\r\n`);
  return await promise.finally(() => {
    clearTimeout(timer);
    socket.destroy();
  });
}

/** Returns the failure of a port that answered nothing, with the cause if it only speaks TLS. */
export async function explainSilence(
  request: ProbeRequest,
  failure: ProbeFailure,
): Promise<ProbeFailure> {
  if (request.url.protocol === "wss:") return failure;
  try {
    (await openTls(request)).destroy();
    return new ProbeFailure(failure.finding, failure.values, "speaksTls");
  } catch {
    return failure;
  }
}

/** Returns what the certificate of the other end contains; all of it may be of hostile origin. */
function describe(socket: TLSSocket) {
  const { subject, issuer, valid_to: until, subjectaltname: names = "" } = socket
    .getPeerCertificate();
  return {
    protocol: socket.getProtocol() ?? "",
    subject: String(subject.CN ?? subject.O ?? "nobody"),
    issuer: String(issuer.O ?? issuer.CN ?? "nobody"),
    names,
    days: Math.floor((Date.parse(until) - Date.now()) / ONE_DAY_MS),
    until,
  };
}

/** Returns the finding of a certificate that can be used, from its days left and what is wrong with it. */
function chooseFinding(days: number, problem: string): string {
  if (days < 0) return "expired";
  if (problem === "ERR_TLS_CERT_ALTNAME_INVALID") return "otherName";
  return problem ? "untrusted" : "certificate";
}

/** Returns the finding if TLS fails even though any certificate is accepted. */
function findTlsFailure(problem: string): string {
  if (problem.includes("ALERT")) return "tlsRefused";
  return /CERT|SIGNATURE/.test(problem) ? "unusable" : "tlsFailed";
}

/** Opens a connection that accepts any certificate; it tells what is wrong with the certificate. */
async function openTls(request: ProbeRequest): Promise<TLSSocket> {
  const { timeoutMs } = request;
  const socket = connectTo({ ...request, insecure: true }, "wss:");
  await waitForEvent(socket, "secureConnect", { timeoutMs, finding: "tlsFailed" });
  return socket as TLSSocket;
}

function getPageUrl(url: URL): URL {
  const page = new URL(url);
  page.protocol = page.protocol.replace("ws", "http");
  return page;
}

/** Requests the page at the address, to see which server answers ordinary requests. */
export async function getPage(request: ProbeRequest, path: ProbedPath): Promise<ProbeOutcome> {
  const startMs = performance.now();
  const response = await get(getPageUrl(request.url), request).catch(async (error) => {
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
    return "eco-refusal" in (await get(getPageUrl(request.url), { ...request, headers })).headers;
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
