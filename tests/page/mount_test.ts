import { assertEquals, assertStringIncludes } from "@std/assert";
import { BROWSER, TestBrowser } from "../support/browser.ts";
import { startExample } from "../support/example.ts";
import { testWith } from "../support/needs.ts";

testWith(BROWSER, "the page under a path of docs/examples/mount.ts finds its server", async () => {
  await using example = await startExample("mount.ts");
  await using browser = new TestBrowser();
  const page = await browser.open(`http://${example.authority}/echo`, { locale: "en" });
  await page.locator("#state[data-phase=open]").waitFor();
  assertStringIncludes(
    await page.locator("#state").innerText(),
    `ws://${example.authority}/echo/`,
  );
  await page.keyboard.type("hola");
  await page.keyboard.press("Enter");
  await page.getByRole("log").getByText("you said: hola").waitFor();
  assertEquals(await page.locator("#messages li").count(), 2);
});
