import type { Behavior } from "../core/behavior.ts";
import { reportOf } from "../core/report.ts";
import project from "../deno.json" with { type: "json" };
import type { Peer } from "./peer.ts";

/** Returns what arrived as indented JSON, for the one who has sent it. */
export function writeReport(request: Request, peer: Peer, behavior?: Behavior): string {
  const { remote, address: client, subprotocol } = peer;
  const server = `eco/${project.version}`;
  return JSON.stringify(
    reportOf(request, { server, remote, client, subprotocol, behavior }),
    null,
    2,
  );
}
