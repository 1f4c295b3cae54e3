import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { makeClass } from "../../tools/class.ts";
import { browserTest, TestBrowser } from "../support/browser.ts";
import { temporaryFolder } from "../support/folder.ts";
import { whyIgnored } from "../support/needs.ts";

const PAGES = whyIgnored(["read"]) ? new Map<string, string>() : makeClass();

browserTest("the pages for a class load nothing, and their links lead somewhere", async () => {
  await using folder = await temporaryFolder();
  for (const [name, page] of PAGES) await Deno.writeTextFile(join(folder.path, name), page);
  await using browser = new TestBrowser();
  for (const name of PAGES.keys()) {
    const page = await browser.open(`file://${folder.path}/${name}`);
    const loaded = await page.evaluate(() =>
      performance.getEntriesByType("resource").map(({ name }) => name)
        .filter((name) => !name.startsWith("data:"))
    );
    assertEquals(loaded, [], name);
    if (name.startsWith("slides")) continue;
    const links = await page.locator("a[href]").evaluateAll((links) =>
      links.map((link) => link.getAttribute("href")!)
    );
    for (const link of links.filter((link) => !/^(https?:|\.\.\/)/.test(link))) {
      const [file, anchor] = decodeURIComponent(link).split("#");
      const target = file ? PAGES.get(file) : PAGES.get(name);
      assert(target !== undefined, `${name}: ${link}`);
      if (anchor) assert(target.includes(`id="${anchor}"`), `${name}: ${link}`);
    }
  }
});

for (const language of ["es", "en"]) {
  browserTest(`every slide fits on the screen (${language})`, async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, "slides.html");
    await Deno.writeTextFile(path, PAGES.get(`slides.${language}.html`)!);
    await using browser = new TestBrowser();
    const page = await browser.open(`file://${path}`, { viewport: { width: 1200, height: 720 } });
    await page.locator(".reveal.ready").waitFor();
    const heights = await page.evaluate(() => {
      const { Reveal } = globalThis as unknown as {
        Reveal: { next(): void; isLastSlide(): boolean };
      };
      const heights: [string, number, number][] = [];
      for (;;) {
        const slide = document.querySelector<HTMLElement>("section.present:not(.stack)")!;
        const text = slide.innerText.slice(0, 60);
        const wide = Math.max(
          ...Array.from(slide.querySelectorAll("pre,table,img"), (element) => element.scrollWidth),
          0,
        );
        heights.push([text, slide.scrollHeight, wide]);
        if (Reveal.isLastSlide()) return heights;
        Reveal.next();
      }
    });
    assert(heights.length > 20, `${heights.length} slides`);
    assertEquals(heights.filter(([, height, width]) => height > 720 || width > 1200), []);
  });

  browserTest(`the sheet fits on one page (${language})`, async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, "sheet.html");
    await Deno.writeTextFile(path, PAGES.get(`sheet.${language}.html`)!);
    await using browser = new TestBrowser();
    const page = await browser.open(`file://${path}`);
    const pdf = new TextDecoder("latin1").decode(await page.pdf({ preferCSSPageSize: true }));
    assertEquals(pdf.match(/\/Type \/Page\b/g)?.length, 1);
  });
}
