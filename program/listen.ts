import { log } from "../server/log.ts";
import { pause } from "../server/pause.ts";
import { formatAuthority } from "../server/policy/address.ts";
import type { Config } from "../server/policy/config.ts";
import { respondWithRefusal } from "../server/policy/refusal.ts";
import { StartError } from "./errors.ts";
import type { TlsFiles } from "./tls.ts";

/** Time between attempts to restore a listener that has failed. */
const RETRY_MS = 100;
/** A listener that cannot be restored for this long is lost. */
const LOST_AFTER_MS = 30_000;

/** What browsers try for `localhost`, one after the other. */
const LOOPBACK_ADDRESSES = ["127.0.0.1", "::1"];

/** Where to listen, and what to call if listening fails for good. */
export interface ListenOptions extends Pick<Config, "host" | "port"> {
  /** The files for TLS. @default none: plain HTTP */
  readonly tls?: TlsFiles;
  /** The flag that sets the host, for error messages. @default "--host" */
  readonly hostFlag?: string;
  /** The flag that sets the port, for error messages. @default "--port" */
  readonly portFlag?: string;
  /** Whether other processes may listen on the port too. @default false */
  readonly reusePort?: boolean;
  /** Called once if the listener fails and cannot be restored for 30 s. */
  readonly onLost: () => void;
}

/** A server that listens until it is stopped. */
export interface Listener {
  /** The TCP port. */
  readonly port: number;
  /** Accepts no more, and resolves when every TCP connection has ended. */
  readonly shutdown: () => Promise<void>;
}

/**
 * Starts a server, for `localhost` on each loopback address that the machine has.
 *
 * @throws {StartError} If the port is taken or not permitted, the address does not belong to this
 * machine, or the TLS files do not belong together.
 */
export function listen(handler: Deno.ServeHandler, options: ListenOptions): Listener {
  if (options.host.toLowerCase() !== "localhost") return listenOn(handler, options);
  const start = (host: string, port: number) => listenOn(handler, { ...options, host, port });
  return listenOnLoopback(start, options.port);
}

/** How often to look for a port that is free on both loopback addresses. */
const MAX_ATTEMPTS = 10;

