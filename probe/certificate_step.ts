import type { TLSSocket } from "node:tls";
import { ProbeFailure } from "../static/probe/connection.js";
import type { ProbeOutcome } from "../static/types.ts";
import { connectSecurely, hostOf } from "./secure_socket.ts";
import { arrival } from "./arrival.ts";
import type { ProbeRequest } from "./request.ts";

const ONE_DAY_MS = 86_400_000;
/** A certificate with less left is worth a word. */
const SOON_DAYS = 14;
const GO_ON = "--insecure goes on all the same.";

/** Finds out what certificate the endpoint has, and whether it is trusted. */
export async function checkCertificate(request: ProbeRequest): Promise<ProbeOutcome> {
  let problem = "";
  let socket: TLSSocket;
  try {
    socket = await openTls(request, false);
  } catch (failure) {
    // Once more without checking, to tell what the certificate is, if that is what was wrong.
    socket = await openTls(request, true).catch(({ values }) => {
      throw new ProbeFailure(whyNone(String(values.problem)), values);
    });
    problem = String((failure as ProbeFailure).values.problem);
  }
  const values = { ...describe(socket), host: hostOf(request.url), problem };
  socket.destroy();
  const finding = findingOf(values.days, problem);
  if (finding === "certificate") {
    return { outcome: values.days < SOON_DAYS ? "noted" : "passed", finding, values };
  }
  if (!request.insecure) throw new ProbeFailure(finding, { ...values, advice: adviceOn(finding) });
  return { outcome: "noted", finding, values: { ...values, advice: "" } };
}

/** Returns what the certificate of the other end says; all of it may be of hostile origin. */
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

function findingOf(days: number, problem: string): string {
  if (days < 0) return "expired";
  if (problem === "ERR_TLS_CERT_ALTNAME_INVALID") return "otherName";
  return problem ? "untrusted" : "certificate";
}

function adviceOn(finding: string): string {
  if (finding !== "untrusted") return GO_ON;
  return `Where a CA of your own has signed it, DENO_CERT=ca.pem trusts that; ${GO_ON}`;
}

/** Returns the finding where there is no TLS even with a certificate that is not checked. */
function whyNone(problem: string): string {
  if (problem.includes("ALERT")) return "tlsRefused";
  return /CERT|SIGNATURE/.test(problem) ? "unusable" : "tlsFailed";
}

async function openTls({ url, timeoutMs }: ProbeRequest, insecure: boolean): Promise<TLSSocket> {
  const socket = connectSecurely(url, insecure);
  await arrival(socket, "secureConnect", timeoutMs, "tlsFailed");
  return socket;
}
