/** Scales every deadline, for machines slower than the one this was written on. */
const factor =
  Deno.permissions.querySync({ name: "env", variable: "ECO_TEST_TIMEOUT_FACTOR" }).state ===
      "granted"
    ? Number(Deno.env.get("ECO_TEST_TIMEOUT_FACTOR") ?? 1)
    : 1;

/**
 * Resolves with an event that is due, or rejects naming it when the deadline passes.
 *
 * @param event What is waited for.
 * @param what Its name in the error.
 * @param timeoutMs How long to wait, before scaling.
 */
export async function due<T>(event: Promise<T>, what: string, timeoutMs = 10_000): Promise<T> {
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`Waited ${timeoutMs * factor} ms in vain for ${what}`)),
    timeoutMs * factor,
  );
  try {
    return await Promise.race([event, expired]);
  } finally {
    clearTimeout(timer);
  }
}
