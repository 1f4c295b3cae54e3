import { judgeMemory } from "../server/policy/memory.ts";
import { collectGarbage } from "./garbage.ts";
import { log } from "../server/log.ts";

const PERIOD_MS = 100;
/** A collection halts a thread, for the longer the more is in use. */
const COLLECT_EVERY_MS = 5000;
/** So long after a collection the system has back what it freed. */
const GIVE_BACK_MS = 500;

/** What can be told that memory is short. */
export interface Watched {
  shortOfMemory: boolean;
  /** Has other threads collect their garbage. @default there are none */
  collectGarbage?(): void;
}

/**
 * Keeps an eye on resident memory: above the limit the server takes no more connections until it
 * has fallen, and `onStop` is called where it goes on growing and is no garbage.
 *
 * @param maxMemoryBytes The limit.
 */
export function watchMemory(
  server: Watched,
  maxMemoryBytes: number,
  onStop: () => void,
): void {
  let collectedAtMs = -Infinity;
  let lastChanceAtMs: number | undefined;

  function collect(nowMs: number): void {
    collectedAtMs = nowMs;
    collectGarbage();
    server.collectGarbage?.();
  }

  const timer = setInterval(() => {
    const nowMs = performance.now();
    const residentBytes = Deno.memoryUsage().rss;
    const verdict = judgeMemory(residentBytes, maxMemoryBytes);
    const wasShort = server.shortOfMemory;
    server.shortOfMemory = verdict !== "enough";
    if (server.shortOfMemory !== wasShort) {
      log.warning(wasShort ? "memory is enough again" : "short of memory, refusing handshakes", {
        residentBytes,
        maxMemoryBytes,
      });
    }
    if (verdict !== "stop") {
      lastChanceAtMs = undefined;
      if (verdict === "refuse" && nowMs - collectedAtMs >= COLLECT_EVERY_MS) collect(nowMs);
      return;
    }
    if (lastChanceAtMs === undefined) {
      lastChanceAtMs = nowMs;
      collect(nowMs);
    }
    if (nowMs - lastChanceAtMs < GIVE_BACK_MS) return;
    clearInterval(timer);
    log.error("memory goes on growing, stopping", { residentBytes, maxMemoryBytes });
    onStop();
  }, PERIOD_MS);
}
