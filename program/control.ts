import { CLOSE_CODE } from "../static/shared/close_codes.js";
import type { EchoRegistry, Handler } from "../handler.ts";
import { createControlHandler } from "../server/control.ts";
import { log } from "../server/log.ts";
import { pause } from "../server/pause.ts";
import type { Config } from "../server/policy/config.ts";
import { type Registry, resolveRegistry } from "../server/registry.ts";
import { listen, listenAgain, type Listener, type ListenOptions } from "./listen.ts";

/** A listener, with the port on which a test drives the server. */
export interface ControlledListener extends Listener {
  readonly controlPort?: number;
}

/** How long closing handshakes may take before the server stops listening. */
const MAX_CLOSING_MS = 1500;
const CHECK_MS = 25;

/** Starts a server that a test drives through a second port. @throws {StartError} As `listen()`. */
export function listenControlled(
  handler: Handler,
  options: ListenOptions,
  { controlPort, controlHost, controlToken }: Config,
  echoRegistry: EchoRegistry,
): ControlledListener {
  const registry = resolveRegistry(echoRegistry);
  registry.named.isDriven = true;
  const listener = new RestartableListener(handler, options, registry);
  const context = { registry, restarter: listener, token: controlToken };
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
  #pauseEnd = new AbortController();
  #restarting: Promise<void> | undefined;

  constructor(handler: Deno.ServeHandler, options: ListenOptions, registry: Registry) {
    this.#handler = handler;
    this.#options = options;
    this.#registry = registry;
    this.#listener = listen(handler, options);
    this.port = this.#listener.port;
  }

  async shutdown(): Promise<void> {
    await this.resume(); // During a drain it does not listen again.
    await this.#listener.shutdown();
  }

  /** Listens again now, if it pauses; resolves when it listens. */
  async resume(): Promise<void> {
    this.#pauseEnd.abort();
    await this.#restarting;
  }

  /** Closes everything with 1012 and stops listening for a time; resolves once it has stopped. */
  async restart(pauseMs: number): Promise<void> {
    this.#pauseEnd = new AbortController();
    const stopped = this.#stop(pauseMs);
    this.#restarting = this.#continue(stopped, pauseMs);
    await stopped;
  }

  async #stop(pauseMs: number): Promise<void> {
    log.info("server restarting", { pauseMs });
    this.#registry.startRestarting();
    await this.#closeAll();
    // It ends when every TCP connection has, which a peer can prevent.
    this.#listener.shutdown().catch((error) => log.warning("listener failed", { error }));
    await pause(0); // The runtime closes the port in its next turn.
  }

  async #continue(stopped: Promise<void>, pauseMs: number): Promise<void> {
    try {
      await stopped;
      await pause(pauseMs, [this.#pauseEnd.signal, this.#registry.draining]);
      const listener = await listenAgain(
        () => listen(this.#handler, { ...this.#options, port: this.port }),
        {
          sinceMs: performance.now(),
          isStopped: () => this.#registry.isDraining,
          onLost: this.#options.onLost,
        },
      );
      if (listener) this.#listener = listener;
    } catch {
      // The request to restart tells the reason.
    } finally {
      this.#registry.endRestarting();
    }
  }

  async #closeAll(): Promise<void> {
    const { open } = this.#registry;
    const deadlineMs = performance.now() + MAX_CLOSING_MS;
    // A handshake that has been answered opens a connection soon, or never.
    while (this.#registry.size > 0 && performance.now() < deadlineMs) {
      for (const connection of open) {
        connection.close(CLOSE_CODE.SERVICE_RESTART, "the server restarts");
      }
      await pause(CHECK_MS);
    }
    for (const connection of open) connection.abandon();
  }
}
