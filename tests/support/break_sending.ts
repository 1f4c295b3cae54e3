/** Makes a message impossible to send, which the server's own code cannot be brought to. */
export function breakSending(broken: string): Disposable {
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (message) {
    if (message === broken) throw new TypeError("broken");
    send.call(this, message);
  };
  return {
    [Symbol.dispose]() {
      WebSocket.prototype.send = send;
    },
  };
}
