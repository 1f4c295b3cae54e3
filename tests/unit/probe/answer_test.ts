import { assertEquals, assertMatch } from "@std/assert";
import { checkHandshake } from "../../../server/policy/handshake.ts";
import { checkBehaviorsOff, parseBehavior } from "../../../server/policy/query.ts";
import {
  createRequestedRefusal,
  type Refusal,
  respondWithRefusal,
} from "../../../server/policy/refusal.ts";
import { explainAnswer, parseAnswer } from "../../../probe/answer.ts";
import { CAUSES, CHANGES } from "../../../probe/causes.ts";

const url = new URL("ws://a.example/x?token=1");
const explain = (raw: string, problem = "") => explainAnswer(raw, url, problem);

/** Answers, and the finding and cause that they give. */
const ANSWERS: readonly [raw: string, expected: string][] = [
  ["", "handshakeFailed, "],
  ["SSH-2.0-OpenSSH_9\r\n", "notHttp, undefined"],
  ["\x15\x03\x01\0\x02\x02\x46", "notHttp, speaksTls"],
  ["HTTP/1.1 200 O", "handshakeFailed, incomplete"],
  ["HTTP/1.1 200 OK\r\n\r\n", "refused, http200"],
  ["HTTP/1.1 418 x\r\n\r\n", "refused, noWebSocket"],
  ["HTTP/1.1 418 x\r\nContent-Type: text/html\r\n\r\n", "refused, page"],
  ["HTTP/1.1 308 x\r\nLocation: https://b/\r\n\r\n", "refused, redirect"],
  ["HTTP/1.1 400 x\r\n\r\nmissing Connection header", "refused, upgradeLikelyLost"],
  ["HTTP/1.1 400 x\r\n\r\nClient sent an HTTP request to an HTTPS server.", "refused, useWss"],
  ["HTTP/1.1 101 x\r\nUpgrade: websocket\r\n\r\n", "answerLost, answerLost"],
];

Deno.test("explainAnswer() tells what an answer to a handshake suggests", () => {
  for (const [raw, expected] of ANSWERS) {
    const { finding, cause } = explain(raw);
    assertEquals(`${finding}, ${cause}`, expected, raw);
  }
  const { values } = explain("HTTP/1.1 302 x\r\nLocation: //b/y?token=1\r\n\r\n");
  assertEquals(values.use, "ws://b/y?token=…");
});

const HANDSHAKE = {
  host: "a.example",
  upgrade: "websocket",
  connection: "Upgrade",
  "sec-websocket-version": "13",
  "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
};

/** Returns why eco refuses a handshake of which a hop has changed fields. */
function refuseChanged(changes: Record<string, string>): Refusal | undefined {
  return checkHandshake({ method: "GET", headers: new Headers({ ...HANDSHAKE, ...changes }) });
}

/** Refusals of eco, and the causes that they give. */
const REFUSALS: readonly [Refusal | undefined, expected: string][] = [
  [refuseChanged({ upgrade: "" }), "requestLost"],
  [refuseChanged({ connection: "close" }), "requestLost"],
  [refuseChanged({ host: "a/b" }), "requestChanged"],
  [refuseChanged({ "sec-websocket-version": "8" }), "requestChanged"],
  [refuseChanged({ "sec-websocket-key": "x" }), "requestChanged"],
  [refuseChanged({ "sec-websocket-protocol": "a b" }), "requestChanged"],
  [createRequestedRefusal(503, "http://a/?reject=503"), "asked"],
  [checkBehaviorsOff("http://a/?delay=5"), "behaviorsOff"],
  // What the client itself has written.
  [parseBehavior(new URLSearchParams({ protocol: "Sec-WebSocket-?" })).refusal, "ecoRefuses"],
  [parseBehavior(new URLSearchParams({ mute: "behaviors off" })).refusal, "ecoRefuses"],
];

Deno.test("explainAnswer() tells why eco refuses a handshake", () => {
  for (const [refusal, expected] of REFUSALS) {
    const { status, headers } = respondWithRefusal(refusal!);
    const fields = [...headers].map(([name, value]) => `${name}: ${value}\r\n`).join("");
    assertEquals(explain(`HTTP/1.1 ${status} x\r\n${fields}\r\n`).cause, expected, fields);
  }
});

Deno.test("an answer that ends early is incomplete, wherever it ends", () => {
  const answer = "HTTP/1.1 100 Continue\r\n\r\n";
  for (let length = 1; length < answer.length; length++) {
    const raw = answer.slice(0, length);
    const causes = ["ECONNRESET", "EFLOOD"].map((problem) => explain(raw, problem).cause);
    assertEquals(causes, ["incomplete", "EFLOOD"], raw);
  }
});

Deno.test("parseAnswer() quotes a page without its markup", () => {
  for (
    const [body, says] of [
      ["<html><body><h1>403 Forbidden</h1>\nRequest forbidden", "403 Forbidden"],
      ["<title>Hi</title>", "Hi"],
      ["1f\r\n<style>p {}</style><p>No", "No"],
      ["\xc3\xb1", "ñ"],
    ]
  ) assertEquals(parseAnswer(`HTTP/1.1 403 x\r\n\r\n${body}`)?.says, says);
});

Deno.test("every change belongs to a cause or a finding, and is for known software", () => {
  const others = ["answerLost", "fieldLost", "queryLost", "queryRefused", "limit", "sizeLimit"];
  for (const [cause, change] of Object.entries(CHANGES)) {
    assertMatch(
      cause,
      new RegExp(`^(${[...Object.keys(CAUSES), ...others, "tcpNotEnded"].join("|")})$`),
    );
    assertEquals(Object.values(change).includes(""), false);
  }
});
