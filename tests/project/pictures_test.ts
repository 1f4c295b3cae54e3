import { checkScreenshot, screenshotsWanted } from "../support/browser.ts";
import { pageTest } from "../support/client_page.ts";

/** The port that the reader of README will see. */
const port = screenshotsWanted ? 8765 : 0;

const LOOKS = {
  "page-en": { locale: "en", colorScheme: "light" },
  "page-es": { locale: "es", colorScheme: "dark" },
} as const;

for (const [name, look] of Object.entries(LOOKS)) {
  const options = { ...look, port, viewport: { width: 1280, height: 760 } };
  pageTest(`README's picture ${name} shows the texts of now`, options, async (client, page) => {
    for (const message of ["hola", "¿Qué tal?", '{"a":[1,2,3]}']) {
      await client.send(message);
      await page.locator("#messages").getByText(`echo: ${message}`).waitFor();
    }
    await page.locator("#panel-explain li").getByText("× 3").nth(1).waitFor();
    await page.locator("#panel-explain table").last().waitFor();
    const shown =
      "header button, .label, #composer, [role=tab], #panels h2, #panels strong, caption";
    const words = (await page.locator(shown).allInnerTexts()).join("\n") + "\n";
    await checkScreenshot(page, name, words);
  });
}

const STRIP = { port, viewport: { width: 1280, height: 620 } };
pageTest("README's strip of panels shows the texts of now", STRIP, async (client, page) => {
  const check = async (name: string, panel: string, shown: string) => {
    const words = (await page.locator(`#panel-${panel}`).locator(shown).allInnerTexts()).join("\n");
    // The picture ends below the last row that it shows as a whole.
    await page.setViewportSize(STRIP.viewport);
    const rows = await page.locator(`#panel-${panel}`).locator(".row, tr, li").all();
    const boxes = await Promise.all(rows.map((row) => row.boundingBox()));
    const bottoms = boxes.map((box) => box ? box.y + box.height : 0);
    const bottom = Math.max(...bottoms.filter((bottom) => bottom < STRIP.viewport.height));
    await page.setViewportSize({ ...STRIP.viewport, height: Math.ceil(bottom) + 2 });
    await checkScreenshot(page.locator("#panels"), name, `${words}\n`);
  };
  await client.phase("open");
  const address = await page.locator("#url").inputValue();
  await client.disconnect();
  await client.connect(`${address}?delay=250ms&close=4001&reason=bye&after=3`);
  await client.open("Behaviors");
  await check("behaviors-en", "behaviors", "legend, label, button");
  await client.disconnect();
  await client.connect(address);
  await client.open("Test the connection");
  await page.locator("#probe").click();
  await page.locator("#probe-results").getByText("passed").last().waitFor();
  await check("probe-en", "probe", "button, tbody th");
  await client.send("hola");
  await client.open("Explain");
  await page.locator("#panel-explain").getByText("Text received").first().waitFor();
  await check("explain-en", "explain", "strong, h2, caption");
});
