// Exercise 4: get every reply, although the server is stopped and started again meanwhile.
const url = Deno.args[0] ?? "ws://127.0.0.1:8765/?delay=1s";
const LAST = 10;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2000;

let number = 1; // The first that has no reply yet: what is sent again after a break.
let waitMs = FIRST_WAIT_MS;

function connect(): void {
  const socket = new WebSocket(url);
  socket.addEventListener("open", () => {
    waitMs = FIRST_WAIT_MS;
    socket.send(`${number}`);
  });
  socket.addEventListener("message", ({ data }) => {
    console.log(data);
    number += 1;
    if (number > LAST) socket.close();
    else socket.send(`${number}`);
  });
  socket.addEventListener("close", () => {
    if (number > LAST) return;
    setTimeout(connect, waitMs);
    waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS);
  });
}

connect();
