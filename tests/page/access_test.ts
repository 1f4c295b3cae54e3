// deno-lint-ignore-file no-import-prefix -- named in deno.json, those who only serve would load it
import { Buffer } from "node:buffer";
import { assert, assertEquals } from "@std/assert";
import type { Page } from "../support/browser.ts";
import { pageTest } from "../support/client_page.ts";
import { freePort } from "../support/port.ts";

/** Fails where axe finds anything wrong with what the page shows now. */
async function assertAccessible(page: Page, state: string): Promise<void> {
  const { default: { source } } = await import("npm:axe-core@4.14.1");
  // Evaluated, not added as a script, which the page's policy forbids.
  if (!await page.evaluate("'axe' in window")) await page.evaluate(source);
  const found = await page.evaluate(`axe.run({ resultTypes: ["violations"] }).then((results) =>
    results.violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html)))`);
  assertEquals(found, [], state);
}

const LOOKS = [
  { locale: "en", colorScheme: "light", viewport: { width: 1280, height: 900 } },
  { locale: "es", colorScheme: "dark", viewport: { width: 320, height: 640 } },
] as const;

for (const look of LOOKS) {
  const { locale, viewport: { width } } = look;
  const options = { ...look, server: { maxPayloadBytes: 3000 }, mayComplain: true };
  pageTest(`axe finds nothing wrong (${locale}, ${width} px)`, options, async (client, page) => {
    await assertAccessible(page, "connected, empty");
    for (const message of ["hola", '{"a":[1,2,3]}', "x".repeat(2500), "\u05e9\u05dc\u05d5\u05dd"]) {
      await client.send(message);
    }
    await client.rows(8);
    await client.openRow("echo: {");
    await page.locator("#options").click();
    await page.locator(".tool[popovertarget=saved]").click();
    await page.locator("#filter").fill("o");
    await page.locator("#kind").selectOption("hex");
    await client.send("no hex");
    await assertAccessible(page, "chosen row, filter, drawer, menu, wrong draft");
    for (const name of ["explain", "roundTrips", "probe", "behaviors", "share"]) {
      const tab = page.locator(`#tab-${name}`);
      if (await tab.getAttribute("aria-selected") !== "true") await tab.click();
      await page.locator(`#panel-${name} > :first-child`).waitFor();
      await assertAccessible(page, name);
    }
    if (await page.locator("#close-panel").isVisible()) await page.locator("#close-panel").click();
    await page.keyboard.press("Escape");
    await page.locator("#help").click();
    const keys = (await page.locator("#settings kbd").allInnerTexts()).slice(0, 2);
    assertEquals(keys, locale === "es" ? ["Intro", "Mayús+Intro"] : ["Enter", "Shift+Enter"]);
    await assertAccessible(page, "dialog");
    await page.locator("dialog button").click();
    await page.locator("#kind").selectOption("text");
    await client.send("x".repeat(3001));
    await client.phase("closed");
    await assertAccessible(page, "closed by the server");
    await page.locator("#url").fill("a#b");
    await page.locator("#url").press("Enter");
    await assertAccessible(page, "wrong address");
    const choosing = page.waitForEvent("filechooser");
    await page.locator(".tool[popovertarget=session-menu]").click();
    await page.locator("#session-menu button").nth(3).click();
    const content = '{"time":"2026-01-01T00:00:00Z","direction":"sent","text":"hola"}';
    await (await choosing).setFiles({ name: "a", mimeType: "", buffer: Buffer.from(content) });
    await page.locator("#replay").waitFor();
    await page.locator("#reconnect").check();
    await page.locator("#url").fill(`ws://127.0.0.1:${freePort()}/`);
    await page.locator("#url").press("Enter");
    await client.phase("waiting");
    await assertAccessible(page, "replay, a failed connection, waiting for the next attempt");
    const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
    assert(scrollWidth <= width, `${scrollWidth} px wide`);
  });
}

pageTest("the keyboard alone connects, sends, filters and saves", {}, async (client, page) => {
  await page.keyboard.type("?c"); // In the box these are text.
  await page.keyboard.press("Enter");
  assertEquals(await client.rows(2), ["Sent: ?c", "Received: echo: ?c"]);
  await page.keyboard.press("Tab"); // out of the box, to the button beside it
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Settings and keyboard" }).waitFor();
  assertEquals(await page.locator("#settings dd:empty").count(), 0);
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
  await page.getByText("No row matches the filter.").waitFor();
  await page.locator("#filter").press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page.keyboard.press("Tab"); // to the kind of rows
  await page.keyboard.press("Tab");
  await page.keyboard.press("l");
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.locator("#detail pre").getByText("?c", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator("#detail").waitFor({ state: "detached" });
  assertEquals(await page.locator("#log [tabindex='0']").count(), 0, "the list is one tab stop");
  await page.locator(".tool[popovertarget=session-menu]").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  await page.locator("#tab-explain").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.locator("#panel-roundTrips dl").waitFor();
  await page.keyboard.press("x");
  await page.getByText("Here you will see what you send").waitFor();
  await page.keyboard.press("m");
  assert(await page.locator("#message").evaluate((box) => box === document.activeElement));
});

pageTest("the appearance and single keys can be set, and stay so", {}, async (client, page) => {
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assertEquals(await paper(), "rgb(246, 247, 247)");
  await client.click("Settings and keyboard");
  await client.choose("Appearance", "dark");
  assertEquals(await paper(), "rgb(17, 21, 23)");
  await page.getByRole("checkbox", { name: "Single-key" }).uncheck();
  await client.click("Close");
  await page.reload();
  await client.phase("open");
  assertEquals(await paper(), "rgb(17, 21, 23)");
  await page.locator("#pause").focus();
  await page.keyboard.press("p");
  assertEquals(await page.locator("#pause").getAttribute("aria-pressed"), "false");
});

const ZOOMED = { viewport: { width: 320, height: 256 } };
pageTest("every part can be reached at 400 % zoom", ZOOMED, async ({ page }) => {
  for (
    const id of ["url", "connect", "message", "kind", "filter", "clear", "log", "tab-share"]
  ) {
    await page.locator(`#${id}`).scrollIntoViewIfNeeded();
    const box = await page.locator(`#${id}`).boundingBox();
    assert(box && box.x >= 0 && box.x + box.width <= 320, `${id}: ${JSON.stringify(box)}`);
  }
});
