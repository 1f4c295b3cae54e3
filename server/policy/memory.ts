/** What a server does about its memory: go on, refuse new connections, or stop. */
export type MemoryVerdict = "enough" | "refuse" | "stop";

/**
 * Judges resident memory against its limit.
 *
 * Above the limit no new connection is taken. What still grows by a quarter is not the sum of many
 * connections but one message without an end, which cannot be stopped inside the process.
 *
 * @param residentBytes Memory that the process holds.
 * @param maxMemoryBytes The limit; 0: none.
 */
export function judgeMemory(residentBytes: number, maxMemoryBytes: number): MemoryVerdict {
  if (maxMemoryBytes === 0 || residentBytes <= maxMemoryBytes) return "enough";
  return residentBytes <= maxMemoryBytes * 1.25 ? "refuse" : "stop";
}
