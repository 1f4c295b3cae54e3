import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { Page } from "../support/browser.ts";
import { type ClientPage, pageTest, startPushServer } from "../support/client_page.ts";
import { until } from "../support/deadline.ts";
import { freePort } from "../support/port.ts";

/** Resolves with the explanations in words, without their times, once the last has such a title. */
async function explained(page: Page, last: string): Promise<string[]> {
  const rows = page.locator("#panel-explain li");
  await rows.first().getByText(last, { exact: true }).waitFor();
  const texts = (await rows.allInnerTexts()).reverse(); // The newest is the first of the list.
  return texts.map((text) => text.replace(/\d\d:\d\d:\d\d[.,]\d{3}/, "").replaceAll(/\s+/g, " "));
}

async function sendHex(client: ClientPage, hex: string): Promise<void> {
  await client.page.locator("#kind").selectOption("hex");
  await client.send(hex);
}

pageTest("what happens is explained, with its section and frame", {}, async (client, page) => {
  assertEquals((await explained(page, "Open")).length, 2, "it knows what happened before");

  await client.send("hola");
  await client.rows(2);
  const [, , sent, received] = await explained(page, "Text received");
  assertMatch(
    sent,
    /^Text sent .*Opcode 0x1: text.*Mask 1:.*Length 4, in 7 bits \(§5\.2\)\. 81 84 /,
  );
  assertStringIncludes(sent, "81 84 + 4 of masking key + 4 of payload = 10 bytes on the wire");
  assertMatch(received, /Mask 0: .* 81 0a \+ 10 of payload = 12 bytes on the wire$/);
  await sendHex(client, "00ff".repeat(63));
  const binary = (await explained(page, "Binary received")).at(-1)!;
  assertMatch(
    binary,
    /Length 126: the next 16 bits contain the length, 126 .* 82 7e 00 7e \+ 126 of/,
  );

  await client.disconnect();
  const [closing, closed] = (await explained(page, "Closed by you")).slice(-2);
  assertMatch(closing, /^You close .*code 1000 \(§5\.5\.1\).* 88 82 \+ 4 .* = 8 bytes/);
  assertStringIncludes(
    closed,
    "1000 Normal Closure: Normal end: the connection is no longer needed. (§7.4.1)",
  );
  const link = page.locator("#panel-explain .cited a", { hasText: "§7.1.2" });
  const href = await link.getAttribute("href");
  assertEquals(href, "https://www.rfc-editor.org/rfc/rfc6455.html#section-7.1.2");
});

