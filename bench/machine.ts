/** What figures depend on beside the programs. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly runtime: string;
}

/** Describes this machine. */
export function describeMachine(): Machine {
  const [, cpu = "unknown"] =
    Deno.readTextFileSync("/proc/cpuinfo").match(/^model name\s*: (.*)/m) ??
      [];
  return {
    cpu,
    cores: navigator.hardwareConcurrency,
    memoryGiB: Math.round(Deno.systemMemoryInfo().total / 2 ** 30),
    system: `Linux ${Deno.osRelease()}`,
    runtime: `Deno ${Deno.version.deno}`,
  };
}
