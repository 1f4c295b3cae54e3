import { assertEquals } from "@std/assert";
import { watchMemory } from "../../program/memory_watch.ts";
import { due } from "../support/deadline.ts";

const LIMIT = 100e6;

/** A server that tells when its memory is short and when no more. */
class FakeServer {
  collections = 0;
  news = Promise.withResolvers<void>();
  #isShort = false;

  collectGarbage(): void {
    this.collections += 1;
    this.news.resolve();
  }

  get shortOfMemory(): boolean {
    return this.#isShort;
  }

  set shortOfMemory(isShort: boolean) {
    if (this.#isShort && !isShort) this.news.resolve();
    this.#isShort = isShort;
  }

  /** Resolves after a collection, or when memory is enough again. */
  async changed(): Promise<void> {
    await due(this.news.promise, "a change");
    this.news = Promise.withResolvers();
  }
}

Deno.test("watchMemory() stops for what is in use alone, not for garbage", async () => {
  const { memoryUsage } = Deno;
  const server = new FakeServer();
  const stopped = Promise.withResolvers<void>();
  let isStopped = false;
  let rss = 2 * LIMIT;
  Deno.memoryUsage = () => ({ ...memoryUsage(), rss });
  try {
    watchMemory(server, LIMIT, () => {
      isStopped = true;
      stopped.resolve();
    });
    for (let n = 1; n <= 2; n++) {
      await server.changed();
      assertEquals([server.collections, isStopped], [n, false]);
      rss = 0; // It was garbage.
      await server.changed();
      assertEquals([server.shortOfMemory, isStopped], [false, false]);
      rss = 2 * LIMIT;
    }
    await due(stopped.promise, "the stop");
    assertEquals(server.collections, 3);
  } finally {
    Deno.memoryUsage = memoryUsage;
  }
});
