import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { TestBrowser } from "../support/browser.ts";
import { makeCertificate } from "../support/certificate.ts";
import { BROWSER } from "../support/browser.ts";
import { ClientPage } from "../support/client_page.ts";
import { testWith } from "../support/needs.ts";
import { Program } from "../support/program.ts";

const LANGUAGES = {
  es: { open: "Conectado", sent: "Enviado", received: "Recibido", closed: "cerrado el servidor" },
  en: { open: "Connected", sent: "Sent", received: "Received", closed: "Closed by the server" },
};

for (const [locale, texts] of Object.entries(LANGUAGES)) {
  testWith(
    BROWSER,
    `the page sends, receives, and says when the server stops (${locale})`,
    async () => {
      await using program = Program.start();
      await using browser = new TestBrowser();
      const page = await browser.open(`http://127.0.0.1:${await program.port()}`, { locale });
      await page.getByRole("status").getByText(texts.open).waitFor();
      await page.keyboard.type("hola");
      await page.keyboard.press("Enter");
      const rows = page.getByRole("log").getByRole("listitem");
      await rows.nth(1).waitFor();
      const [sent, received] = await rows.allTextContents();
      assert(sent.startsWith(`${texts.sent}: hola`), sent);
      assert(received.startsWith(`${texts.received}: echo: hola`), received);
      assertEquals(await page.locator("#message").inputValue(), "");

      program.kill("SIGTERM");
      await page.getByRole("status").getByText(texts.closed).waitFor();
      assertStringIncludes(await page.getByRole("status").first().innerText(), "1001 Going Away");
    },
  );
}

testWith(
  BROWSER,
  "the language can be switched, for all that the page says, and is remembered",
  async () => {
    await using client = await ClientPage.open();
    await client.phase("open");
    await client.send("hola");
    await client.rows(2);
    await client.page.getByRole("combobox", { name: "Language" }).selectOption("es");
    await client.page.getByText("Servidor de eco").waitFor();
    assertEquals(await client.rows(2), ["Enviado: hola", "Recibido: echo: hola"]);
    assertStringIncludes(await client.state(), "Conectado");
    await client.page.getByRole("button", { name: "Enviar", exact: true }).waitFor();
    await client.page.getByRole("log", { name: "Mensajes" }).waitFor();
    assertEquals(await client.page.locator("html").getAttribute("lang"), "es");
    assertEquals(
      await client.page.locator("[data-text]:empty, [data-label][aria-label='']").count(),
      0,
    );
    await client.page.reload();
    await client.page.getByRole("status").getByText("Conectado").waitFor();
  },
);

testWith(
  BROWSER,
  "a message without a connection stays in the box until there is one",
  async () => {
    await using client = await ClientPage.open();
    const { page } = client;
    await client.phase("open");
    await page.getByRole("button", { name: "Disconnect" }).click();
    await client.phase("closed");
    await client.send("hola");
    await page.getByRole("alert").getByText("Not sent").waitFor();
    assertEquals(await page.locator("#message").inputValue(), "hola");
    await page.getByRole("button", { name: "Connect", exact: true }).click();
    await client.phase("open");
    await page.locator("#message").press("Enter");
    assertEquals(await client.rows(2), ["Sent: hola", "Received: echo: hola"]);
    assertEquals(await page.locator("#message-problem").textContent(), "");
  },
);

testWith(BROWSER, "a hostile reply stays text and breaks nothing", async () => {
  await using client = await ClientPage.open();
  await client.phase("open");
  const hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>&amp;\u202egnp.exe\u2066";
  await client.send(hostile);
  assertEquals(await client.rows(2), [`Sent: ${hostile}`, `Received: echo: ${hostile}`]);
  assertEquals(await client.page.locator("#log img, #log script").count(), 0);
  const long = "x".repeat(1024 * 1024 - 10);
  await client.send(long);
  const shown = (await client.rows(4))[3];
  assertEquals(shown.length < 3000, true, "a long payload is cut until all of it is asked for");
  await client.page.getByRole("button", { name: "Show all" }).last().click();
  assertEquals((await client.rows(4))[3], `Received: echo: ${long}`);
  const width = await client.page.evaluate(() => document.documentElement.scrollWidth);
  assert(width <= 1280, `${width} px wide`);
});

testWith([...BROWSER, "openssl"], "over TLS the page connects by wss:", async () => {
  await using certificate = await makeCertificate();
  const args = ["--port", "0", "--tls-cert", certificate.cert, "--tls-key", certificate.key];
  await using program = Program.start(args, {}, "start-tls");
  await using browser = new TestBrowser();
  const url = `https://localhost:${await program.port()}`;
  const page = await browser.open(url, { locale: "en", ignoreHTTPSErrors: true });
  await page.locator("#state[data-phase=open]").waitFor();
  assertStringIncludes(await page.locator("#state").innerText(), url.replace("https", "wss"));
  await page.keyboard.type("hola");
  await page.keyboard.press("Enter");
  await page.getByRole("log").getByText("echo: hola").waitFor();
});

testWith(BROWSER, "a page whose files are elsewhere asks for the slash it may lack", async () => {
  await using client = await ClientPage.open();
  assertEquals(await client.page.getByText("missing at the end").isVisible(), false);
  const html = await (await fetch(client.server.pageUrl)).text();
  await using elsewhere = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    ({ url }) =>
      url.endsWith("/eco")
        ? new Response(html, { headers: { "content-type": "text/html" } })
        : new Response("none", { status: 404 }),
  );
  await using browser = new TestBrowser();
  const url = `http://127.0.0.1:${elsewhere.addr.port}/eco`;
  const page = await browser.open(url, { mayComplain: true });
  await page.getByText("missing at the end").waitFor();
});

testWith(BROWSER, "without scripts the page says what it is and how to go on", async () => {
  await using program = Program.start();
  await using browser = new TestBrowser();
  const url = `http://127.0.0.1:${await program.port()}`;
  const page = await browser.open(url, { javaScriptEnabled: false });
  assertStringIncludes(await page.locator("body").innerText(), "npx wscat -c ws://");
  assert(await page.locator("main").isHidden());
});
