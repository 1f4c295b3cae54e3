import { later } from "../server/later.ts";
import { type LogRecord, logTo } from "../server/log.ts";
import type { LogOptions } from "./log_writer.ts";
import { StartError } from "./start_error.ts";

/**
 * Writes the log from now on, some milliseconds late at first; when it is disposed of, all of it is
 * written. What writes it is loaded before there is a record: the first one may tell that no
 * descriptor is left, and the runtime panics or hangs where it loads a module then.
 *
 * @param onFailure Called where it cannot be written; disposing tells why, then.
 */
export function startLog(options: LogOptions, onFailure: () => void): AsyncDisposable {
  const kept: LogRecord[] = [];
  const ending = Promise.withResolvers<void>();

  async function load(): Promise<void> {
    // It takes a third as long as the whole start.
    await Promise.race([later(), ending.promise]);
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

  logTo((record) => kept.push(record));
  const loading = load();
  loading.catch(onFailure);
  return {
    async [Symbol.asyncDispose]() {
      ending.resolve();
      await loading;
    },
  };
}
