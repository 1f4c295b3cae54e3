// Exercise 5: print after how many seconds a silent connection ends, like this: 3.0
const url = Deno.args[0] ?? "ws://127.0.0.1:8766/?idle=0";

const socket = new WebSocket(url);

socket.addEventListener("close", () => console.log("?"));
