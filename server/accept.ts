import { Connection } from "./connection.ts";
import { log } from "./log.ts";
import { pause } from "./pause.ts";
import { getQuery } from "./policy/address.ts";
import { applyBehavior } from "./policy/behavior.ts";
import type { EchoConfig } from "./policy/config.ts";
import { increment } from "./policy/counts.ts";
import {
  checkAdmission,
  checkHandshake,
  checkOrigin,
  chooseSubprotocol,
} from "./policy/handshake.ts";
import type { RateLimiter } from "./policy/limits.ts";
import { checkBehaviorsOff, checkQueryLength, parseBehavior } from "./policy/query.ts";
import { createRequestedRefusal, type Refusal, respondWithRefusal } from "./policy/refusal.ts";
import { type Peer, showName, showUnknown, writeReport } from "./policy/report.ts";
import type { Registry } from "./registry.ts";

/** What the answer to a handshake depends on beside the request. */
export interface HandshakeContext {
  readonly config: EchoConfig;
  readonly registry: Registry;
  /** Limits the messages of each client address; `undefined`: there is no limit. */
  readonly rateLimiter: RateLimiter | undefined;
}

/**
 * Answers a handshake: with 101 and a connection that replies to each message, or with a refusal.
 *
 * The response is a promise only if the client asked for `open-delay`.
 */
export function acceptHandshake(
  request: Request,
  peer: Peer,
  { config, registry, rateLimiter }: HandshakeContext,
): Response | Promise<Response> {
  registry.expirePending(performance.now());
  const badRequest = checkHandshake(request) ??
    checkOrigin(request.headers, config.allowedOrigins) ??
    checkQueryLength(request.url) ??
    (config.behaviors === "off" ? checkBehaviorsOff(request.url) : undefined);
  if (badRequest) return refuseAndLog(badRequest);
  const query = getQuery(request.url);
  const { behavior, refusal: badBehavior } = parseBehavior(query);
  // A misspelt name changes nothing: the log is where that shows.
  peer = { ...peer, unknown: showUnknown(query) };
  if (badBehavior) return refuseAndLog(badBehavior);
  return behavior.openDelayMs ? openLater(behavior.openDelayMs) : open();

  function open(): Response {
    const { url } = request;
    if (behavior.reject !== undefined) {
      return refuseAndLog(createRequestedRefusal(behavior.reject, url));
    }
    const refusal = checkLoad() ?? registry.faults.take(url, performance.now());
    if (refusal) return refuseAndLog(refusal);
    const subprotocol = chooseSubprotocol(request, behavior.protocol);
    const greeting = behavior.report ? writeReport(request, peer, subprotocol) : undefined;
    const { socket, response } = Deno.upgradeWebSocket(request, {
      idleTimeout: applyBehavior(config, behavior).idleTimeoutSeconds,
    });
    // The runtime's own option splits at ", " alone: "a,b" would be one name.
    if (subprotocol) response.headers.set("sec-websocket-protocol", subprotocol);
    registry.takePlace(peer.address);
    new Connection(socket, registry, {
      peer,
      settings: config,
      behavior,
      rateLimiter,
      greeting,
      subprotocol: subprotocol && showName(subprotocol),
      keptMessages: registry.named.createKeptMessages(behavior),
    });
    return response;
  }

  async function openLater(delayMs: number): Promise<Response> {
    const refusal = checkLoad();
    if (refusal) return refuseAndLog(refusal);
    registry.takePlace(peer.address); // While it waits, it counts like a connection.
    // request.signal needs "no-legacy-abort" in deno.json: the runtime warns otherwise.
    await pause(delayMs, [request.signal, registry.draining, registry.restarting]);
    registry.returnPlace(peer.address);
    registry.expirePending(performance.now());
    // If the client has left, an upgrade would never release the file descriptor.
    return request.signal.aborted ? new Response() : open();
  }

  function checkLoad(): Refusal | undefined {
    return checkAdmission({
      state: registry.state,
      connections: registry.size,
      connectionsOfClient: registry.countPlaces(peer.address),
    }, config);
  }

  function refuseAndLog(refusal: Refusal): Response {
    const { status, reason, parameter } = refusal;
    increment(registry.counts.refusedByReason, reason);
    log.info("handshake refused", { status, reason, parameter, ...peer });
    return respondWithRefusal(refusal);
  }
}
