import type { Config } from "../server/policy/config.ts";
import type { TlsFiles } from "./tls.ts";

/** What a worker has to know to serve. */
export interface WorkerStart {
  readonly config: Config;
  readonly tls: TlsFiles | undefined;
  /** Which of the workers it is, from 0. */
  readonly index: number;
  /** What {@linkcode Share} works on. */
  readonly memory: SharedArrayBuffer;
  /** How the log is written. */
  readonly isTerminal: boolean;
}

/** What the supervisor tells or asks a worker; the answer to a question goes through the port with it. */
export type ToWorker =
  | { readonly type: "start"; readonly start: WorkerStart }
  /** Answered with its counts. */
  | { readonly type: "count" }
  /** That memory is short. */
  | { readonly type: "collect" }
  /** Answered when it has drained. */
  | { readonly type: "drain"; readonly timeoutMs: number };

/** What a worker tells or asks the supervisor. */
export type FromWorker =
  | { readonly type: "listening" }
  /** It cannot listen, for a reason outside the program. */
  | { readonly type: "failed"; readonly reason: string }
  | { readonly type: "descriptors lost" }
  /** Answered with the counts of all. */
  | { readonly type: "count all" }
  /** Answered with whether the address may have one more. */
  | { readonly type: "reserve"; readonly address: string }
  | { readonly type: "release"; readonly address: string };

/** Asks a question, and resolves with the answer, or with nothing where none comes in time. */
export async function ask<Answer>(
  other: { postMessage(message: unknown, transfer: Transferable[]): void },
  question: ToWorker | FromWorker,
  timeoutMs: number,
): Promise<Answer | undefined> {
  const { port1, port2 } = new MessageChannel();
  const { promise, resolve } = Promise.withResolvers<Answer | undefined>();
  port1.onmessage = ({ data }) => resolve(data);
  const timer = setTimeout(resolve, timeoutMs);
  other.postMessage(question, [port2]);
  const answer = await promise;
  clearTimeout(timer);
  port1.close();
  return answer;
}
