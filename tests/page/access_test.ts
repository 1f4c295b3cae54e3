// deno-lint-ignore-file no-import-prefix -- named in deno.json, those who only serve would load it
import { assert, assertEquals } from "@std/assert";
import { type Page, saveScreenshot, screenshotsWanted } from "../support/browser.ts";
import { pageTest } from "../support/client_page.ts";

/** Fails where axe finds anything wrong with what the page shows now. */
async function assertAccessible(page: Page, state: string): Promise<void> {
  const { AxeBuilder } = await import("npm:@axe-core/playwright@4.14.0");
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
  assertEquals(found, [], state);
}

const LOOKS = [
  { locale: "en", colorScheme: "light", viewport: { width: 1280, height: 900 } },
  { locale: "es", colorScheme: "dark", viewport: { width: 320, height: 640 } },
] as const;

for (const look of LOOKS) {
  const { locale, viewport: { width } } = look;
  const options = { ...look, server: { maxPayloadBytes: 3000 } };
  pageTest(`axe finds nothing in any state (${locale}, ${width} px)`, options, async (client) => {
    const { page } = client;
    await assertAccessible(page, "connected, empty");
    for (const details of await page.locator("details").all()) {
      await details.evaluate((element) => element.setAttribute("open", ""));
    }
    // These parts come later, and Explain tells only what happens then.
    for (const part of ["#behaviors input", "#snippet option", "#explain li"]) {
      await page.locator(part).first().waitFor({ state: "attached" });
    }
    for (const message of ["hola", '{"a":[1,2,3]}', "x".repeat(2500), "\u05e9\u05dc\u05d5\u05dd"]) {
      await client.send(message);
    }
    await client.rows(8);
    await page.locator("#explain li").nth(2).waitFor();
    await page.locator("#explain table").last().waitFor();
    await page.locator("#kind").selectOption("hex");
    await client.send("no hex");
    await page.locator("#url").fill("nothing");
    await assertAccessible(page, "long transcript, everything unfolded, wrong draft");
    await page.keyboard.press("Escape");
    await page.locator("#help").click();
    const keys = (await page.locator("#shortcut-list kbd").allInnerTexts()).slice(0, 2);
    assertEquals(keys, locale === "es" ? ["Intro", "Mayús+Intro"] : ["Enter", "Shift+Enter"]);
    await assertAccessible(page, "dialog");
    await page.locator("dialog button").click();
    await page.locator("#kind").selectOption("text");
    await client.send("x".repeat(3001));
    await client.phase("closed");
    await page.locator("#connect").click();
    await assertAccessible(page, "closed, wrong address");
    const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
    assert(scrollWidth <= width, `${scrollWidth} px wide`);
  });
}

pageTest("the keyboard alone connects, sends, filters and saves", {}, async (client) => {
  const { page } = client;
  await page.keyboard.type("?c"); // In the box these are text.
  await page.keyboard.press("Enter");
  assertEquals(await client.rows(2), ["Sent: ?c", "Received: echo: ?c"]);
  await page.keyboard.press("Tab"); // out of the box, to the button beside it
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  assertEquals(await page.locator("#shortcut-list dd:empty").count(), 0);
  await page.keyboard.press("Escape");
  await page.keyboard.press("c");
  await client.phase("closed");
  await page.keyboard.press("c");
  await client.phase("open");
  await page.keyboard.press("p");
  await page.getByRole("button", { name: "Paused, 0 new" }).waitFor();
  await page.keyboard.press("p");
  await page.keyboard.press("f");
  await page.keyboard.type("nothing");
  await page.getByText("No message fits the filter.").waitFor();
  await page.locator("#filter").press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page.locator("#save").focus();
  await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  await page.keyboard.press("x");
  await page.getByText("No messages yet.").waitFor();
  await page.keyboard.press("m");
  assert(await page.locator("#message").evaluate((box) => box === document.activeElement));
});

pageTest("the appearance and single keys can be set, and stay so", {}, async (client) => {
  const { page } = client;
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assertEquals(await paper(), "rgb(251, 250, 247)");
  await client.choose("Appearance", "dark");
  assertEquals(await paper(), "rgb(20, 25, 27)");
  await client.click("Keyboard shortcuts");
  await page.getByRole("checkbox", { name: "Single keys" }).uncheck();
  await client.click("Close");
  await page.reload();
  await client.phase("open");
  assertEquals(await paper(), "rgb(20, 25, 27)");
  await page.locator("#pause").focus();
  await page.keyboard.press("p");
  assertEquals(await page.locator("#pause").getAttribute("aria-pressed"), "false");
});

const ZOOMED = { viewport: { width: 320, height: 256 } };
pageTest("every part can be reached at 400 % zoom", ZOOMED, async ({ page }) => {
  for (const id of ["url", "connect", "message", "kind", "filter", "save", "log", "statistics"]) {
    await page.locator(`#${id}`).scrollIntoViewIfNeeded();
    const box = await page.locator(`#${id}`).boundingBox();
    assert(box && box.x >= 0 && box.x + box.width <= 320, `${id}: ${JSON.stringify(box)}`);
  }
});

if (screenshotsWanted) {
  for (const [name, look] of Object.entries({ "page-en": LOOKS[0], "page-es": LOOKS[1] })) {
    // The port is that which the reader of README will see.
    const options = { ...look, viewport: { width: 1100, height: 760 }, port: 8765 };
    pageTest(`README's picture ${name} shows a conversation`, options, async (client) => {
      for (const message of ["hola", "¿Qué tal?", '{"a":[1,2,3]}']) {
        await client.send(message);
        await client.page.getByText(`echo: ${message}`).waitFor();
      }
      await client.page.getByText(/^(Round trips|Idas y vueltas): 3,/).waitFor();
      await saveScreenshot(client.page, name);
    });
  }
}
