import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { browserTest, type Page, TestBrowser } from "../support/browser.ts";
import { temporaryFolder } from "../support/folder.ts";
import { Program, ROOT } from "../support/program.ts";

/** Resolves with what the page lists once it has so many lines. */
async function lines(page: Page, count: number): Promise<string[]> {
  await page.locator("li").nth(count - 1).waitFor();
  return await page.locator("li").allInnerTexts();
}

browserTest("the tutorial's page and server do what it says", async () => {
  await using folder = await temporaryFolder();
  const command = ["run", "--no-prompt", "--allow-net", "docs/tutorial/echo.ts", "0"];
  await using server = new Program(Deno.execPath(), command);
  const [, port] = await server.errorOutput(/127\.0\.0\.1:(\d+)/);
  const file = join(folder.path, "client.html");
  const html = await Deno.readTextFile(join(ROOT, "docs", "tutorial", "client.html"));
  await Deno.writeTextFile(file, html.replace(":8765", `:${port}`));

  await using browser = new TestBrowser();
  const pages = [await browser.open(`file://${file}`), await browser.open(`file://${file}`)];
  for (const page of pages) {
    await page.getByLabel("Mensaje").fill("<b>hola</b>");
    await lines(page, 1);
    await page.getByLabel("Mensaje").press("Enter");
    const expected = ["Conectado", "Enviado: <b>hola</b>", "Recibido: echo: <b>hola</b>"];
    assertEquals(await lines(page, 3), expected);
  }
  assertEquals((await server.output(/open[^]*open/)).length, 1);
  server.kill("SIGINT");
  for (const page of pages) {
    assertEquals((await lines(page, 4))[3], "Cerrado: 1006");
    await page.getByRole("button", { name: "Enviar" }).click();
    assertEquals((await lines(page, 5))[4], "No hay conexión");
  }
});
