/** A WebSocket endpoint of the loopback interface, while it is in scope. */
export interface Endpoint extends AsyncDisposable {
  readonly port: number;
  /** Its address, without a slash at the end. */
  readonly socketUrl: string;
}

export function endpointOn(port: number, end: () => void | Promise<void>): Endpoint {
  return {
    port,
    socketUrl: `ws://127.0.0.1:${port}`,
    // deno-lint-ignore require-await -- so that what ends at once may
    [Symbol.asyncDispose]: async () => end(),
  };
}
