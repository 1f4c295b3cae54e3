import { assertEquals } from "@std/assert";
import { pageTest } from "../support/client_page.ts";

pageTest("a link reproduces the page and does nothing by itself", {}, async (client, page) => {
  await page.locator("#options").click();
  await page.locator("#protocols").fill("v2.chat");
  await client.choose("Type of message", "json");
  await page.locator("#message").fill('{"¡hola!":"&#"}');
  await client.open("Share");
  await client.copy("Copy link", client.server.pageUrl);
  await page.getByRole("status").getByText("Copied").waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.evaluate(() => sessionStorage.clear());
  await page.goto(link); // in the same tab, where only the fragment changes
  await page.getByText("Nothing is sent until you connect").waitFor();
  await client.phase("idle");
  assertEquals(await page.locator("#url").inputValue(), `${client.server.socketUrl}/`);
  assertEquals(await page.locator("#message").inputValue(), '{"¡hola!":"&#"}');
  assertEquals(await page.locator("#kind").inputValue(), "json");
  assertEquals(await page.locator("#messages .message").count(), 0);
  await client.connect();
  await page.locator("#messages .event").getByText("v2.chat").waitFor();
});

const HOSTILE = new URLSearchParams({
  url: "javascript:alert(1)",
  message: "<script>alert(1)</script>",
  kind: "evil",
});
pageTest("a hostile link runs nothing", { path: `/#${HOSTILE}` }, async (client, page) => {
  await client.click("Connect");
  await page.getByRole("alert").getByText("It must start with ws://").waitFor();
  assertEquals(await page.locator("#message").inputValue(), "<script>alert(1)</script>");
  assertEquals(await page.locator("#kind").inputValue(), "text");
});

pageTest("the same is offered as a command for other clients", {}, async (client, page) => {
  await page.locator("#message").fill("it's");
  await client.open("Share");
  for (
    const [name, part] of [
      ["websocat", `printf %s 'it'\\''s' | websocat -n1 '${client.server.socketUrl}/'`],
      ["Python", 'await socket.send("it\'s")'],
    ]
  ) {
    await client.choose("Copy as", name);
    await page.locator("#snippet-text").getByText(part).waitFor();
    await client.copy("Copy command", part);
  }
  await client.choose("Type of message", "escaped");
  await page.locator("#message").fill("a\\u0015b");
  await page.locator("#snippet-text").getByText('socket.send("a\\u0015b")').waitFor();
});
