import type { Timing } from "./measurements.ts";
import type { Row } from "./rows.ts";
import type { Contestant } from "./servers.ts";

/** The figures of one row: of each server, by round, in the order of the row's figures. */
export interface Measured {
  readonly row: Row;
  readonly byServer: ReadonlyMap<string, number[][]>;
}

/**
 * Measures servers in turns, each round in the opposite order of the one before, so that what else
 * the machine does meanwhile weighs on all of them alike.
 */
export async function measure(
  row: Row,
  contestants: readonly Contestant[],
  { rounds, ...timing }: Timing & { readonly rounds: number },
): Promise<Measured> {
  const able = contestants.filter(({ hasPage }) => hasPage || !row.needsPage);
  const byServer = new Map<string, number[][]>(able.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const contestant of round % 2 ? able.toReversed() : able) {
      byServer.get(contestant.name)!.push(await row.measure(contestant, timing));
    }
  }
  return { row, byServer };
}

/** Returns one figure of one server, by round. */
export function figuresOf({ byServer }: Measured, server: string, figure: number): number[] {
  return byServer.get(server)!.map((figures) => figures[figure]);
}
