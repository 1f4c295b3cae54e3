import { assertEquals } from "@std/assert";
import { ProbeConnection } from "../../../../static/probe/connection.js";

for (const [what, data, most] of [["messages", "", 20_000], ["bytes", 1024 ** 2, 64]] as const) {
  Deno.test(`ProbeConnection ends a connection with more ${what} than any step waits for`, () => {
    let isEnded = false;
    const socket = Object.assign(new EventTarget(), {
      binaryType: "blob",
      readyState: 1,
      protocol: "",
      send() {},
      close() {},
      terminate: () => isEnded = true,
    });
    new ProbeConnection(socket, 1000);
    const message = { data: typeof data === "string" ? data : new ArrayBuffer(data) };
    for (let n = 0; n < most; n++) socket.dispatchEvent(new MessageEvent("message", message));
    assertEquals(isEnded, false);
    socket.dispatchEvent(new MessageEvent("message", message));
    assertEquals(isEnded, true);
  });
}
