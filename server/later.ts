/** The first client does not have to wait for what is loaded so long after the start. */
const LATER_MS = 50;

/**
 * Resolves some time after the start, for loading what serving begins without.
 *
 * Not by `setTimeout()`, whose first call has the runtime load the timers of Node: 5 ms.
 */
export async function later(): Promise<void> {
  await Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LATER_MS).value;
}
