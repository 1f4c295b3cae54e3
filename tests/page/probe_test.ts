import { assert, assertEquals, assertMatch } from "@std/assert";
import { type ClientPage, pageTest } from "../support/client_page.ts";
import { DEADLINE_MS } from "../support/deadline.ts";
import { startFake } from "../support/fakes.ts";
import { freePort } from "../support/port.ts";

const STATUS = "#probe-results [role=status]";

/** Tests the path in the form, and resolves with the rows and what is said of them all. */
async function testPath(client: ClientPage, label: string): Promise<[string[], string]> {
  const { page } = client;
  await client.open(label);
  await page.locator("#probe").click();
  if (/press again/.test(await page.locator(STATUS).innerText())) {
    await page.locator("#probe").click();
    await page.locator(`${STATUS}:not(:text("press again"))`).waitFor();
  }
  await page.locator("#probe:not([data-running])").waitFor({ timeout: 4 * DEADLINE_MS });
  const rows = await page.locator("#probe-results tr").allInnerTexts();
  return [rows.map((row) => row.replaceAll(/\s+/g, " ")), await page.locator(STATUS).innerText()];
}

pageTest("the path of the page is tested, in each language", {}, async (client) => {
  const [rows, summary] = await testPath(client, "Test the connection");
  assertEquals(rows.filter((row) => row.startsWith("ok ")).length, 14);
  assertMatch(rows[1], /^ok text [\d.]+ ms The text comes back as “echo: …”\.$/);
  assertEquals(summary, "14 passed.");
  // The connection of the page is another one, and stays.
  assertEquals(await client.page.locator("#messages .message").count(), 0);
  await client.phase("open");

  await client.page.getByRole("combobox", { name: "Language" }).selectOption("es");
  await client.page.locator(STATUS).getByText("14 bien.").waitFor();
  const rowsNow = await client.page.locator("#probe-results tr").allInnerTexts();
  assertMatch(rowsNow.at(-1)!, /fluctuación \d+,\d+ ms$/);
  assertEquals(rowsNow.filter((row) => /\d\.\d+\s(ms|·)/.test(row)), []);
  const again = await testPath(client, "Probar la conexión");
  assertMatch(again[0][1], /^bien texto/);
});

const COMPLAINING = { path: "/#message=", mayComplain: true };
pageTest("a path that is not right is told so", COMPLAINING, async (client) => {
  await using truncating = await startFake("truncates");
  await using page = await startFake("html");
  await client.page.locator("#url").fill(truncating.socketUrl);
  // Nothing is sent to another server before the user knows what.
  await client.open("Test the connection");
  await client.page.locator("#probe").click();
  await client.page.locator(STATUS).getByText(/sends 10,000 .* 1 MiB\. .* press again/).waitFor();
  assertEquals(await client.page.locator("#probe-results tr").count(), 0);
  const [rows, summary] = await testPath(client, "Test the connection");
  assertEquals(rows.filter((row) => row.startsWith("FAIL")).map((row) => row.split(" ms ")[1]), [
    "Cut short: 1000 of 65536 bytes came back.",
    "Cut short: 1000 of 1048576 bytes came back.",
  ]);
  assertMatch(summary, /^2 failed \(64 KiB of text, 1 MiB of binary\), \d+ passed, /);

  await client.page.locator("#url").fill(page.socketUrl);
  const [few, verdict] = await testPath(client, "Test the connection");
  assertEquals([few.length, verdict], [1, "1 failed (handshake), 13 skipped."]);

  await client.page.locator("#url").fill("no#address");
  await client.page.locator("#probe").click();
  await client.page.locator("#url[aria-invalid=true]").waitFor();
});

pageTest("a test names its step, and can stop", { path: "/#message=" }, async (client, page) => {
  await client.open("Test the connection");
  await page.locator("#url").fill(`${client.server.socketUrl}/?mute`);
  await page.locator("#probe").click();
  await page.locator(STATUS).getByText("2/14 text…").waitFor();
  assertMatch(await page.locator("#probe-results tr").first().innerText(), /^ok\s+handshake/);
  await page.getByRole("button", { name: "Stop", exact: true }).press("Enter");
  await page.locator(STATUS).getByText("Stopped after 1 of 14 steps.").waitFor();
  assertEquals(await page.locator("#probe").innerText(), "Test the connection step by step");
  assert(await page.locator("#probe").evaluate((button) => button === document.activeElement));
});

const FULL = { ...COMPLAINING, server: { maxConnections: 1 } };
pageTest("where nothing opens, the page tells what it can find out", FULL, async (client) => {
  const port = freePort();
  const { page, server } = client;
  await client.connect();
  for (
    const [url, finding] of [
      [`${server.socketUrl}/?delay=x`, /"delay" must be a time .*, not "x"/],
      [`${server.socketUrl}/?reject=503`, /asks for: reject=503/],
      [`${server.socketUrl}/?protocol=chat`, /choose the subprotocol “chat”/],
      [`${server.socketUrl}/`, /answers ordinary requests: .* no more connections/],
      [`ws://127.0.0.1:${port}/`, new RegExp(`“deno task eco probe ws://127.0.0.1:${port}/” does`)],
    ] as const
  ) {
    await page.locator("#url").fill(url);
    const [rows] = await testPath(client, "Test the connection");
    assertMatch(rows[0], finding);
    assertEquals(rows.length, 1);
  }

  await page.context().setOffline(true);
  assertMatch((await testPath(client, "Test the connection"))[0][0], /this browser is offline/);
  await page.context().setOffline(false);

  await server[Symbol.asyncDispose]();
  await client.phase("closed");
  await page.locator("#url").fill(`${server.socketUrl}/`);
  const [rows] = await testPath(client, "Test the connection");
  assertMatch(rows[0], /does not answer ordinary requests either/);
});

pageTest("a part that cannot be loaded says so", { mayComplain: true }, async (client) => {
  await client.server[Symbol.asyncDispose]();
  await client.page.getByRole("tab", { name: "Behaviors" }).click();
  await client.page.getByText("could not be loaded").waitFor();
});
