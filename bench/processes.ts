/**
 * Returns the processor time that a process has taken so far, in milliseconds: in its own code and
 * in the kernel's, on all its threads (proc_pid_stat(5)). It comes in steps of 10 ms.
 */
export function cpuMsOf(pid: number): number {
  const text = Deno.readTextFileSync(`/proc/${pid}/stat`);
  // The second field, the name of the program, can have blanks in it.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [userTicks, systemTicks] = fields.slice(11, 13).map(Number);
  return (userTicks + systemTicks) * 10;
}

/** Returns the memory that a process holds, in bytes. */
export function residentBytesOf(pid: number): number {
  const [, kilobytes] = Deno.readTextFileSync(`/proc/${pid}/status`).match(/^VmRSS:\s+(\d+)/m)!;
  return Number(kilobytes) * 1024;
}
