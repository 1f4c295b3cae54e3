// @ts-types="npm:@types/ws@8.18.2"
import WsClient, { type ClientOptions } from "ws";
import type { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import type { ProbeFailure } from "../static/probe/connection.js";
import { type Answer, explainAnswer, parseAnswer } from "./answer.ts";
import { encodeCredentials, type ProbeRequest, type Wire } from "./request.ts";
import { connectTo, DirectAgent, errorCode, limitReceived, MAX_HEAD_BYTES } from "./sockets.ts";

/** Several times the size of the largest message sent. */
const MAX_PAYLOAD_BYTES = 8 * 1024 ** 2;
/** The most bytes to accept on a connection: 20 times the replies to all steps. */
const MAX_RECEIVED_BYTES = 64 * 1024 ** 2;
/** How much of an answer is kept. */
const MAX_ANSWER_LENGTH = 20_000;
/** How long to wait for the body of an answer, which may never end. */
const BODY_TIMEOUT_MS = 1000;
/** Answers before the one that counts, such as `100 Continue` (RFC 9110 §15.2). */
const INTERIM_ANSWERS = /^(?:HTTP\/1\.\d 1(?!01)\d\d [^]*?\r\n\r\n)+/;
const HEAD_OF_101 = /^HTTP\/1\.\d 101 [^]*?\r\n\r\n/;

/** A connection that shows more than the runtime's own: the handshake, pings, pongs, resets. */
export class ProbeSocket extends WsClient {
  readonly wire: Wire;
  failure: ProbeFailure | undefined;

  constructor(
    request: ProbeRequest,
    url: string,
    protocols: readonly string[],
    headers?: Readonly<Record<string, string>>,
  ) {
    const { timeoutMs } = request;
    const wire = { sent: "", received: "", problem: "" };
    const options: ClientOptions & { closeTimeout: number } = {
      headers: { host: request.url.host, ...request.headers, ...headers },
      // Compression would hide what the path does to payloads.
      perMessageDeflate: false,
      maxPayload: MAX_PAYLOAD_BYTES,
      // A step that waits for the answer to a close frame must time out first. The types lack this.
      closeTimeout: 2 * timeoutMs,
      // It knows TLS; for a wss: address, ws would want an agent of node:https.
      agent: new DirectAgent(() => observe(connectTo(request), wire)),
    };
    super(url.replace(/^wss/, "ws"), [...protocols], options);
    this.wire = wire;
    request.onSocket?.(this);
    // The library's own time-out starts again with each byte of an answer.
    const timer = setTimeout(() => this.#fail("ETIMEDOUT"), timeoutMs);
    for (const event of ["open", "close"] as const) this.on(event, () => clearTimeout(timer));
    this.on("unexpected-response", (_, response) => {
      const end = () => this.#fail("");
      const bodyTimer = setTimeout(end, BODY_TIMEOUT_MS);
      response.on("close", () => clearTimeout(bodyTimer)).on("end", end).on("error", end).resume();
    });
    this.on("error", (error) => {
      const problem = wire.problem || errorCode(error);
      this.failure ??= explainAnswer(wire.received, request.url, problem);
    });
  }

  get answer(): Answer | undefined {
    return parseAnswer(this.wire.received);
  }

  /** The close frame that came, also while TCP has not ended; ws has no public name for it. */
  get closeFrame(): { code: number; reason: string } | undefined {
    const { _closeFrameReceived: hasCome, _closeCode: code, _closeMessage: reason } =
      this as unknown as {
        _closeFrameReceived: boolean;
        _closeCode: number;
        _closeMessage: Uint8Array;
      };
    return hasCome ? { code, reason: new TextDecoder().decode(reason) } : undefined;
  }

  #fail(problem: string): void {
    this.emit("error", new Error(problem));
    this.terminate();
  }
}

function observe(socket: Socket, wire: Wire): Socket {
  const record = (chunk: Buffer) => {
    wire.received = (wire.received + chunk.toString("latin1")).replace(INTERIM_ANSWERS, "");
    const [head] = wire.received.match(HEAD_OF_101) ?? [];
    wire.received = head ?? wire.received.slice(0, MAX_ANSWER_LENGTH);
    if (!head) return;
    socket.off("data", record);
    setLimit(MAX_RECEIVED_BYTES);
  };
  const setLimit = limitReceived(socket, MAX_HEAD_BYTES);
  socket.on("data", record);
  socket.on("error", (error) => wire.problem = errorCode(error));
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  socket.write = (...args: unknown[]) => {
    if (!wire.sent.includes("\r\n\r\n")) wire.sent += args[0];
    return write(...args);
  };
  return socket;
}

/** Returns the fields of a handshake whose values ws always sends, by lower-case name. */
export function fixedHeaders(url: URL): Record<string, string> {
  return {
    host: url.host,
    upgrade: "websocket",
    connection: "Upgrade",
    "sec-websocket-version": "13",
    ...url.username && { authorization: `Basic ${encodeCredentials(url)}` },
  };
}
