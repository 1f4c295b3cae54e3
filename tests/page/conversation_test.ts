import { assert, assertEquals, assertMatch } from "@std/assert";
import { type ClientPage, pageTest, startPushServer } from "../support/client_page.ts";
import { startServer } from "../support/server.ts";

const PHONE = { locale: "es", viewport: { width: 375, height: 667 } };
pageTest("a student on a phone sees the reply without scrolling", PHONE, async (client, page) => {
  await page.getByText("Aquí verás lo que envías").waitFor();
  await page.getByPlaceholder("Escribe hola y pulsa Intro").fill("hola");
  await page.keyboard.press("Enter");
  await page.locator("html[lang=es]").waitFor();
  assertEquals(await client.rows(2), ["Enviado: hola", "Recibido: echo: hola"]);
  assertEquals(await page.evaluate(() => scrollY), 0);
  for (const row of await page.locator("#messages .message").all()) {
    const box = (await row.boundingBox())!;
    const top = await page.evaluate(([x, y]) => {
      const element = document.elementFromPoint(x, y);
      return Boolean(element?.closest("#messages .message"));
    }, [box.x + box.width / 2, box.y + box.height / 2]);
    assert(top && box.y > 0 && box.y + box.height < 667, JSON.stringify(box));
  }
  const send = (await page.getByRole("button", { name: "Enviar", exact: true }).boundingBox())!;
  assert(send.x + send.width <= 375);
});

pageTest("the language can be switched, and is remembered", {}, async (client, page) => {
  await client.send("hola");
  assertEquals(await client.rows(2), ["Sent: hola", "Received: echo: hola"]);
  await page.getByRole("combobox", { name: "Language" }).selectOption("es");
  await page.locator("html[lang=es]").waitFor();
  assertEquals(await client.rows(2), ["Enviado: hola", "Recibido: echo: hola"]);
  await page.getByRole("button", { name: "Enviar", exact: true }).waitFor();
  await page.getByRole("listbox", { name: "Mensajes" }).waitFor();
  await page.reload();
  await page.getByRole("status").getByText("Conectado").waitFor();
});

pageTest("a message stays in the box until there is a connection", {}, async (client, page) => {
  await client.disconnect();
  await client.send("hola");
  await page.getByRole("alert").getByText("Not sent").waitFor();
  assertEquals(await page.locator("#message").inputValue(), "hola");
  await client.connect();
  await page.locator("#message").press("Enter");
  assertEquals(await client.rows(2), ["Sent: hola", "Received: echo: hola"]);
  assertEquals(await page.locator("#message-problem").textContent(), "");
});

pageTest("a hostile reply stays text and breaks nothing", {}, async (client, page) => {
  const hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>&amp;\u202egnp.exe\u2066";
  await client.send(hostile);
  assertEquals(await client.rows(2), [`Sent: ${hostile}`, `Received: echo: ${hostile}`]);
  assertEquals(await page.locator("#log img, #log script").count(), 0);
  await client.openRow("echo: <img");
  assertEquals(await page.locator("#detail pre").textContent(), `echo: ${hostile}`);
  const long = "x".repeat(1024 * 1024 - 10);
  await client.send(long);
  assert((await client.rows(4))[3].length < 1000, "a row has the start of a long payload");
  await client.openRow("echo: xxx");
  const shown = () => page.locator("#detail pre").evaluate((pre) => pre.textContent.length);
  assertEquals(await shown(), 50_000);
  await client.click("Show all of it");
  assertEquals(await shown(), long.length + "echo: ".length);
  assert(await page.evaluate(() => document.documentElement.scrollWidth) <= 1280);
});

