import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { pageTest } from "../support/client_page.ts";
import { temporaryFolder } from "../support/folder.ts";

pageTest("Enter sends, Shift+Enter starts a new line", {}, async (client) => {
  for (const key of ["a", "Shift+Enter", "b", "Enter"]) await client.page.keyboard.press(key);
  assertEquals(await client.rows(2), ["Sent: a\nb", "Received: echo: a\nb"]);
  assertEquals(await client.page.locator("#message").inputValue(), "");
});

pageTest("JSON is checked and formatted, and comes back readable", {}, async (client) => {
  const { page } = client;
  await page.getByRole("combobox", { name: "Kind" }).selectOption("json");
  await client.send('{"a":');
  await page.getByRole("alert").getByText("Not valid JSON").waitFor();
  await page.locator("#message").fill('{"a":[1]}');
  await page.getByRole("button", { name: "Format" }).click();
  const pretty = '{\n  "a": [\n    1\n  ]\n}';
  assertEquals(await page.locator("#message").inputValue(), pretty);
  await client.send('{"a":[1]}');
  await client.rows(2);
  await page.getByRole("combobox", { name: "Show as" }).selectOption("json");
  assertEquals(await client.rows(2), [`Sent: ${pretty}`, `Received: echo: ${pretty}`]);
});

pageTest("binary is typed as hex or base64 and comes back byte for byte", {}, async (client) => {
  const { page } = client;
  const dump = "\n00000000  00 ff 41                                         ..A";
  for (const [kind, wrong, right] of [["hex", "0", "00 ff 41"], ["base64", "a", "AP9B"]]) {
    await page.getByRole("combobox", { name: "Kind" }).selectOption(kind);
    await client.send(wrong);
    await page.getByRole("alert").getByText(/^Not valid (hex|base64)/).waitFor();
    await client.send(right);
    await client.page.locator("#message-problem:empty").waitFor({ state: "attached" });
  }
  assertEquals(await client.rows(4), [0, 1].flatMap(() => [`Sent: ${dump}`, `Received: ${dump}`]));
  assertMatch(await page.locator("#messages li").first().innerText(), /3 bytes · binary/);
});

pageTest("a file is chosen or dropped, and sent on a click", {}, async (client) => {
  const { page } = client;
  await using folder = await temporaryFolder();
  const file = join(folder.path, "a.bin");
  await Deno.writeFile(file, new Uint8Array([0, 1, 254, 255]));
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a file" }).click();
  await (await choosing).setFiles(file);
  await page.getByText("a.bin, 4 bytes").waitFor();
  assertEquals(await page.locator("#messages li").count(), 0, "nothing is sent by choosing");
  await page.getByRole("button", { name: "Remove" }).click();
  assert(await page.locator("#attachment").isHidden());

  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([new Uint8Array([0, 1, 254, 255])], "dropped.bin"));
    document.querySelector("#message")?.dispatchEvent(
      new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }),
    );
  });
  await page.getByText("dropped.bin, 4 bytes").waitFor();
  const textIsLeftToTheBrowser = await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.setData("text/plain", "dropped");
    return document.querySelector("#message")?.dispatchEvent(
      new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }),
    );
  });
  assertEquals(textIsLeftToTheBrowser, true);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  const dump = "\n00000000  00 01 fe ff                                      ....";
  assertEquals(await client.rows(2), [`Sent: ${dump}`, `Received: ${dump}`]);
});

pageTest(
  "↑ and ↓ bring back what was sent, and the draft survives a reload",
  {},
  async (client) => {
    const { page } = client;
    const box = page.locator("#message");
    await client.phase("open");
    await client.send("first");
    await client.send("second\nline");
    await box.fill("draft");
    await box.press("ArrowUp");
    assertEquals(await box.inputValue(), "second\nline");
    await box.press("ArrowUp"); // Within the text it only moves.
    await box.press("ArrowUp");
    assertEquals(await box.inputValue(), "first");
    await box.press("ArrowDown");
    await box.press("ArrowDown");
    assertEquals(await box.inputValue(), "draft");
    await page.reload();
    await client.phase("open");
    assertEquals(await box.inputValue(), "draft");
    await box.press("ArrowUp");
    assertEquals(await box.inputValue(), "second\nline");
  },
);

pageTest("a message is sent again, and repeatedly until it is stopped", {}, async (client) => {
  const { page } = client;
  await client.send("once");
  await client.rows(2);
  await page.getByRole("button", { name: "Send again" }).click();
  assertEquals((await client.rows(4)).slice(2), ["Sent: once", "Received: echo: once"]);

  await page.getByText("Send repeatedly").click();
  await page.getByLabel("Every (ms)").fill("5");
  await page.getByLabel("Times").fill("3");
  await page.locator("#message").fill("again");
  await page.getByRole("button", { name: "Start" }).click();
  await page.getByText("3 of 3 sent").waitFor();
  assertEquals((await client.rows(10)).filter((row) => row === "Sent: again").length, 3);
  assertEquals(await page.locator("#message").inputValue(), "again");

  // An empty number is none to count to.
  await page.getByLabel("Times").fill("");
  await page.getByRole("button", { name: "Start" }).click();
  await page.locator("#repeat-times:invalid").waitFor();
  assertEquals(await page.locator("#repeat").innerText(), "Start");

  // What is wrong there, and folded away, does not keep a message from being sent.
  await page.getByText("Send repeatedly").click();
  await client.send("alone");
  assertEquals((await client.rows(12)).slice(10), ["Sent: alone", "Received: echo: alone"]);
  await page.getByText("Send repeatedly").click();
  await page.locator("#message").fill("again");

  await page.getByLabel("Times").fill("100000");
  await page.getByRole("button", { name: "Start" }).click();
  await client.rows(16);
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await page.getByRole("button", { name: "Start" }).waitFor();

  await page.getByRole("button", { name: "Start" }).click();
  await page.getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("button", { name: "Start" }).waitFor();
});
