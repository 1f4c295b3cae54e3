/** Resolves after a time in milliseconds, or earlier when one of the signals aborts. */
export async function pause(ms: number, signals: readonly AbortSignal[] = []): Promise<void> {
  if (signals.some(({ aborted }) => aborted)) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = () => resolve();
  const timer = setTimeout(end, ms);
  // Not AbortSignal.any(): a signal that lives long never releases what it made.
  for (const signal of signals) signal.addEventListener("abort", end);
  await promise;
  clearTimeout(timer);
  for (const signal of signals) signal.removeEventListener("abort", end);
}
