import { lookup } from "node:dns/promises";
import { connect } from "node:net";
import { ProbeFailure } from "../static/probe/connection.js";
import type { ProbedPath } from "../static/probe/path.js";
import type { ProbeOutcome, ProbeStep } from "../static/types.ts";
import { hostOf, portOf } from "./secure_socket.ts";
import { arrival, codeOf } from "./arrival.ts";
import { checkCertificate } from "./certificate_step.ts";
import { getPage, shakeHands } from "./http_steps.ts";
import type { ProbeRequest } from "./request.ts";

/** The steps before the first message: what a browser does without telling of it. */
export function networkSteps(request: ProbeRequest, path: ProbedPath): ProbeStep[] {
  const isSecure = request.url.protocol === "wss:";
  const steps: ProbeStep[] = [
    { name: "name", run: () => findAddress(request), isNeeded: true },
    { name: "TCP", run: () => connectTcp(request), isNeeded: true },
    { name: "TLS", run: () => checkCertificate(request), isNeeded: true },
    { name: "GET", run: () => getPage(request, path) },
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
