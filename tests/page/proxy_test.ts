import { assertEquals, assertStringIncludes } from "@std/assert";
import options from "../../docs/options.md" with { type: "text" };
import { BROWSER, TestBrowser } from "../support/browser.ts";
import { makeCertificate } from "../support/certificate.ts";
import { testWith } from "../support/needs.ts";
import { startNginx } from "../support/proxy.ts";
import { startServer } from "../support/server.ts";

testWith(
  [...BROWSER, "openssl", "nginx"],
  "behind nginx as the documentation configures it, under a path and TLS, the page finds its server",
  async () => {
    await using server = startServer({ allowedOrigins: ["https://elsewhere.example"] });
    await using certificate = await makeCertificate();
    const [, location] = options.match(/```nginx\n([\s\S]*?)```/)!;
    await using nginx = await startNginx(
      location.replace("127.0.0.1:8765", `127.0.0.1:${server.port}`),
      certificate,
    );
    await using browser = new TestBrowser();
    const url = `https://localhost:${nginx.port}/eco/`;
    const page = await browser.open(url, { locale: "en", ignoreHTTPSErrors: true });
    await page.locator("#state[data-phase=open]").waitFor();
    assertStringIncludes(await page.locator("#state").innerText(), url.replace("https", "wss"));
    await page.keyboard.type("hola");
    await page.keyboard.press("Enter");
    await page.getByRole("log").getByText("echo: hola").waitFor();
    assertEquals(await page.locator("#messages li").count(), 2);
  },
);
