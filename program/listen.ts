import { authorityOf } from "../server/policy/address.ts";
import type { Config } from "../server/policy/config.ts";
import { log } from "../server/log.ts";
import { pause } from "../server/pause.ts";
import { refuse } from "../server/refuse.ts";
import { StartError } from "./start_error.ts";
import type { TlsFiles } from "./tls.ts";

/** How long to wait before listening again after the listener has failed. */
const RELISTEN_MS = 100;

/** Where to listen, and whom to tell of trouble. */
export interface ListenOptions extends Pick<Config, "host" | "port"> {
  /** The files for TLS. @default none: plain HTTP */
  readonly tls?: TlsFiles;
  /** The flag that sets the port, for what the operator is told. @default "--port" */
  readonly portFlag?: string;
  /** Whether others may listen on the port too, among whom the system spreads connections. @default false */
  readonly reusePort?: boolean;
  /**
   * Called while the listener fails, before each new try, with the time it has failed for.
   * @default nothing is done
   */
  readonly onFailure?: (failingMs: number) => void;
}

/** A server that listens until it is stopped. */
export interface Listener {
  /** The TCP port. */
  readonly port: number;
  /** Accepts no more, and resolves when every TCP connection is gone. */
  readonly shutdown: () => Promise<void>;
}

/**
 * Starts a server that goes on listening: the runtime gives its listener up for good where the
 * process has no descriptor left, so that it is put up again, on the same port.
 *
 * @throws {StartError} Where the port is taken or not permitted, the address is not ours, or the
 * TLS files do not fit together.
 */
export function listen(handler: Deno.ServeHandler, options: ListenOptions): Listener {
  let stopped = false;
  let failingSinceMs: number | undefined;
  let server = start(handler, options);
  const { port } = server.addr as Deno.NetAddr;

  async function keepListening(): Promise<void> {
    for (;;) {
      const error = await server.finished.then(() => undefined, (error) => error);
      if (stopped) return;
      log.error("listener failed, listening again", { error });
      const restarted = await restart();
      if (restarted === undefined) return;
      server = restarted;
      log.info("listening again");
    }
  }

  // A listener that is up again may fail with its first client: only a request shows that it works.
  const handlerAgain: Deno.ServeHandler = (request, info) => {
    failingSinceMs = undefined;
    return handler(request, info);
  };

  async function restart(): Promise<Deno.HttpServer | undefined> {
    let told = false;
    for (;;) {
      failingSinceMs ??= performance.now();
      options.onFailure?.(performance.now() - failingSinceMs);
      await pause(RELISTEN_MS);
      if (stopped) return;
      try {
        return start(handlerAgain, { ...options, port });
      } catch (error) {
        if (!told) log.warning("cannot listen again yet", { error });
        told = true;
      }
    }
  }

  keepListening();
  return {
    port,
    shutdown() {
      stopped = true;
      return server.shutdown();
    },
  };
}

/**
 * Returns a port that several can share, the one asked for or a free one. Whether somebody else
 * listens on it can only be found out before they do, so that two programs which start at the same
 * instant can both get it.
 *
 * @throws {StartError} As {@linkcode listen} does.
 */
export function findPort({ host, port }: Pick<Config, "host" | "port">): number {
  try {
    using listener = Deno.listen({ hostname: host, port });
    return listener.addr.port;
  } catch (error) {
    const reason = reasonOf(error, "--port");
    throw new StartError(`Cannot listen on ${authorityOf(host, port)} as ${reason}`);
  }
}

function start(
  handler: Deno.ServeHandler,
  { host, port, tls, reusePort, portFlag = "--port" }: ListenOptions,
): Deno.HttpServer {
  try {
    return Deno.serve({
      hostname: host,
      port,
      reusePort,
      ...tls,
      onListen: () => {},
      onError(error) {
        log.error("handler failed", { error });
        return refuse({ status: 500, reason: "failure", message: "The server failed to answer." });
      },
    }, handler);
  } catch (error) {
    const reason = reasonOf(error, portFlag);
    throw new StartError(`Cannot listen on ${authorityOf(host, port)} as ${reason}`);
  }
}

function reasonOf(error: unknown, portFlag: string): string {
  if (error instanceof Deno.errors.AddrInUse) {
    return `another program has the port: stop it, or choose another port with ${portFlag}`;
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return `the system reserves the port: choose one from 1024 up with ${portFlag}`;
  }
  if (error instanceof Deno.errors.NotCapable) {
    return "Deno was not given the permission: start it with --allow-net";
  }
  if (error instanceof Deno.errors.AddrNotAvailable) {
    return "this machine does not have the address: choose another with --host";
  }
  const { message } = error as Error;
  if (error instanceof Deno.errors.InvalidData) {
    return `--tls-cert or --tls-key is no PEM that can be used (${message}): name other files`;
  }
  if (message.includes("KeyMismatch")) {
    return "--tls-key is not the key of --tls-cert: name two files that belong together";
  }
  // A name that does not resolve has no error class of its own.
  return `the system says "${message}": check --host, and the TLS files where there are any`;
}
