import { Buffer } from "node:buffer";
import { assertEquals, assertMatch } from "@std/assert";
import { pageTest } from "../support/client_page.ts";

pageTest("JSON is checked and formatted, and comes back readable", {}, async (client, page) => {
  await client.choose("Type of message", "json");
  await client.send('{"a":');
  await page.getByRole("alert").getByText("Not valid JSON").waitFor();
  await page.locator("#message").fill('{"a":[1]}');
  await client.click("Format");
  const pretty = '{\n  "a": [\n    1\n  ]\n}';
  assertEquals(await page.locator("#message").inputValue(), pretty);
  await client.send('{"a":[1]}');
  await client.rows(2);
  await client.openRow("echo:");
  await client.copy("Copy", `echo: ${pretty}`);
});

pageTest("binary typed as hex or base64 comes back byte for byte", {}, async (client, page) => {
  for (const [kind, wrong, right] of [["hex", "0", "00 ff 41"], ["base64", "a", "AP9B"]]) {
    await client.choose("Type of message", kind);
    await client.send(wrong);
    await page.getByRole("alert").getByText(/^Not valid (hex|base64)/).waitFor();
    await client.send(right);
    await page.locator("#message-problem:empty").waitFor({ state: "attached" });
  }
  assertEquals(
    await client.rows(4),
    [0, 1].flatMap(() => ["Sent: 00 ff 41", "Received: 00 ff 41"]),
  );
  assertMatch(await page.locator("#messages .message").first().innerText(), /binary 3 bytes/);
});

pageTest("a file is chosen or dropped, and sent on a click", {}, async (client, page) => {
  const choosing = page.waitForEvent("filechooser");
  const [chooser] = await Promise.all([choosing, client.click("File")]);
  const buffer = Buffer.from([0, 1, 254, 255]);
  await chooser.setFiles({ name: "a.bin", mimeType: "application/octet-stream", buffer });
  await page.getByText("a.bin, 4 bytes").waitFor();
  assertEquals(await page.locator("#messages .message").count(), 0, "nothing is sent by choosing");
  await client.click("Remove");
  await page.locator("#attachment").waitFor({ state: "detached" });

  /** Drops a file or a text; resolves with whether it is left to the browser. */
  const drop = (item: "file" | "text") =>
    page.evaluate((item) => {
      const dataTransfer = new DataTransfer();
      if (item === "text") dataTransfer.setData("text/plain", "dropped");
      else dataTransfer.items.add(new File([new Uint8Array([0, 1, 254, 255])], "dropped.bin"));
      const event = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
      return document.querySelector("#message")?.dispatchEvent(event);
    }, item);
  assertEquals(await drop("file"), false);
  await page.getByText("dropped.bin, 4 bytes").waitFor();
  assertEquals(await drop("text"), true);
  await client.click("Send");
  assertEquals(await client.rows(2), ["Sent: 00 01 fe ff", "Received: 00 01 fe ff"]);
});

pageTest("Enter sends, ↑ and ↓ bring back, and a draft stays", {}, async (client, page) => {
  const box = page.locator("#message");
  await client.send("first");
  await page.keyboard.type("second");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("line");
  await page.keyboard.press("Enter");
  assertEquals((await client.rows(4)).slice(2), [
    "Sent: second\nline",
    "Received: echo: second\nline",
  ]);
  assertEquals(await box.inputValue(), "");
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
});

pageTest("a message is sent again, and repeatedly until stopped", {}, async (client, page) => {
  const start = page.getByRole("button", { name: "Start" });
  await client.send("once");
  await client.rows(2);
  await client.click("Again");
  assertEquals((await client.rows(4)).slice(2), ["Sent: once", "Received: echo: once"]);

  await client.click("Repeat");
  await page.getByLabel("Every (ms)").fill("5");
  await page.getByLabel("Times").fill("3");
  await page.locator("#message").fill("again");
  await start.click();
  await page.getByText("3 of 3 sent").waitFor();
  assertEquals((await client.rows(10)).filter((row) => row === "Sent: again").length, 3);
  assertEquals(await page.locator("#message").inputValue(), "again");

  await page.getByLabel("Times").fill("100000");
  await start.click();
  await client.rows(16);
  await client.click("Stop");
  await start.click();
  await client.click("Disconnect");
  await client.click("Repeat");
  await start.waitFor();

  // An empty number is none to count to.
  await client.connect();
  await client.click("Repeat");
  await page.getByLabel("Times").fill("");
  await start.click();
  await page.locator("#repeat-times:invalid").waitFor();
  await start.waitFor();

  // What is wrong there, and folded away, does not keep a message from being sent.
  await client.click("Repeat");
  await client.send("alone");
  await page.locator("#messages").getByText("echo: alone").waitFor();
});

pageTest("control characters and CR LF are typed as escapes", {}, async (client, page) => {
  await client.choose("Type of message", "escaped");
  await client.send("\\q");
  await page.getByRole("alert").getByText("Not a valid escape: \\q").waitFor();
  await client.send("a\\0\\r\\n");
  assertEquals(await client.rows(2), ["Sent: a\0\r\n", "Received: echo: a\0\r\n"]);
  await page.locator("#message").evaluate((box) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "a\r\nb");
    box.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
  });
  await page.getByText("changed CR LF to LF").waitFor();
});

pageTest("Enter that ends a composition sends nothing (Safari too)", {}, async (client, page) => {
  await page.locator("#message").fill("かな");
  for (const event of [{ isComposing: true }, { keyCode: 229 }]) {
    await page.locator("#message").dispatchEvent("keydown", { key: "Enter", ...event });
  }
  await page.locator("#message").press("Enter");
  assertEquals(await client.rows(2), ["Sent: かな", "Received: echo: かな"]);
});
