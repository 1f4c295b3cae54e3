/** A server that sends as many messages at once as a message asks for; for one test each. */
export function startPushServer(): AsyncDisposable & { readonly socketUrl: string } {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.addEventListener("message", ({ data }) => {
      for (let n = 1; n <= Number(data); n++) socket.send(`news ${n}`);
    });
    return response;
  });
  return {
    socketUrl: `ws://127.0.0.1:${server.addr.port}/`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
