import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { makeCertificate } from "../support/certificate.ts";
import { type Page, saveScreenshot, screenshotsWanted, TestBrowser } from "../support/browser.ts";
import { testWith } from "../support/needs.ts";
import { Program } from "../support/program.ts";

const BROWSER = ["net", "read", "write", "run", "env", "sys", "chromium"] as const;

const LANGUAGES = {
  es: {
    open: "Conectado",
    sent: "Enviado",
    received: "Recibido",
    closed: "Conexión perdida",
    reconnect: "Volver a conectar",
  },
  en: {
    open: "Connected",
    sent: "Sent",
    received: "Received",
    closed: "Connection lost",
    reconnect: "Connect again",
  },
};

async function send(page: Page, message: string): Promise<void> {
  await page.getByRole("textbox").fill(message);
  await page.keyboard.press("Enter");
}

/** Resolves with the texts of the list once it has so many. */
async function rows(page: Page, count: number): Promise<string[]> {
  const items = page.getByRole("log").getByRole("listitem");
  await items.nth(count - 1).waitFor();
  return items.allTextContents();
}

for (const [locale, texts] of Object.entries(LANGUAGES)) {
  testWith(
    BROWSER,
    `the page sends, receives, and says when the server stops (${locale})`,
    async () => {
      // The pictures show the address that a reader will see.
      await using program = Program.start(screenshotsWanted ? [] : undefined);
      await using browser = await TestBrowser.start();
      const page = await browser.open(`http://127.0.0.1:${await program.port()}`, {
        locale,
        viewport: { width: 760, height: 440 },
      });
      await page.getByRole("status").getByText(texts.open).waitFor();

      await send(page, "hola");
      assertEquals(await rows(page, 2), [`${texts.sent}: hola`, `${texts.received}: echo: hola`]);
      assertEquals(await page.getByRole("textbox").inputValue(), "");
      await saveScreenshot(page, `page-${locale}`);

      program.kill("SIGTERM");
      await page.getByRole("status").getByText(texts.closed).waitFor();
      assertMatch(await page.getByRole("status").innerText(), /1001/);
    },
  );
}

testWith(BROWSER, "the switch changes the language of all that the page says", async () => {
  await using program = Program.start();
  await using browser = await TestBrowser.start();
  const page = await browser.open(`http://127.0.0.1:${await program.port()}`, { locale: "en" });
  await page.getByText("Connected", { exact: true }).waitFor();
  await send(page, "hola");
  await rows(page, 2);
  await page.getByRole("button", { name: "Español" }).click();
  assertEquals(await rows(page, 2), ["Enviado: hola", "Recibido: echo: hola"]);
  await page.getByRole("status").getByText("Conectado").waitFor();
  await page.getByRole("button", { name: "Enviar" }).waitFor();
  await page.getByRole("log", { name: "Mensajes" }).waitFor();
  assertEquals(await page.locator("html").getAttribute("lang"), "es");
});

testWith(
  BROWSER,
  "a message without a connection stays in the box until there is one",
  async () => {
    await using browser = await TestBrowser.start();
    await using first = Program.start();
    const port = await first.port();
    const page = await browser.open(`http://127.0.0.1:${port}`, { locale: "en" });
    await page.getByText("Connected", { exact: true }).waitFor();
    first.kill("SIGTERM");
    await page.getByText("Connection lost").waitFor();
    await send(page, "hola");
    await page.getByRole("alert").getByText("Not sent").waitFor();
    assertEquals(await page.getByRole("textbox").inputValue(), "hola");

    await first.ended();
    await using second = Program.start(["--port", `${port}`]);
    await second.port();
    await page.getByRole("button", { name: "Connect again" }).click();
    await page.getByText("Connected", { exact: true }).waitFor();
    await page.keyboard.press("Enter");
    assertEquals(await rows(page, 2), ["Sent: hola", "Received: echo: hola"]);
    assertEquals(await page.getByRole("alert").textContent(), "");
  },
);

testWith(BROWSER, "the list shows the last message, and the keyboard alone is enough", async () => {
  await using program = Program.start();
  await using browser = await TestBrowser.start();
  const page = await browser.open(`http://127.0.0.1:${await program.port()}`, { locale: "en" });
  await page.getByText("Connected", { exact: true }).waitFor();
  for (let n = 0; n < 30; n++) {
    await page.keyboard.type(`${n}`);
    await page.keyboard.press("Enter");
  }
  await rows(page, 60);
  await page.getByText("Received: echo: 29").isVisible();
  const hidden = await page.getByRole("log").evaluate((log) =>
    log.scrollHeight - log.scrollTop - log.clientHeight
  );
  assert(hidden < 8, `${hidden} px below what is shown`);
});

testWith(BROWSER, "a reply that is HTML stays text", async () => {
  await using program = Program.start();
  await using browser = await TestBrowser.start();
  const page = await browser.open(`http://127.0.0.1:${await program.port()}`, { locale: "en" });
  await page.getByText("Connected", { exact: true }).waitFor();
  const hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>&amp;";
  await send(page, hostile);
  assertEquals(await rows(page, 2), [`Sent: ${hostile}`, `Received: echo: ${hostile}`]);
  assertEquals(await page.getByRole("log").locator("img, script").count(), 0);
});

testWith([...BROWSER, "openssl"], "over TLS the page connects by wss:", async () => {
  await using certificate = await makeCertificate();
  const args = ["--port", "0", "--tls-cert", certificate.cert, "--tls-key", certificate.key];
  await using program = Program.start(args, {}, "start-tls");
  await using browser = await TestBrowser.start();
  const url = `https://localhost:${await program.port()}`;
  const page = await browser.open(url, { locale: "en", ignoreHTTPSErrors: true });
  await page.getByText("Connected", { exact: true }).waitFor();
  assertStringIncludes(await page.getByRole("status").innerText(), url.replace("https", "wss"));
  await page.keyboard.type("hola");
  await page.keyboard.press("Enter");
  assertEquals(await rows(page, 2), ["Sent: hola", "Received: echo: hola"]);
});

testWith(BROWSER, "a subprotocol that a page offers is answered, so that it connects", async () => {
  await using program = Program.start();
  await using browser = await TestBrowser.start();
  const page = await browser.open(`http://127.0.0.1:${await program.port()}`);
  const chosen = await page.evaluate(() =>
    new Promise<string>((resolve, reject) => {
      const socket = new WebSocket(location.href.replace("http", "ws"), ["v2.chat", "v1.chat"]);
      socket.onopen = () => resolve(socket.protocol);
      socket.onerror = () => reject(new Error("The connection failed"));
    })
  );
  assertEquals(chosen, "v2.chat");
});
