import { assert, assertEquals, assertMatch } from "@std/assert";
import { pageTest, startPushServer } from "../support/client_page.ts";

pageTest("a row tells time, size and round trip, and copies its payload", {}, async (client) => {
  const { page } = client;
  await page.getByText("No round trip has been measured yet.").waitFor();
  await client.send("año");
  await client.rows(2);
  const [sent, received] = await page.locator("#messages .facts").allTextContents();
  assertMatch(sent, /^\d\d:\d\d:\d\d\.\d{3} · 4 bytesCopy$/);
  assertMatch(received, /^\d\d:\d\d:\d\d\.\d{3} · 10 bytes · round trip [\d.]+ msCopy$/);
  await page.locator(".received button").click();
  await page.getByRole("status").getByText("Copied").waitFor();
  assertEquals(await page.evaluate(() => navigator.clipboard.readText()), "echo: año");

  // The round trips are drawn, and written for those who do not see the drawing.
  for (let n = 2; n <= 5; n++) await client.send(`${n}`);
  await page.getByText(/Round trips: 5, last [\d.]+ ms; median/).waitFor();
  const points = await page.locator("#chart-line").getAttribute("points");
  assertEquals(points?.split(" ").length, 5);
  for (const id of ["#last", "#p50", "#p95", "#p99"]) {
    assertMatch(await page.locator(id).innerText(), /^[\d.]+ ms$/);
  }
});

pageTest(
  "messages are filtered by text and direction, shown as hex, and cleared",
  {},
  async (client) => {
    const { page } = client;
    const filter = page.getByRole("searchbox", { name: "Filter" });
    for (const message of ["apple", "pear", "Pineapple"]) await client.send(message);
    await client.rows(6);
    await filter.fill("APPLE");
    assertEquals((await client.rows(4)).length, 4);
    await client.choose("Direction", "received");
    assertEquals(await client.rows(2), ["Received: echo: apple", "Received: echo: Pineapple"]);
    await client.choose("Show as", "hex");
    assertMatch((await client.rows(2))[0], /^Received: \n00000000 {2}65 63 68 6f 3a 20 61 70/);
    await filter.fill("nothing like it");
    await page.getByText("No message fits the filter.").waitFor();
    await client.click("Clear");
    await page.getByText("No messages yet.").waitFor();
  },
);

pageTest("a pause holds the list still and counts", {}, async (client) => {
  const { page } = client;
  await client.send("before");
  await client.rows(2);
  await client.click("Pause");
  assertEquals(await page.getByRole("log").getAttribute("aria-live"), "off");
  await client.send("meanwhile");
  await page.getByText("Paused, 2 new").waitFor();
  assertEquals((await client.rows(2)).length, 2);
  await client.click("Paused, 2 new");
  assertEquals((await client.rows(4)).at(-1), "Received: echo: meanwhile");

  await client.click("Pause");
  await client.send("later");
  await page.getByText("Paused, 2 new").waitFor();
  await page.getByRole("searchbox", { name: "Filter" }).fill("e");
  assertEquals((await client.rows(4)).length, 4, "a filter shows nothing newer than the pause");
  await client.click("Clear");
  await page.getByText("Paused, 0 new").waitFor();
});

const STILL = { path: "/#message=" };
pageTest("the list follows the newest only while its reader is there", STILL, async (client) => {
  await using pushing = startPushServer();
  await client.connect(pushing.socketUrl);
  await client.phase("open");
  const log = client.page.getByRole("log");
  const hiddenBelow = () =>
    log.evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);
  await client.send("50");
  await client.rows(51);
  assert(await hiddenBelow() < 8);
  await log.evaluate((element) => element.scrollTop = 0);
  await client.click("Send again");
  await client.rows(102);
  assertEquals(await log.evaluate((element) => element.scrollTop), 0, "a reader is not disturbed");
  await client.send("3");
  await client.rows(106);
  assert(await hiddenBelow() < 8, "what one types and sends is looked for");

  await log.evaluate((element) => element.scrollTop = 0);
  await client.click("Newest ↓");
  assert(await hiddenBelow() < 8);
});

pageTest("the session is saved as JSON, NDJSON and text", {}, async (client) => {
  await client.send("hola");
  await client.rows(2);
  const contents: Record<string, string> = {};
  for (const format of ["json", "ndjson", "txt"]) {
    await client.choose("File format", format);
    const { name, content } = await client.download("Save");
    assertMatch(name, new RegExp(`^eco-[\\dTZ.-]+\\.${format}$`));
    contents[format] = content;
  }
  const { url, messages } = JSON.parse(contents.json);
  assertEquals(url, `${client.server.socketUrl}/`);
  assertEquals(messages.map(({ text }: { text: string }) => text), ["hola", "echo: hola"]);
  assert(messages[1].roundTripMs > 0);
  assertEquals(contents.ndjson.trim().split("\n").length, 2);
  assertMatch(contents.txt, /Z > hola\n.*Z < echo: hola\n$/);
});

pageTest("a burst of 10,000 replies leaves the page alive", STILL, async (client) => {
  await using pushing = startPushServer();
  await client.connect(pushing.socketUrl);
  await client.phase("open");
  await client.send("10000");
  await client.page.getByText("9,001 earlier messages").waitFor();
  assertEquals((await client.rows(1000)).at(-1), "Received: news 10000");
  assertEquals(await client.page.locator("#messages li").count(), 1000);
});
