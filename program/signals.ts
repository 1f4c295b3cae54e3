import { EXIT } from "./errors.ts";

/** Two signals within this time count as one. */
const SAME_SIGNAL_MS = 500;

/** Windows has no SIGTERM to listen to. */
const STOP_SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT", "SIGBREAK"]
  : ["SIGINT", "SIGTERM", "SIGHUP"];

/** Calls a function on the first signal to stop; exits immediately on the second. */
export function listenForStop(stop: (signal: Deno.Signal) => void): void {
  let firstAtMs: number | undefined;
  for (const signal of STOP_SIGNALS) {
    Deno.addSignalListener(signal, () => {
      firstAtMs ??= performance.now();
      stop(signal);
      // Ctrl+C can arrive twice: from the terminal, and from the task runner that passes it on.
      if (performance.now() - firstAtMs > SAME_SIGNAL_MS) Deno.exit(EXIT.FAILED);
    });
  }
}
