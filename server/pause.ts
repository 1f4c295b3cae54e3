/** Resolves after so long, or as soon as one of some signals aborts. */
export async function pause(ms: number, signals: readonly AbortSignal[] = []): Promise<void> {
  if (signals.some(({ aborted }) => aborted)) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = () => resolve();
  const timer = setTimeout(end, ms);
  // Not AbortSignal.any(), which a signal that lives for long never lets go.
  for (const signal of signals) signal.addEventListener("abort", end);
  await promise;
  clearTimeout(timer);
  for (const signal of signals) signal.removeEventListener("abort", end);
}