pageTest("the handshake is that which arrives at the server of the page", {
  path: "/#protocols=v2.chat",
}, async (client, page) => {
  await client.connect(`${client.server.socketUrl}/room?close=4001&after=1&delay=5`);
  await page.getByText("another key").waitFor();
  const [request, answer] = await page.locator("#panel-explain table").allInnerTexts();
  for (
    const line of [
      "GET /room?close=4001&after=1&delay=5 HTTP/1.1",
      `Host: 127.0.0.1:${client.server.port}`,
      `Origin: ${client.server.pageUrl}`,
      "Sec-WebSocket-Protocol: v2.chat",
      "Sec-WebSocket-Extensions: permessage-deflate",
      "user-agent: Mozilla/5.0",
    ]
  ) assertStringIncludes(request, line);
  const key = request.match(/Sec-WebSocket-Key: (\S{24})/)![1];
  const bytes = new TextEncoder().encode(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-1", bytes));
  assertStringIncludes(answer, `Sec-WebSocket-Accept: ${hash.toBase64()}`);
  assertStringIncludes(answer, "Sec-WebSocket-Protocol: v2.chat");
  await client.send("end");
  await client.phase("closed");
  const end = (await explained(page, "Closed by the server")).at(-1)!;
  assertMatch(end, /Application-defined code\. \(§7\.4\.2\) 88 02 \+ 2 of payload = 4 bytes/);
});

pageTest(
  "Spanish is spoken, a closed panel stays so",
  { locale: "es" },
  async (client, page) => {
    await page.getByText("otra clave").waitFor();
    await client.send("hola");
    const sent = (await explained(page, "Texto recibido")).at(-2)!;
    assertMatch(sent, /^Texto enviado FIN 1: .* Opcode 0x1: texto, .* = 10 bytes en la red$/);
    await page.getByRole("combobox", { name: "Idioma" }).selectOption("en");
    assertEquals((await explained(page, "Text received")).length, 4);
    await page.getByRole("tab", { name: "Explain" }).click();
    await page.reload();
    await client.phase("open");
    assert(await page.locator("#panels").isHidden());
    await page.getByRole("tab", { name: "Explain" }).click();
    await explained(page, "Open");
  },
);

pageTest("the bytes of a chosen message are shown, masked and not", {}, async (client, page) => {
  await client.send("hola");
  await client.rows(2);
  await client.openRow("hola");
  const frame = page.locator("#chosen-frame");
  assertMatch(await frame.innerText(), /Header \(§5\.2\)\s+81 0a\s+Payload\s+65 63 68 6f 3a 20 68/);
  await page.keyboard.press("ArrowUp");
  await frame.getByText("81 84").waitFor();
  // RFC 6455 §5.7: the key 37 fa 21 3d.
  assertMatch(
    await frame.innerText(),
    /37 fa 21 3d\s+Payload, masked\s+5f 95 4d 5c\s+.*\s+68 6f 6c 61/,
  );
});

const COMPLAINING = { path: "/#protocols=", mayComplain: true };
pageTest("a failure and each attempt after it are explained", COMPLAINING, async (client, page) => {
  await page.locator("#options").click();
  await page.getByRole("checkbox", { name: "Reconnect when" }).check();
  await client.connect(`ws://127.0.0.1:${freePort()}/`, "waiting");
  const titles = page.locator("#panel-explain li strong");
  await titles.nth(5).waitFor();
  assertEquals((await titles.allInnerTexts()).reverse().slice(0, 6), [
    "Opening",
    "Could not open",
    "Waiting for attempt 1",
    "Opening again, attempt 1",
    "Could not open",
    "Waiting for attempt 2",
  ]);
});

const STILL = { path: "/#protocols=" };
pageTest("another server is asked nothing, a burst becomes a few rows", STILL, async (client) => {
  await using pushing = startPushServer();
  const { page } = client;
  const opened: string[] = [];
  page.on("websocket", (socket) => opened.push(socket.url()));
  await client.connect(`${pushing.socketUrl}/`);
  await page.getByText("server does not report it").waitFor();
  assertStringIncludes(
    await page.locator("#panel-explain table").last().innerText(),
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
  );
  await client.send("10000");
  await page.locator("#messages").getByText("news 10000").waitFor();
  await page.locator("#panel-explain li").getByText(/^Text received × [\d,]{3,}$/).first()
    .waitFor();
  assertEquals(opened, [`${pushing.socketUrl}/`]);
});

pageTest("the words of a peer stand apart, and rows are no stops for the Tab key", {
  path: "/#protocols=",
}, async (client, page) => {
  const reason = "\u202e§7.1 RFC 2324";
  const query = `close=4001&reason=${encodeURIComponent(reason)}`;
  await client.connect(`${client.server.socketUrl}/?${query}`, "closed");
  await explained(page, "Closed by the server");
  assertEquals(await page.locator("#panel-explain li bdi").textContent(), reason);
  assertEquals(await page.locator("#panel-explain li a").count(), 0);
});

const FULL = { ...COMPLAINING, server: { maxConnections: 1 } };
pageTest("a handshake of which nobody told is asked for again", FULL, async (client, page) => {
  const asked: string[] = [];
  page.on("websocket", (socket) => socket.url().includes("report") && asked.push(socket.url()));
  for (let times = 1; times <= 2; times++) {
    await client.connect(client.server.socketUrl);
    await page.getByText("server does not report it").waitFor();
    await explained(page, "Open");
    await client.disconnect();
    await explained(page, "Closed by you");
    await until(() => asked.length === times, () => `${asked.length} are ${times}`);
  }
});
