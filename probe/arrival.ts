import type { Socket } from "node:net";
import { ProbeFailure } from "../static/probe/connection.js";

/** Resolves when a socket has come so far; what prevents it fails the step. */
export function arrival(
  socket: Socket,
  event: string,
  timeoutMs: number,
  finding: string,
): Promise<void> {
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

/** Returns what an error of the system is called, or else what it says. */
export function codeOf(error: unknown): string {
  const { code, message } = error as Error & { code?: string };
  return code ?? message;
}
