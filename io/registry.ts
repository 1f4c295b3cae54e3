/** The open connections of one server. */
export class Registry {
  readonly #sockets = new Set<WebSocket>();
  #emptied = Promise.withResolvers<void>();

  /** Keeps a socket from when it opens until it is closed. */
  add(socket: WebSocket): void {
    socket.addEventListener("open", () => this.#sockets.add(socket));
    socket.addEventListener("close", () => {
      this.#sockets.delete(socket);
      if (this.#sockets.size === 0) this.#emptied.resolve();
    });
  }

  /** Closes every connection and resolves when the last closing handshake is over. */
  closeAll(code: number, reason: string): Promise<void> {
    if (this.#sockets.size === 0) return Promise.resolve();
    this.#emptied = Promise.withResolvers();
    for (const socket of this.#sockets) socket.close(code, reason);
    return this.#emptied.promise;
  }
}
