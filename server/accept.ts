import { checkAdmission, TOO_MANY_OF_ADDRESS } from "./policy/admission.ts";
import { type Behavior, checkReject, settingsOf } from "./policy/behavior.ts";
import type { EchoConfig } from "./policy/config.ts";
import { chooseSubprotocol } from "./policy/handshake.ts";
import type { Refusal } from "./policy/refusal.ts";
import { Connection } from "./connection.ts";
import { pause } from "./pause.ts";
import type { Peer } from "./peer.ts";
import { refuseHandshake } from "./refuse.ts";
import type { Registry } from "./registry.ts";
import { writeReport } from "./report.ts";

/** Answers a checked handshake: with 101 and a connection, or with a refusal. */
export type Opener = (
  request: Request,
  peer: Peer,
  behavior: Behavior,
) => Response | Promise<Response>;

/** Makes what opens the connections of a registry. */
export function createOpener(config: EchoConfig, registry: Registry): Opener {
  function admit(address: string): Refusal | undefined {
    registry.giveUpLost();
    return checkAdmission({
      draining: registry.draining,
      shortOfMemory: registry.shortOfMemory,
      connections: registry.size,
      connectionsOfClient: registry.countOf(address),
    }, config);
  }

  function open(request: Request, peer: Peer, behavior: Behavior): Response {
    const refusal = checkReject(behavior) ?? admit(peer.address);
    if (refusal) return refuseHandshake(refusal, peer, registry.counts);
    const settings = settingsOf(config, behavior);
    const subprotocol = chooseSubprotocol(request, behavior.protocol);
    const report = behavior.report ? writeReport(request, peer, subprotocol) : undefined;
    const { socket, response } = Deno.upgradeWebSocket(request, {
      idleTimeout: settings.idleTimeoutSeconds,
    });
    // The runtime's own option takes a comma without a blank after it for a part of the name.
    if (subprotocol) response.headers.set("sec-websocket-protocol", subprotocol);
    new Connection(socket, registry, { peer, settings, behavior, report, subprotocol });
    return response;
  }

  /** The same for a handshake that has to wait: because its peer wants that, or for other workers. */
  async function openLater(request: Request, peer: Peer, behavior: Behavior): Promise<Response> {
    const { ledger, stopping } = registry;
    const refusal = admit(peer.address);
    if (refusal) return refuseHandshake(refusal, peer, registry.counts);
    registry.addWaiting(peer.address);
    // The signal takes the option no-legacy-abort of deno.json: the runtime warns otherwise.
    await pause(behavior.openDelayMs ?? 0, [request.signal, stopping]);
    const isReserved = await ledger?.reserve(peer.address) ?? true;
    registry.removeWaiting(peer.address);
    if (!isReserved) return refuseHandshake(TOO_MANY_OF_ADDRESS, peer, registry.counts);
    let isOpening = false;
    try {
      // Upgraded, a request whose peer has gone would keep its descriptor for good.
      const response = request.signal.aborted ? new Response() : open(request, peer, behavior);
      isOpening = response.status === 101;
      return response;
    } finally {
      if (!isOpening) ledger?.release(peer.address);
    }
  }

  return (request, peer, behavior) =>
    behavior.openDelayMs || registry.ledger
      ? openLater(request, peer, behavior)
      : open(request, peer, behavior);
}
