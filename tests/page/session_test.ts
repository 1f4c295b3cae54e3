import { Buffer } from "node:buffer";
import { assert, assertEquals, assertMatch } from "@std/assert";
import { type ClientPage, pageTest, startPushServer } from "../support/client_page.ts";
import { startServer } from "../support/server.ts";

/** Chooses an item of the session's menu. */
async function menu({ page }: ClientPage, item: string): Promise<void> {
  await page.locator(".tool[popovertarget=session-menu]").click();
  await page.getByRole("button", { name: item }).click();
}

/** Saves the session, and resolves with the path of the file. */
async function save(client: ClientPage, format: string): Promise<string> {
  const downloading = client.page.waitForEvent("download");
  await menu(client, `Save as ${format}`);
  const download = await downloading;
  assertMatch(download.suggestedFilename(), /^eco-[\dTZ.-]+\.(json|ndjson|txt)$/);
  return await download.path();
}

/** Opens a file with a content as a session. */
async function openSession(client: ClientPage, name: string, content: string): Promise<void> {
  const choosing = client.page.waitForEvent("filechooser");
  await menu(client, "Open a saved session");
  await (await choosing).setFiles({ name, mimeType: "", buffer: Buffer.from(content) });
}

pageTest("a session is saved, opened and sent again to another server", {}, async (client) => {
  await using other = startServer({ prefix: "other: " });
  const { page } = client;
  for (const message of ["one", "two"]) await client.send(message);
  await client.rows(4);
  const { connections } = JSON.parse(await Deno.readTextFile(await save(client, "JSON")));
  assertEquals(connections[0].url, `${client.server.socketUrl}/`);
  assertMatch(await Deno.readTextFile(await save(client, "Text")), /Z > one\n.*Z < echo: one\n/);
  const file = await save(client, "NDJSON");
  assertEquals((await Deno.readTextFile(file)).trim().split("\n").length, 6);

  await page.reload();
  await client.phase("open");
  await client.disconnect();
  await client.connect(other.socketUrl);
  await openSession(client, "yesterday.ndjson", await Deno.readTextFile(file));
  assertEquals((await client.rows(4)).length, 4);
  await client.click("Replay as fast as replies come");
  const rows = await client.rows(8);
  assertEquals(rows.slice(4), [
    "Sent: one",
    "Received: other: one",
    "Sent: two",
    "Received: other: two",
  ]);
  await page.locator("#replay").getByText("2 of 2 sent").waitFor();
  await client.click("Replay with original timing");
  assertEquals((await client.rows(12)).filter((row) => row === "Sent: two").length, 3);

  const saved = JSON.parse(await Deno.readTextFile(await save(client, "JSON"))).connections;
  const urls = saved.map(({ url }: { url: string }) => url);
  assertEquals(urls, [`${client.server.socketUrl}/`, `${other.socketUrl}/`]);
  assertEquals(await page.locator("#messages .elsewhere").count(), 1, "a divider");

  await openSession(client, "a.json", "{");
  await page.getByText("not a saved session").waitFor();
});

pageTest("a replay keeps the times of messages, and can be stopped", {}, async (client, page) => {
  const rows = [0, 1, 2].map((minute) =>
    JSON.stringify({
      time: `2026-01-01T00:0${minute}:00Z`,
      direction: "sent",
      text: `minute ${minute}`,
    })
  );
  await page.clock.install();
  await openSession(client, "minutes.ndjson", rows.join("\n"));
  await page.clock.pauseAt(Date.now() + 60_000);
  await client.click("Replay with original timing");
  const progress = (count: number) => page.locator("#replay").getByText(`${count} of 3 sent`);
  await progress(1).waitFor();
  await page.clock.runFor("59");
  await progress(1).waitFor();
  await page.clock.runFor("02"); // A second for the drawing.
  await progress(2).waitFor();
  await client.click("Stop");
  await page.clock.runFor("03:00");
  await progress(2).waitFor();
});

pageTest("a clear or a disconnection by a single key can be undone", {}, async (client, page) => {
  await client.send("keep me");
  await client.rows(2);
  await page.locator("#log").focus();
  await page.keyboard.press("x");
  await page.getByText("Here you will see").waitFor();
  await client.click("Undo");
  assertEquals(await client.rows(2), ["Sent: keep me", "Received: echo: keep me"]);
  await page.locator("#url").fill("ws://127.0.0.1:1/"); // Not where it goes back to.
  await page.locator("#log").focus();
  await page.keyboard.press("c");
  await client.phase("closed");
  await client.click("Undo");
  await client.phase("open");
});

pageTest("address, subprotocols and saved messages outlive a reload", {}, async (client) => {
  await using other = startServer({ prefix: "other: " });
  const { page } = client;
  await client.disconnect();
  await page.locator("#options").click();
  await page.getByRole("textbox", { name: "Subprotocols" }).fill("v2.chat");
  await client.connect(other.socketUrl);
  assertMatch(await page.locator("#options").innerText(), /Subprotocols: v2\.chat/);
  await page.locator("#message").fill('{"id":{{n}},"at":"{{now}}","key":"{{uuid}}"}');
  await page.locator("#kind").selectOption("json");
  await client.click("Saved");
  await page.getByRole("textbox", { name: "Name" }).fill("ping");
  await client.click("Save message");

  await page.reload();
  await client.phase("open");
  assertEquals(await page.locator("#url").inputValue(), `${other.socketUrl}/`);
  assertEquals(await page.locator("#protocols").inputValue(), "v2.chat");
  assertEquals(await page.locator("#recent option").count(), 2);
  await page.locator("#message").fill("");
  await client.click("Saved");
  await client.click("ping");
  await page.locator("#message").press("Enter");
  const [sent] = await client.rows(2);
  assertMatch(
    sent,
    /^Sent: \{"id":1,"at":"20\d\d-.*Z","key":"[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}"\}$/,
  );
  assertEquals(await page.locator("#kind").inputValue(), "json");
  await client.click("Saved");
  await client.click("Forget ping");
  await page.getByText("messages that you send often").waitFor();
});

pageTest("a print has the whole conversation and no controls", {}, async (client) => {
  await using pushing = startPushServer();
  const { page } = client;
  await client.disconnect();
  await client.connect(pushing.socketUrl);
  await client.send("119");
  await page.locator("#messages").getByText("news 119").waitFor();
  assert(await page.locator("#messages .message").count() < 100);
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assertEquals((await client.rows(120)).length, 120);
  assert(await page.locator("#message").isHidden());
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
});
