/**
 * The worker, but for messages that kill it: `die` by an error that nobody catches, and `hang` by
 * keeping its thread busy for ever.
 *
 * @module
 */
import "../../program/worker.ts";

const upgrade = Deno.upgradeWebSocket;
let isDying = false;

Deno.upgradeWebSocket = (request, options) => {
  const { socket, response } = upgrade(request, options);
  socket.addEventListener("message", ({ data }) => {
    if (data === "die") setTimeout(die);
    while (data === "hang");
  });
  return { socket, response };
};

function die(): void {
  isDying = true;
  throw new Error("killed by a test");
}

// Before the listener that lets the worker survive its faults.
self.addEventListener("error", (event) => {
  if (isDying) event.stopImmediatePropagation();
});
