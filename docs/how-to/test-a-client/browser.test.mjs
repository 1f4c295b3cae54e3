import assert from "node:assert/strict";
import test from "node:test";
import { chromium } from "playwright";
import { eco, port } from "./eco.mjs";

test("the page comes back after a restart of the server", async () => {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM });
  const page = await browser.newPage();
  await page.setContent(`<p>connecting</p><script>
    (function connect() {
      const socket = new WebSocket("ws://127.0.0.1:${port}/?name=page&record=10");
      const show = (text) => document.querySelector("p").textContent = text;
      socket.onopen = () => { show("online"); socket.send("subscribe"); };
      socket.onclose = () => { show("offline"); setTimeout(connect, 100); };
    })();
  </script>`);
  await page.getByText("online").waitFor();
  await eco("POST /server", { restart: "1s" }); // Answers once nobody can connect.
  await page.getByText("offline").waitFor();
  const { messages } = await eco("GET /connections/page/messages?wait=1");
  assert.deepEqual(messages, [{ text: "subscribe" }]);
  await browser.close();
});
