import { judgeMemory } from "../core/memory.ts";
import { collectGarbage } from "./garbage.ts";
import { log } from "./log.ts";

const PERIOD_MS = 100;

/** What can be told that memory is short. */
export interface Watched {
  shortOfMemory: boolean;
}

/**
 * Keeps an eye on resident memory: above the limit the server takes no more connections until it
 * has fallen, and `onStop` is called where it goes on growing.
 *
 * @param maxMemoryBytes The limit.
 */
export function watchMemory(
  server: Watched,
  maxMemoryBytes: number,
  onStop: () => void,
): void {
  const timer = setInterval(() => {
    let residentBytes = Deno.memoryUsage().rss;
    if (judgeMemory(residentBytes, maxMemoryBytes) !== "enough" && collectGarbage()) {
      residentBytes = Deno.memoryUsage().rss;
    }
    const verdict = judgeMemory(residentBytes, maxMemoryBytes);
    const wasShort = server.shortOfMemory;
    server.shortOfMemory = verdict !== "enough";
    if (server.shortOfMemory !== wasShort) {
      log.warning(wasShort ? "memory is enough again" : "short of memory, refusing handshakes", {
        residentBytes,
        maxMemoryBytes,
      });
    }
    if (verdict !== "stop") return;
    clearInterval(timer);
    log.error("memory goes on growing, stopping", { residentBytes, maxMemoryBytes });
    onStop();
  }, PERIOD_MS);
}