/** Starts a listener on each loopback address, all on one port; 0: on any that is free on each. */
export function listenOnLoopback(
  start: (host: string, port: number) => Listener,
  port: number,
): Listener {
  for (let attempt = 1;; attempt++) {
    try {
      return listenOnEach(start, port);
    } catch (error) {
      const isTaken = (error as Error).cause instanceof Deno.errors.AddrInUse;
      // The system has chosen the port for the first address; it may be taken on the second.
      if (port !== 0 || !isTaken || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

function listenOnEach(start: (host: string, port: number) => Listener, port: number): Listener {
  const listeners: Listener[] = [];
  async function shutdown(): Promise<void> {
    await Promise.all(listeners.map((listener) => listener.shutdown()));
  }
  for (const host of LOOPBACK_ADDRESSES) {
    try {
      listeners.push(start(host, listeners[0]?.port ?? port));
    } catch (error) {
      const isLast = host === LOOPBACK_ADDRESSES.at(-1);
      if (isMissingAddress(error as Error) && !(isLast && listeners.length === 0)) continue;
      shutdown(); // The port must be free for another attempt.
      throw error;
    }
  }
  return { port: listeners[0].port, shutdown };
}

/** Returns whether the machine does not have an address, or no address of its family. */
function isMissingAddress({ cause }: Error): boolean {
  return cause instanceof Deno.errors.AddrNotAvailable ||
    /\(os error (97|47|10047)\)/.test(String(cause)); // EAFNOSUPPORT of Linux, macOS and Windows.
}

/**
 * Starts a server and keeps it listening: if the process has no file descriptor left, the runtime
 * gives its listener up for good, so a new one is started on the same port.
 */
function listenOn(handler: Deno.ServeHandler, options: ListenOptions): Listener {
  let isStopped = false;
  let failingSinceMs: number | undefined;
  let server = startServer(handler, options);
  const { port } = server.addr as Deno.NetAddr;

  // A restored listener can fail with its first client: only a request proves that it works, however
  // long the listener has been up.
  const restoredHandler: Deno.ServeHandler = (request, info) => {
    failingSinceMs = undefined;
    return handler(request, info);
  };

  async function keepListening(): Promise<void> {
    for (;;) {
      const error = await server.finished.then(() => undefined, (error) => error);
      if (isStopped) return;
      log.error("listener failed, listening again", { error });
      failingSinceMs ??= performance.now();
      await pause(RETRY_MS);
      const restored = await listenAgain(() => startServer(restoredHandler, { ...options, port }), {
        sinceMs: failingSinceMs,
        isStopped: () => isStopped,
        onLost: options.onLost,
      });
      if (restored === undefined) return;
      server = restored;
    }
  }

  keepListening();
  return {
    port,
    shutdown() {
      isStopped = true;
      return server.shutdown();
    },
  };
}

/** How long to try to listen again. */
interface RetryOptions extends Pick<ListenOptions, "onLost"> {
  /** When the listener failed or stopped, by a monotonic clock in milliseconds. */
  readonly sinceMs: number;
  /** Whether nobody wants the listener any more. */
  readonly isStopped: () => boolean;
}

/** Tries to listen until it succeeds; resolves with `undefined` if stopped, or lost after 30 s. */
export async function listenAgain<Server>(
  start: () => Server,
  { sinceMs, isStopped, onLost }: RetryOptions,
): Promise<Server | undefined> {
  let isLogged = false;
  while (!isStopped()) {
    if (performance.now() - sinceMs >= LOST_AFTER_MS) {
      log.error("cannot listen again, stopping");
      onLost();
      return;
    }
    try {
      const server = start();
      log.info("listening again");
      return server;
    } catch (error) {
      if (!isLogged) log.warning("cannot listen again yet", { error });
      isLogged = true;
    }
    await pause(RETRY_MS);
  }
}

function startServer(
  handler: Deno.ServeHandler,
  { host, port, tls, reusePort = false, ...flags }: Omit<ListenOptions, "onLost">,
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
        return respondWithRefusal({
          status: 500,
          reason: "failure",
          message: "The server failed to answer.",
        });
      },
    }, handler);
  } catch (error) {
    const reason = describeListenError(error, { port, ...flags });
    throw new StartError(`Cannot listen on ${formatAuthority(host, port)}: ${reason}`, {
      cause: error,
    });
  }
}

/** Describes why a server cannot listen, and what the operator can do. */
export function describeListenError(
  error: unknown,
  { port, hostFlag = "--host", portFlag = "--port" }: Pick<
    ListenOptions,
    "port" | "hostFlag" | "portFlag"
  >,
): string {
  if (error instanceof Deno.errors.AddrInUse) {
    return `another program uses the port; stop it, or choose another port with ${portFlag}`;
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    const range = port < 1024 ? "ports below 1024" : "this port";
    return `the system reserves ${range}; choose another port with ${portFlag}`;
  }
  if (error instanceof Deno.errors.NotCapable) {
    return "Deno was not given the permission; start it with --allow-net";
  }
  if (error instanceof Deno.errors.AddrNotAvailable) {
    return `this machine does not have the address; choose another address with ${hostFlag}`;
  }
  const { message } = error as Error;
  if (message.includes("KeyMismatch")) {
    return "--tls-key is not the key of --tls-cert; name two files that belong together";
  }
  if (message.includes("failed to parse private key")) {
    return "Deno does not support the kind of --tls-key; make an RSA key of 2048 bits or " +
      "more, an ECDSA key on P-256, P-384 or P-521, or an Ed25519 key";
  }
  // A name that does not resolve has no error class.
  return `the system says "${message}"; check ${hostFlag}, and the TLS files if there are any`;
}
