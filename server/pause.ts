/** A timer of the runtime takes no more. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Checks a longest wait in milliseconds. @throws {RangeError} If no timer can take it. */
export function checkTimeout(timeoutMs: number): void {
  if (timeoutMs >= 0 && timeoutMs <= MAX_TIMEOUT_MS) return;
  throw new RangeError(`timeoutMs must be from 0 to ${MAX_TIMEOUT_MS}, not ${timeoutMs}`);
}

/** Resolves after a time in milliseconds, or earlier when one of the signals aborts. */
export async function pause(ms: number, signals: readonly AbortSignal[] = []): Promise<void> {
  if (signals.some(({ aborted }) => aborted)) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = () => resolve();
  const timer = setTimeout(end, ms);
  // Not AbortSignal.any(): a long-lived signal keeps every signal made from it.
  for (const signal of signals) signal.addEventListener("abort", end);
  await promise;
  clearTimeout(timer);
  for (const signal of signals) signal.removeEventListener("abort", end);
}

/** Settles as a promise does, or resolves after a time in milliseconds. */
export async function waitAtMost(ms: number, promise: Promise<unknown> | undefined): Promise<void> {
  const { promise: timeout, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  try {
    await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer); // It would keep the process alive.
  }
}
