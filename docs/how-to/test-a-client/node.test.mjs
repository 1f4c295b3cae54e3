import assert from "node:assert/strict";
import test from "node:test";
import ReconnectingWebSocket from "reconnecting-websocket";
import WebSocket from "ws";
import { eco, port } from "./eco.mjs";

test("the client comes back and subscribes again", async () => {
  const url = `ws://127.0.0.1:${port}/?name=cart-1&record=10`;
  const options = { WebSocket, minReconnectionDelay: 100 };
  const client = new ReconnectingWebSocket(url, [], options);
  client.addEventListener("open", () => client.send("subscribe"));
  const { id } = await eco("GET /connections/cart-1/messages?wait=1");
  await eco("POST /server", { refuse: { status: 503, next: 2 } });
  await eco("POST /connections/cart-1", { close: { code: 1012, reason: "deploy" } });
  const second = await eco("GET /connections/cart-1/messages?wait=1&timeout=30s");
  assert.ok(second.id > id);
  assert.deepEqual(second.messages, [{ text: "subscribe" }]);
  assert.equal((await eco("GET /server")).refuse, null); // Both were refused.
  client.close();
  await eco("GET /connections/cart-1?wait=closed");
});
