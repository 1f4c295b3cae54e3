// Exercise 5: print after how many seconds a silent connection ends, like this: 3.0
const url = Deno.args[0] ?? "ws://127.0.0.1:8766/?idle=0";

const socket = new WebSocket(url);
let openedAtMs = 0;

socket.addEventListener("open", () => openedAtMs = performance.now());
socket.addEventListener("close", () => {
  console.log(((performance.now() - openedAtMs) / 1000).toFixed(1));
});
