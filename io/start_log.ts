import { type LogRecord, logTo } from "./log.ts";
import type { LogOptions } from "./log_writer.ts";
import { StartError } from "./start_error.ts";

/**
 * So long after the first record what writes them is loaded. That takes a third as long as the
 * whole start, and the first client does not have to wait for it.
 */
const LOAD_AFTER_MS = 50;

/**
 * Writes the log from now on, some milliseconds late at first; when it is disposed of, all of it is
 * written.
 *
 * @param onFailure Called where it cannot be written; disposing tells why, then.
 */
export function startLog(options: LogOptions, onFailure: () => void): AsyncDisposable {
  const kept: LogRecord[] = [];
  const wake = new Int32Array(new SharedArrayBuffer(4));
  let loading: Promise<void> | undefined;

  async function load(): Promise<void> {
    // Not setTimeout(), whose first call has the runtime load the timers of Node: 5 ms.
    await Atomics.waitAsync(wake, 0, 0, LOAD_AFTER_MS).value;
    const { createLogWriter } = await import("./log_writer.ts").catch((error) => {
      throw new StartError(
        "Cannot write the log as LogTape cannot be loaded: start eco once where npm is reached " +
          `(${error.message.split("\n", 1)[0]})`,
      );
    });
    const write = createLogWriter(options);
    for (const record of kept.splice(0)) write(record);
    logTo(write);
  }

  logTo((record) => {
    kept.push(record);
    if (loading) return;
    loading = load();
    loading.catch(onFailure);
  });
  return {
    async [Symbol.asyncDispose]() {
      Atomics.notify(wake, 0);
      await loading;
    },
  };
}
