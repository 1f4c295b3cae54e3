import type { Config } from "../core/config.ts";
import { authorityOf } from "../core/address.ts";

/** The system does not let the server listen; the message says why and what to do. */
export class ListenError extends Error {
  override readonly name = "ListenError";
}

/** Where to listen, and whom to tell. */
export interface ListenOptions extends Pick<Config, "host" | "port"> {
  /** Called with the port once connections are accepted. */
  readonly onListen: (port: number) => void;
}

/**
 * Starts a server.
 *
 * @throws {ListenError} Where the port is taken or not permitted, or the address is not ours.
 */
export function listen(
  handler: Deno.ServeHandler,
  { host, port, onListen }: ListenOptions,
): Deno.HttpServer {
  try {
    return Deno.serve({ hostname: host, port, onListen: ({ port }) => onListen(port) }, handler);
  } catch (error) {
    const address = authorityOf(host, port);
    throw new ListenError(`Cannot listen on ${address} as ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.AddrInUse) {
    return "another program has the port: stop it, or choose another port with --port";
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return "the system reserves the port: choose one from 1024 up with --port";
  }
  if (error instanceof Deno.errors.NotCapable) {
    return "Deno was not given the permission: start it with --allow-net";
  }
  if (error instanceof Deno.errors.AddrNotAvailable) {
    return "this machine does not have the address: choose another with --host";
  }
  // A name that does not resolve has no error class of its own.
  return `the host is not usable (${(error as Error).message}): choose another with --host`;
}
