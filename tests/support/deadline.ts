/** Scales every deadline, for machines slower than the one this was written on. */
const factor =
  Deno.permissions.querySync({ name: "env", variable: "ECO_TEST_TIMEOUT_FACTOR" }).state ===
      "granted"
    ? Number(Deno.env.get("ECO_TEST_TIMEOUT_FACTOR") ?? 1)
    : 1;

/** How long to wait for an event that is due at once. */
export const DEADLINE_MS = 10_000 * factor;

/**
 * Resolves with an event that is due, or rejects naming it when the deadline passes.
 *
 * @param event What is waited for.
 * @param what Its name in the error.
 * @param timeoutMs How long to wait.
 */
export async function due<T>(
  event: Promise<T>,
  what: string,
  timeoutMs: number = DEADLINE_MS,
): Promise<T> {
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`Waited ${timeoutMs} ms in vain for ${what}`)),
    timeoutMs,
  );
  try {
    return await Promise.race([event, expired]);
  } finally {
    clearTimeout(timer);
  }
}
