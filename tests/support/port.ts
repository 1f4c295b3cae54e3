/** Returns whether the loopback interface has an address, and the port is free there. */
export function isFree(hostname: string, port = 0): boolean {
  try {
    Deno.listen({ hostname, port }).close();
    return true;
  } catch {
    return false;
  }
}

/**
 * Returns a port of the loopback interface that nobody listens on, for a program that cannot take
 * port 0. It is below the ports that systems give to port 0 and to outgoing connections, so that no
 * other test takes it before the program does.
 */
export function freePort(): number {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    try {
      Deno.listen({ hostname: "127.0.0.1", port }).close();
      return port;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
}
