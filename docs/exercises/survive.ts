// Exercise 4: get every reply, although the server is stopped and started again meanwhile.
const url = Deno.args[0] ?? "ws://127.0.0.1:8765/?delay=1s";
const LAST = 10;

const socket = new WebSocket(url);
let number = 1;

socket.addEventListener("open", () => socket.send(`${number}`));
socket.addEventListener("message", ({ data }) => {
  console.log(data);
  number += 1;
  if (number > LAST) socket.close();
  else socket.send(`${number}`);
});
