import type { TLSSocket } from "node:tls";
import { ProbeFailure } from "../../static/probe/connection.js";
import type { ProbeOutcome } from "../../static/types.ts";
import { connectSecurely } from "../secure_socket.ts";
import { arrival } from "./arrival.ts";
import type { ProbeRequest } from "./request.ts";

const ONE_DAY_MS = 86_400_000;
/** A certificate with less left is worth a word. */
const SOON_DAYS = 14;

/** Finds out what certificate the endpoint has, and whether it is trusted. */
export async function checkCertificate(request: ProbeRequest): Promise<ProbeOutcome> {
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
