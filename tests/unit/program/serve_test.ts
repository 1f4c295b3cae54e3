import { assertEquals } from "@std/assert";
import { createRegistry, logTo } from "../../../handler.ts";
import { drainAndLog } from "../../../program/serve.ts";
import type { LogRecord } from "../../../server/log.ts";

Deno.test("a listener that cannot be stopped is logged, and the stop goes on", async () => {
  const records: LogRecord[] = [];
  logTo((record) => records.push(record));
  try {
    await drainAndLog(createRegistry(), () => Promise.reject(new Error("lost")), 1);
  } finally {
    logTo(undefined);
  }
  assertEquals(records.map(({ level, message }) => [level, message]), [
    ["error", "stopping failed"],
  ]);
  assertEquals((records[0].properties.error as Error).message, "lost");
});
