import { CLOSE_CODE } from "../static/shared/close_codes.js";
import type { EchoRegistry, Handler } from "../handler.ts";
import { createControlHandler } from "../server/control.ts";
import { Faults, refuseBefore } from "../server/faults.ts";
import { log } from "../server/log.ts";
import { pause } from "../server/pause.ts";
import type { Config } from "../server/policy/config.ts";
import { refuseForNow } from "../server/policy/refusal.ts";
import { type Registry, resolveRegistry } from "../server/registry.ts";
import { listen, type Listener, type ListenOptions } from "./listen.ts";

/** A listener, with the port on which a test drives the server. */
export interface ControlledListener extends Listener {
  /** @default there is none */
  readonly controlPort?: number;
}

/** How long closing handshakes may take before the server stops listening. */
const MAX_CLOSING_MS = 1500;
/** How often to look whether all are closed. */
const CHECK_MS = 25;
/** Time between attempts to listen again, and for how long. */
const RETRY_MS = 100;
const LOST_AFTER_MS = 30_000;

/**
 * Starts a server that a test drives through a second port.
 *
 * @throws {StartError} As {@linkcode listen} does.
 */
export function listenControlled(
  handler: Handler,
  options: ListenOptions,
  { controlPort, controlHost, controlToken, trustedProxies }: Config,
  echoRegistry: EchoRegistry,
): ControlledListener {
  const registry = resolveRegistry(echoRegistry);
  registry.startDriving();
  const faults = new Faults();
  const check = (url: string) =>
    listener.isRestarting
      ? refuseForNow("restarting", "The server restarts")
      : faults.take(url, performance.now());
  const guarded = refuseBefore(handler, check, { registry, trustedProxies });
  const listener = new RestartableListener(guarded, options, registry);
  const context = { registry, faults, restarter: listener, host: controlHost, token: controlToken };
  const control = listen(createControlHandler(context), {
    host: controlHost,
    port: Number(controlPort),
    hostFlag: "--control-host",
    portFlag: "--control-port",
    onLost: options.onLost,
  });
  return {
    port: listener.port,
    controlPort: control.port,
    async shutdown() {
      await Promise.all([listener.shutdown(), control.shutdown()]);
    },
  };
}

/** A listener that stops and listens again on the same port. */
class RestartableListener implements Listener {
  readonly port: number;
  readonly #handler: Deno.ServeHandler;
  readonly #options: ListenOptions;
  readonly #registry: Registry;
  #listener: Listener;
  /** Ends the pause of a restart. */
  #pausing = new AbortController();
  #restarting: Promise<void> | undefined;

  constructor(handler: Deno.ServeHandler, options: ListenOptions, registry: Registry) {
    this.#handler = handler;
    this.#options = options;
    this.#registry = registry;
    this.#listener = listen(handler, options);
    this.port = this.#listener.port;
  }

  /** Whether it refuses handshakes, or does not listen. */
  get isRestarting(): boolean {
    return this.#restarting !== undefined;
  }

  async shutdown(): Promise<void> {
    await this.resume(); // During a drain it does not listen again.
    await this.#listener.shutdown();
  }

  /** Listens again now, if it pauses; resolves when it listens. */
  async resume(): Promise<void> {
    this.#pausing.abort();
    await this.#restarting;
  }

  /** Closes everything with 1012 and stops listening for a time; resolves once it has stopped. */
  async restart(pauseMs: number): Promise<void> {
    const stopped = Promise.withResolvers<void>();
    this.#pausing = new AbortController();
    this.#restarting = this.#restart(pauseMs, stopped.resolve);
    await stopped.promise;
  }

  async #restart(pauseMs: number, onStopped: () => void): Promise<void> {
    log.info("server restarting", { pauseMs });
    await this.#closeAll();
    // It ends when every TCP connection has, which a peer can prevent; it stops listening now.
    this.#listener.shutdown().catch((error) => log.warning("listener failed", { error }));
    onStopped();
    await pause(pauseMs, [this.#pausing.signal, this.#registry.draining]);
    await this.#listenAgain();
    this.#restarting = undefined;
  }

  async #closeAll(): Promise<void> {
    const { open } = this.#registry;
    const deadlineMs = performance.now() + MAX_CLOSING_MS;
    while (open.size > 0 && performance.now() < deadlineMs) {
      for (const connection of open) {
        connection.close(CLOSE_CODE.SERVICE_RESTART, "the server restarts");
      }
      await pause(CHECK_MS);
    }
    for (const connection of open) connection.abandon();
  }

  async #listenAgain(): Promise<void> {
    const sinceMs = performance.now();
    let isLogged = false;
    while (!this.#registry.isDraining) {
      try {
        this.#listener = listen(this.#handler, { ...this.#options, port: this.port });
        return log.info("listening again");
      } catch (error) {
        if (!isLogged) log.warning("cannot listen again yet", { error });
        isLogged = true;
      }
      if (performance.now() - sinceMs >= LOST_AFTER_MS) {
        log.error("cannot listen any more, stopping");
        return this.#options.onLost();
      }
      await pause(RETRY_MS, [this.#registry.draining]);
    }
  }
}
