import { assertEquals, assertMatch } from "@std/assert";
import { BROWSER } from "../support/browser.ts";
import { ClientPage } from "../support/client_page.ts";
import { startFake } from "../support/fakes.ts";
import { testWith } from "../support/needs.ts";

const STATUS = "#probe-results [role=status]";

/** Tests the path in the form, and resolves with the rows and what is said of them all. */
async function testPath({ page }: ClientPage, label: string): Promise<[string[], string]> {
  await page.getByRole("button", { name: label }).click();
  await page.locator("#probe:enabled").waitFor({ timeout: 30_000 });
  const rows = await page.locator("#probe-results tr").allInnerTexts();
  return [rows.map((row) => row.replaceAll(/\s+/g, " ")), await page.locator(STATUS).innerText()];
}

testWith(
  BROWSER,
  "the path of this page is tested, and the table speaks each language",
  async () => {
    await using client = await ClientPage.open();
    await client.phase("open");
    const [rows, summary] = await testPath(client, "Test this path");
    assertEquals(rows.filter((row) => row.startsWith("ok ")).length, 14);
    assertMatch(rows[1], /^ok text [\d.]+ ms The text comes back as “echo: …”\.$/);
    assertEquals(summary, "All 14 steps passed.");
    // The connection of the page is another one, and stays.
    assertEquals(await client.page.locator("#messages li").count(), 0);
    await client.phase("open");

    await client.page.locator("#language").selectOption("es");
    assertEquals(await client.page.locator(STATUS).innerText(), "Los 14 pasos fueron bien.");
    const rowsNow = await client.page.locator("#probe-results tr").allInnerTexts();
    assertMatch(rowsNow.at(-1)!, /fluctuación \d+,\d+ ms$/);
    assertEquals(rowsNow.filter((row) => /\d\.\d+\s(ms|·)/.test(row)), []);
    const again = await testPath(client, "Probar este camino");
    assertMatch(again[0][1], /^bien texto/);
  },
);

testWith(BROWSER, "a path that is not right is told so, with what is wrong", async () => {
  await using truncating = await startFake("truncates");
  await using page = await startFake("html");
  await using client = await ClientPage.open({ mayComplain: true });
  await client.page.locator("#url").fill(truncating.socketUrl);
  const [rows, summary] = await testPath(client, "Test this path");
  assertEquals(rows.filter((row) => row.startsWith("FAIL")).map((row) => row.split(" ms ")[1]), [
    "Cut short: of 65536 bytes 1000 came back.",
    "Cut short: of 1048576 bytes 1000 came back.",
  ]);
  assertMatch(summary, /^2 of 1\d steps failed: 64 KiB of text, 1 MiB of binary\.$/);

  await client.page.locator("#url").fill(page.socketUrl);
  const [few, verdict] = await testPath(client, "Test this path");
  assertEquals([few.length, verdict], [1, "1 of 1 steps failed: handshake."]);

  await client.page.locator("#url").fill("no address");
  await client.page.getByRole("button", { name: "Test this path" }).click();
  assertEquals(await client.page.locator("#url").getAttribute("aria-invalid"), "true");
});

testWith(BROWSER, "a part of the page that cannot be loaded any more says so", async () => {
  await using client = await ClientPage.open({ mayComplain: true });
  await client.phase("open");
  await client.server[Symbol.asyncDispose]();
  await client.page.getByText("Ask the server").click();
  await client.page.getByText("could not be loaded").waitFor();
});
