/**
 * How long a test waits for an event, in milliseconds: far longer than any event takes on a slow
 * machine, so that only a failure reaches it.
 */
export const DEADLINE_MS = 30_000;

/**
 * Resolves with an event, or rejects when the deadline passes.
 *
 * @param event What to wait for.
 * @param what The event's name in the error, with what helps to find out why it did not come.
 * @param timeoutMs How long to wait.
 */
export async function due<T>(
  event: Promise<T>,
  what: string | (() => string),
  timeoutMs: number = DEADLINE_MS,
): Promise<T> {
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const name = typeof what === "string" ? what : what();
    reject(new Error(`Nothing within ${timeoutMs} ms: ${name}`));
  }, timeoutMs);
  try {
    return await Promise.race([event, expired]);
  } finally {
    clearTimeout(timer);
  }
}

/** Resolves once a check returns true, for a state that no event tells of; rejects as {@linkcode due}. */
export async function until(
  check: () => boolean | Promise<boolean>,
  what: string | (() => string),
  timeoutMs: number = DEADLINE_MS,
): Promise<void> {
  let isOver = false;
  const checking = async () => {
    while (!isOver && !await check()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  try {
    await due(checking(), what, timeoutMs);
  } finally {
    isOver = true;
  }
}