pageTest("a row opens as tree, raw, hex or base64, and is copied so", {}, async (client, page) => {
  await client.send('{"año":[1.0,{"b":"c"}]}');
  await client.rows(2);
  const facts = await page.locator("#messages .received").innerText();
  assertMatch(facts, /[\d.]+ ms\s*30 bytes\s+\d\d:\d\d:\d\d\.\d{3}$/);
  await client.openRow("echo: {");
  const clipboard = async () => {
    await client.click("Copy");
    await page.getByRole("status").getByText("Copied").waitFor();
    return await page.evaluate(() => navigator.clipboard.readText());
  };
  const detail = page.locator("#detail");
  assertMatch(await detail.innerText(), /echo:\s+\{1\}\s+año: \[2\]\s+0: 1\.0\s+1: \{1\}/);
  await detail.getByText("1: {1}").click();
  await detail.getByText('b: "c"').waitFor();
  assertMatch(await clipboard(), /^echo: \{\n {2}"año": \[\n {4}1\.0,/);
  await client.click("Hex");
  assertMatch(await detail.innerText(), /00000000 {2}65 63 68 6f 3a 20 7b 22/);
  assertMatch(await clipboard(), /^00000000 {2}65 63 68 6f 3a 20 7b 22/);
  await client.click("Base64");
  assertEquals(await clipboard(), "ZWNobzogeyJhw7FvIjpbMS4wLHsiYiI6ImMifV19");
  await client.click("Raw");
  assertEquals(await clipboard(), 'echo: {"año":[1.0,{"b":"c"}]}');
  await client.send(JSON.stringify(Array.from({ length: 1500 }, (_, index) => index)));
  await client.openRow("[0,1,2");
  await client.click("JSON tree");
  await detail.getByText("… 500").click();
  await detail.getByText("1499: 1499").waitFor();
  await client.openRow('{"año"');
  assertEquals(await detail.getByText("1499").count(), 0);
  await client.openRow("echo: {");
  await client.click("Raw");
  await client.click("Edit and send");
  assertEquals(await page.locator("#message").inputValue(), 'echo: {"año":[1.0,{"b":"c"}]}');
});

pageTest("the record is filtered by text, expression and kind", {}, async (client, page) => {
  for (const message of ["apple", "pear", "Pineapple"]) await client.send(message);
  await client.rows(6);
  const filter = page.getByRole("searchbox", { name: "Filter" });
  await filter.fill("APPLE");
  await page.getByText("4 of 8").waitFor(); // Opening and open are entries too.
  assertEquals(await page.locator("#messages mark").allInnerTexts(), [
    "apple",
    "apple",
    "apple",
    "apple",
  ]);
  await filter.fill("/^echo: p/i");
  await page.getByText("2 of 8").waitFor();
  assertEquals(await client.rows(2), ["Received: echo: pear", "Received: echo: Pineapple"]);
  await client.click("Hide matching");
  await page.getByText("5 of 8").waitFor();
  await filter.fill("/(/");
  await page.getByText(/Unterminated group/).waitFor();
  await filter.fill("nothing like it");
  await client.click("Hide matching");
  await page.getByText("No row matches the filter.").waitFor();
  await filter.fill("");
  await page.getByRole("combobox", { name: "Show" }).selectOption("event");
  await page.locator("#messages .message").first().waitFor({ state: "detached" });
  assertMatch(await page.locator("#messages").innerText(), /^Connected\s+ws:/);
});

pageTest("connections are rows: opened, closed, lost, elsewhere", {}, async (client) => {
  await using other = startServer({ prefix: "other: " });
  const { page } = client;
  const events = () => page.locator("#messages .event").allInnerTexts();
  await client.disconnect();
  await page.locator("#messages .closedByYou").waitFor();
  assertMatch((await events())[1], /^Closed\s+Closed by you · 1000 Normal Closure/);
  await client.connect(`${other.socketUrl}/?close=4001&reason=bye&after=1`);
  await page.locator("#messages .elsewhere").getByText(other.socketUrl).waitFor();
  await client.send("end");
  await page.locator("#messages .closedByServer").waitFor();
  assertMatch((await events())[3], /^Closed\s+Closed by the server · 4001 · «\u2068bye\u2069»/);
});

pageTest("a pause holds the list still and counts", {}, async (client, page) => {
  await client.send("before");
  await client.rows(2);
  await client.click("Pause");
  assertEquals(await page.locator("#live").getAttribute("aria-live"), "off");
  await client.send("meanwhile");
  await page.getByRole("button", { name: "Paused, 2 new" }).waitFor();
  assertEquals((await client.rows(2)).length, 2);
  await page.getByRole("searchbox", { name: "Filter" }).fill("e");
  assertEquals((await client.rows(2)).length, 2, "a filter shows nothing newer than the pause");
  await client.click("Paused, 2 new");
  assertEquals((await client.rows(4)).at(-1), "Received: echo: meanwhile");
});

/** Connects to a server that pushes as many messages as one asks for. */
async function pushing(client: ClientPage): Promise<ReturnType<typeof startPushServer>> {
  const server = startPushServer();
  await client.connect(server.socketUrl);
  return server;
}

const STILL = { path: "/#message=" };
pageTest("the list follows the newest only while its reader is there", STILL, async (client) => {
  await using _ = await pushing(client);
  const { page } = client;
  const log = page.locator("#log");
  await client.send("50");
  await page.locator("#messages").getByText("news 50").waitFor();
  await log.evaluate((element) => element.scrollTop = 0);
  await page.getByRole("button", { name: "Newest" }).waitFor();
  await client.click("Again");
  await page.locator("#live").getByText("news 50").or(
    page.locator("#live", { hasText: "messages" }),
  )
    .waitFor({ state: "attached" });
  assertEquals(await log.evaluate((element) => element.scrollTop), 0, "a reader is not disturbed");
  await client.send("3");
  await page.locator("#messages").getByText("news 3", { exact: true }).waitFor();
  await log.evaluate((element) => element.scrollTop = 0);
  await client.click("Newest");
  await page.locator("#messages").getByText("news 3", { exact: true }).waitFor();
});

pageTest("a burst leaves the page usable, and one message is found", STILL, async (client) => {
  await using _ = await pushing(client);
  const { page } = client;
  await client.send("20000");
  await page.locator("#messages").getByText("news 20000").waitFor();
  assert(await page.locator("#messages [role=option]").count() < 60, "only rows in sight exist");
  await page.getByRole("searchbox", { name: "Filter" }).fill("/ 1999[0-5]$/");
  await page.getByText("6 of 20,003").waitFor();
  await page.locator("#messages mark").getByText("19995").waitFor();
  await client.disconnect();
});
