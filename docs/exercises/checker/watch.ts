// Loaded before a server of the reader: tells if it still uses a socket that has closed, which Deno
// itself lets pass in silence.
import { HAS_CLOSED, STILL_USED } from "./answer.ts";

const gone = new WeakSet<WebSocket>();
const upgrade = Deno.upgradeWebSocket;

Deno.upgradeWebSocket = (request, options) => {
  const upgraded = upgrade(request, options);
  const { socket } = upgraded;
  // Later, so that the program's own handlers of the event may still look at it.
  socket.addEventListener("close", () =>
    setTimeout(() => {
      gone.add(socket);
      console.error(HAS_CLOSED);
    }, 0));
  return upgraded;
};

function tell(socket: WebSocket): void {
  if (gone.has(socket)) console.error(STILL_USED);
}

const { send } = WebSocket.prototype;
WebSocket.prototype.send = function (data) {
  tell(this);
  send.call(this, data);
};
const { get } = Object.getOwnPropertyDescriptor(WebSocket.prototype, "readyState")!;
Object.defineProperty(WebSocket.prototype, "readyState", {
  get(this: WebSocket) {
    tell(this);
    return get!.call(this);
  },
});
