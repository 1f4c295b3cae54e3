import type { Peer } from "./peers.ts";
import type { Row, Timing } from "./rows.ts";

/** The figures of one row: of each server, by round, in the order of the row's figures. */
export interface Measured {
  readonly row: Row;
  readonly byPeer: ReadonlyMap<string, number[][]>;
}

/**
 * Measures servers in turns, each round in the opposite order of the one before, so that what else
 * the machine does meanwhile weighs on all of them alike.
 */
export async function measure(
  row: Row,
  peers: readonly Peer[],
  { rounds, ...timing }: Timing & { readonly rounds: number },
): Promise<Measured> {
  const able = peers.filter(({ hasPage }) => hasPage || !row.needsPage);
  const byPeer = new Map<string, number[][]>(able.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const peer of round % 2 ? able.toReversed() : able) {
      byPeer.get(peer.name)!.push(await row.measure(peer, timing));
    }
  }
  return { row, byPeer };
}

/** Returns one figure of one server, by round. */
export function figuresOf({ byPeer }: Measured, peer: string, figure: number): number[] {
  return byPeer.get(peer)!.map((figures) => figures[figure]);
}
