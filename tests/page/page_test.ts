import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { pageTest } from "../support/client_page.ts";

pageTest("the language can be switched, and is remembered", {}, async (client) => {
  const { page } = client;
  await client.send("hola");
  await client.rows(2);
  await client.choose("Language", "es");
  await page.getByText("Servidor de eco").waitFor();
  assertEquals(await client.rows(2), ["Enviado: hola", "Recibido: echo: hola"]);
  assertStringIncludes(await client.state(), "Conectado");
  await page.getByRole("log", { name: "Mensajes" }).waitFor();
  assertEquals(await page.locator("html").getAttribute("lang"), "es");
  const untold = page.locator("[data-text]:empty, [data-label][aria-label='']");
  assertEquals(await untold.count(), 0);
  await page.reload();
  await page.getByRole("status").getByText("Conectado").waitFor();
});

pageTest("a message stays in the box until there is a connection", {}, async (client) => {
  const { page } = client;
  await client.disconnect();
  await client.send("hola");
  await page.getByRole("alert").getByText("Not sent").waitFor();
  assertEquals(await page.locator("#message").inputValue(), "hola");
  await client.connect();
  await client.phase("open");
  await page.locator("#message").press("Enter");
  assertEquals(await client.rows(2), ["Sent: hola", "Received: echo: hola"]);
  assertEquals(await page.locator("#message-problem").textContent(), "");
});

pageTest("a hostile reply stays text and breaks nothing", {}, async (client) => {
  const hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>&amp;\u202egnp.exe\u2066";
  await client.send(hostile);
  assertEquals(await client.rows(2), [`Sent: ${hostile}`, `Received: echo: ${hostile}`]);
  assertEquals(await client.page.locator("#log img, #log script").count(), 0);
  const long = "x".repeat(1024 * 1024 - 10);
  await client.send(long);
  const shown = (await client.rows(4))[3];
  assert(shown.length < 3000, "a long payload is cut until all of it is asked for");
  await client.page.getByRole("button", { name: "Show all" }).last().click();
  assertEquals((await client.rows(4))[3], `Received: echo: ${long}`);
  const width = await client.page.evaluate(() => document.documentElement.scrollWidth);
  assert(width <= 1280, `${width} px wide`);
});
