import { lookup } from "node:dns/promises";
import type { DetailedPeerCertificate, TLSSocket } from "node:tls";
import { ProbeFailure } from "../static/probe/connection.js";
import type { ProbeOutcome } from "../static/types.ts";
import type { ProbeRequest } from "./request.ts";
import { addressOf, connectTo, errorCode, hostOf, waitForEvent } from "./sockets.ts";

const ONE_DAY_MS = 86_400_000;
/** A certificate that expires sooner is noted. */
const SOON_DAYS = 14;

/** Looks up the addresses of the host. */
export async function findAddress(request: ProbeRequest): Promise<ProbeOutcome> {
  const given = addressOf(request);
  if (given) return { finding: "addresses", values: { addresses: given } };
  const host = hostOf(request.url);
  try {
    const found = await lookup(host, { all: true });
    return { finding: "addresses", values: { addresses: found.map((a) => a.address).join(", ") } };
  } catch (error) {
    const problem = errorCode(error);
    throw new ProbeFailure("noAddress", { host, problem }, problem);
  }
}

/** Opens a TCP connection. */
export async function connectTcp(request: ProbeRequest): Promise<ProbeOutcome> {
  const { timeoutMs } = request;
  const socket = connectTo(request, "ws:");
  await waitForEvent(socket, { event: "connect", timeoutMs, finding: "tcpFailed" });
  const { remoteAddress = "", remotePort = 0 } = socket;
  socket.destroy();
  return { finding: "tcp", values: { address: remoteAddress, port: remotePort } };
}

/** Opens a TLS connection, and checks the certificate. */
export async function checkCertificate(request: ProbeRequest): Promise<ProbeOutcome> {
  let problem = "";
  let socket: TLSSocket;
  try {
    socket = await openTls(request, false);
  } catch (failure) {
    // If the certificate was the reason, a second connection that accepts any tells what it is.
    socket = await openTls(request, true).catch(async ({ values }) => {
      const finding = findTlsFailure(String(values.problem));
      const cause = await answersPlainly(request) ? "speaksPlain" : String(values.problem);
      throw new ProbeFailure(finding, values, cause);
    });
    problem = String((failure as ProbeFailure).values.problem);
  }
  const values = { ...describe(socket), host: hostOf(request.url), problem };
  const cause = problem ? findMistrust(socket.getPeerCertificate(true)) : undefined;
  socket.destroy();
  const finding = judgeCertificate(values.days, problem);
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
    (await openTls(request, true)).destroy();
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

function judgeCertificate(days: number, problem: string): string {
  if (days < 0) return "expired";
  if (problem === "ERR_TLS_CERT_ALTNAME_INVALID") return "otherName";
  return problem ? "untrusted" : "certificate";
}

/** Returns the finding if TLS fails even though any certificate is accepted. */
function findTlsFailure(problem: string): string {
  if (problem.includes("ALERT")) return "tlsRefused";
  return /CERT|SIGNATURE/.test(problem) ? "unusable" : "tlsFailed";
}

async function openTls(request: ProbeRequest, insecure: boolean): Promise<TLSSocket> {
  const { timeoutMs } = request;
  const socket = connectTo({ ...request, insecure }, "wss:");
  await waitForEvent(socket, { event: "secureConnect", timeoutMs, finding: "tlsFailed" });
  return socket as TLSSocket;
}
