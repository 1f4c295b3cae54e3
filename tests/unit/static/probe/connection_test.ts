import { assertEquals } from "@std/assert";
import { ProbeConnection } from "../../../../static/probe/connection.js";

/** As much of the socket of ws as tells whether it was cut off. */
class FakeSocket extends EventTarget {
  isCut = false;

  terminate(): void {
    this.isCut = true;
  }

  receive(data: string | ArrayBuffer): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
}

for (
  const [what, content, most] of [
    ["messages", "", 20_000],
    ["bytes", new ArrayBuffer(1024 ** 2), 64],
  ] as const
) {
  Deno.test(`ProbeConnection cuts off a peer that sends more ${what} than any step waits for`, () => {
    const socket = new FakeSocket();
    new ProbeConnection(socket as unknown as WebSocket, 1000);
    for (let n = 0; n < most; n++) socket.receive(content);
    assertEquals(socket.isCut, false);
    socket.receive(content);
    assertEquals(socket.isCut, true);
  });
}
