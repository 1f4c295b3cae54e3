import { lookup } from "node:dns/promises";
import { connect } from "node:net";
import type { TLSSocket } from "node:tls";
import { ProbeFailure } from "../static/probe/connection.js";
import type { ProbeOutcome } from "../static/types.ts";
import type { ProbeRequest } from "./request.ts";
import { connectTls, errorCode, hostOf, portOf, waitForEvent } from "./sockets.ts";

const ONE_DAY_MS = 86_400_000;
/** A certificate that expires sooner is noted. */
const SOON_DAYS = 14;
const INSECURE_ADVICE = "--insecure continues anyway.";

/** Looks up the addresses of the host. */
export async function findAddress({ url }: ProbeRequest): Promise<ProbeOutcome> {
  const host = hostOf(url);
  try {
    const found = await lookup(host, { all: true });
    return { finding: "addresses", values: { addresses: found.map((a) => a.address).join(", ") } };
  } catch (error) {
    throw new ProbeFailure("noAddress", { host, problem: errorCode(error) });
  }
}

/** Opens a TCP connection. */
export async function connectTcp({ url, timeoutMs }: ProbeRequest): Promise<ProbeOutcome> {
  const socket = connect({ host: hostOf(url), port: portOf(url) });
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
    socket = await openTls(request, true).catch(({ values }) => {
      throw new ProbeFailure(findTlsFailure(String(values.problem)), values);
    });
    problem = String((failure as ProbeFailure).values.problem);
  }
  const values = { ...describe(socket), host: hostOf(request.url), problem };
  socket.destroy();
  const finding = judgeCertificate(values.days, problem);
  if (finding === "certificate") {
    return { outcome: values.days < SOON_DAYS ? "noted" : "passed", finding, values };
  }
  if (request.insecure) return { outcome: "noted", finding, values: { ...values, advice: "" } };
  const advice = finding === "untrusted"
    ? `If your own CA has signed it, DENO_CERT=ca.pem makes it trusted; ${INSECURE_ADVICE}`
    : INSECURE_ADVICE;
  throw new ProbeFailure(finding, { ...values, advice });
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

async function openTls({ url, timeoutMs }: ProbeRequest, insecure: boolean): Promise<TLSSocket> {
  const socket = connectTls(url, insecure);
  await waitForEvent(socket, { event: "secureConnect", timeoutMs, finding: "tlsFailed" });
  return socket;
}
