// The page wherever it can be served: below a path, by TLS, behind a proxy, without scripts.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import proxies from "../../docs/how-to/proxies.md" with { type: "text" };
import { browserTest, type Page, TestBrowser } from "../support/browser.ts";
import { makeCertificate } from "../support/certificate.ts";
import { startExample } from "../support/example.ts";
import { Program } from "../support/program.ts";
import { startNginx } from "../support/proxy.ts";
import { startServer } from "../support/server.ts";

/** Checks that a page is connected to an address and shows a reply. */
async function assertEchoes(page: Page, socketUrl: string, reply: string): Promise<void> {
  await page.locator("#state[data-phase=open]").waitFor();
  assertEquals(await page.locator("#url").inputValue(), socketUrl);
  await page.keyboard.type("hola");
  await page.keyboard.press("Enter");
  await page.locator("#messages").getByText(reply).waitFor();
  assertEquals(await page.locator("#messages .message").count(), 2);
}

browserTest("below a path of docs/examples/mount.ts the page finds its server", async () => {
  await using example = await startExample("mount.ts");
  await using browser = new TestBrowser();
  const page = await browser.open(`http://${example.authority}/echo`, { locale: "en" });
  await assertEchoes(page, `ws://${example.authority}/echo/`, "you said: hola");
});

browserTest("over TLS the page connects by wss:", async () => {
  await using certificate = await makeCertificate();
  const args = ["--port", "0", "--tls-cert", certificate.cert, "--tls-key", certificate.key];
  await using program = Program.start(args, {}, "start-tls");
  await using browser = new TestBrowser();
  const url = `https://localhost:${await program.port()}`;
  // Chromium itself writes about the insecure address, too.
  const options = { locale: "en", ignoreHTTPSErrors: true, mayComplain: true };
  const page = await browser.open(url, options);
  await assertEchoes(page, `${url.replace("https", "wss")}/`, "echo: hola");
  await page.locator("#url").fill("ws://eco.invalid/");
  await page.locator("#url").press("Enter");
  await page.getByRole("alert").getByText("may only connect to wss://").waitFor();
}, ["openssl"]);

browserTest("behind nginx as documented, below a path, the page finds its server", async () => {
  await using server = startServer({ allowedOrigins: ["https://elsewhere.example"] });
  await using certificate = await makeCertificate();
  const [, location] = proxies.match(/```nginx\n([\s\S]*?)```/)!;
  const directives = location.replace("127.0.0.1:8765", `127.0.0.1:${server.port}`);
  await using nginx = await startNginx(directives, certificate);
  await using browser = new TestBrowser();
  const url = `https://localhost:${nginx.port}/eco/`;
  const page = await browser.open(url, { locale: "en", ignoreHTTPSErrors: true });
  await assertEchoes(page, url.replace("https", "wss"), "echo: hola");
}, ["openssl", "nginx"]);

browserTest("a page whose files are elsewhere asks for the slash it may lack", async () => {
  await using server = startServer();
  const html = await (await fetch(server.pageUrl)).text();
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
  const right = await browser.open(server.pageUrl);
  assertEquals(await right.getByText("missing at the end").isVisible(), false);
});

browserTest("without scripts the page says what it is and how to go on", async () => {
  await using server = startServer();
  await using browser = new TestBrowser();
  const page = await browser.open(server.pageUrl, { javaScriptEnabled: false });
  assertStringIncludes(await page.locator("body").innerText(), "npx wscat -c ws://");
  assert(await page.locator("#page").isHidden());
});

browserTest("the page says when the server stops", async () => {
  await using program = Program.start();
  await using browser = new TestBrowser();
  // Explain asks for the handshake on a second connection, which a stopping server may refuse.
  const options = { locale: "es", mayComplain: true };
  const page = await browser.open(`http://127.0.0.1:${await program.port()}`, options);
  await page.locator("#state[data-phase=open]").waitFor();
  program.kill("SIGTERM");
  await page.getByRole("status").getByText("cerrado el servidor").waitFor();
  assertStringIncludes(await page.locator("#trouble").innerText(), "1001 Going Away");
});

browserTest("the first view takes at most 60 kB, and no panel but Explain", async () => {
  await using server = startServer();
  await using browser = new TestBrowser();
  const page = await browser.open(server.pageUrl);
  await page.getByText("101 Switching Protocols").first().waitFor();
  const sizes = await page.evaluate(() =>
    ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type))
      .map((entry) => [entry.name, (entry as PerformanceResourceTiming).encodedBodySize] as const)
  );
  const bytes = sizes.reduce((sum, [, size]) => sum + size, 0);
  assert(bytes > 40_000 && bytes <= 60_000, `${bytes} in ${sizes.length} files`);
  const panels = /\/(probe|share|round_trips|behaviors)_view|uplot/;
  assertEquals(sizes.filter(([name]) => panels.test(name)), []);
});
