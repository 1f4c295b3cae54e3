import { assertEquals, assertStringIncludes } from "@std/assert";
import { BROWSER } from "../support/browser.ts";
import { ClientPage } from "../support/client_page.ts";
import { testWith } from "../support/needs.ts";

testWith(BROWSER, "a link reproduces the page and does nothing by itself", async () => {
  await using client = await ClientPage.open();
  const { page } = client;
  await client.phase("open");
  await page.getByText("Subprotocols", { exact: true }).click();
  await page.locator("#protocols").fill("v2.chat");
  await page.getByRole("combobox", { name: "Kind" }).selectOption("json");
  await page.locator("#message").fill('{"¡hola!":"&#"}');
  await page.getByText("Share", { exact: true }).click();
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.getByRole("status").getByText("Copied").waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.evaluate(() => sessionStorage.clear());
  await page.goto(link); // in the same tab, where only the fragment changes
  await page.getByText("Nothing is sent until you connect").waitFor();
  await client.phase("idle");
  assertEquals(await page.locator("#url").inputValue(), `${client.server.socketUrl}/`);
  assertEquals(await page.locator("#protocols").inputValue(), "v2.chat");
  assertEquals(await page.locator("#message").inputValue(), '{"¡hola!":"&#"}');
  assertEquals(await page.getByRole("combobox", { name: "Kind" }).inputValue(), "json");
  assertEquals(await page.locator("#messages li").count(), 0);
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await client.phase("open");
  assertStringIncludes(await client.state(), "subprotocol v2.chat");
});

testWith(BROWSER, "a hostile link fills in text and runs nothing", async () => {
  const hostile = "javascript:alert(1)";
  const fragment = new URLSearchParams({
    url: hostile,
    message: "<script>alert(1)</script>",
    kind: "evil",
  });
  await using client = await ClientPage.open({ path: `/#${fragment}` });
  const { page } = client;
  await client.phase("idle");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await page.getByRole("alert").getByText("Not a WebSocket address").waitFor();
  assertEquals(await page.getByRole("combobox", { name: "Kind" }).inputValue(), "text");
});

testWith(BROWSER, "the same is offered as a command for other clients", async () => {
  await using client = await ClientPage.open();
  const { page } = client;
  await client.phase("open");
  await page.locator("#message").fill("it's");
  await page.getByText("Share", { exact: true }).click();
  for (
    const [name, part] of [
      ["websocat", `printf %s 'it'\\''s' | websocat -n1 '${client.server.socketUrl}/'`],
      ["curl", "'Upgrade: websocket'"],
      ["Python", 'await socket.send("it\'s")'],
    ]
  ) {
    await page.getByRole("combobox", { name: "Copy as" }).selectOption(name);
    assertStringIncludes(await page.locator("#snippet-text").innerText(), part);
    await page.getByRole("button", { name: "Copy command" }).click();
    assertStringIncludes(await page.evaluate(() => navigator.clipboard.readText()), part);
  }
});
