import { assertEquals } from "@std/assert";
import { createEcho } from "@eco/eco";

Deno.test("the client comes back and subscribes again", async () => {
  const { handler, connections } = createEcho();
  await using server = Deno.serve({ port: 0 }, handler);
  let socket: WebSocket;
  (function connect() {
    socket = new WebSocket(`ws://127.0.0.1:${server.addr.port}/?name=deno&record=10`);
    socket.onopen = () => socket.send("subscribe");
    socket.onclose = ({ code }) => code === 1012 && connect();
  })();
  const first = await connections.waitForMessages("deno", 1);
  first.close(1012, "deploy");
  const second = await connections.waitForMessages("deno", 1);
  assertEquals(second.messages, ["subscribe"]);
  second.close();
  await connections.waitFor("deno", "closed");
});
