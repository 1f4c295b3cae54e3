/** Resolves after so long, or as soon as one of some signals aborts. */
export async function pause(ms: number, signals: readonly AbortSignal[] = []): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const signal = AbortSignal.any([...signals]);
  signal.addEventListener("abort", () => resolve());
  if (signal.aborted) resolve();
  await promise;
  clearTimeout(timer);
}
