import { reportOf } from "./policy/report.ts";
import project from "../deno.json" with { type: "json" };
import type { Peer } from "./peer.ts";

/**
 * Returns what arrived as indented JSON, for the one who has sent it.
 *
 * @param subprotocol The one chosen; none for an ordinary request.
 */
export function writeReport(request: Request, peer: Peer, subprotocol?: string): string {
  const { remote, address: client } = peer;
  const server = `eco/${project.version}`;
  return JSON.stringify(reportOf(request, { server, remote, client, subprotocol }), null, 2);
}
