import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import readme from "../../README.md" with { type: "text" };
import { BROWSER, TestBrowser } from "../support/browser.ts";
import { makeCertificate } from "../support/certificate.ts";
import { due } from "../support/deadline.ts";
import { temporaryFolder } from "../support/folder.ts";
import { pathOf, testWith } from "../support/needs.ts";
import { Program } from "../support/program.ts";
import { startServer } from "../support/server.ts";

/** Resolves with a port that nobody listens on. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Resolves once somebody listens on a port. */
function listening(port: number): Promise<void> {
  const attempt = (): Promise<void> =>
    Deno.connect({ hostname: "127.0.0.1", port }).then((connection) => connection.close(), attempt);
  return due(attempt(), `a listener on port ${port}`);
}

testWith(
  [...BROWSER, "openssl", "nginx"],
  "behind nginx as README configures it, under a path and TLS, the page finds its server",
  async () => {
    await using server = startServer({ allowedOrigins: ["https://elsewhere.example"] });
    await using certificate = await makeCertificate();
    await using folder = await temporaryFolder();
    const port = freePort();
    const [, location] = readme.match(/```nginx\n([\s\S]*?)```/)!;
    const configuration = join(folder.path, "nginx.conf");
    await Deno.writeTextFile(
      configuration,
      `daemon off; master_process off; pid ${folder.path}/pid; error_log stderr;
      events {}
      http {
        access_log off;
        client_body_temp_path ${folder.path}/body; proxy_temp_path ${folder.path}/proxy;
        fastcgi_temp_path ${folder.path}/f; uwsgi_temp_path ${folder.path}/u; scgi_temp_path ${folder.path}/s;
        server {
          listen 127.0.0.1:${port} ssl;
          ssl_certificate ${certificate.cert}; ssl_certificate_key ${certificate.key};
          ${location.replace("127.0.0.1:8765", `127.0.0.1:${server.port}`)}
        }
      }`,
    );
    await using _nginx = new Program(pathOf("nginx")!, ["-p", folder.path, "-c", configuration]);
    await listening(port);
    await using browser = new TestBrowser();
    const url = `https://localhost:${port}/eco/`;
    const page = await browser.open(url, { locale: "en", ignoreHTTPSErrors: true });
    await page.locator("#state[data-phase=open]").waitFor();
    assertStringIncludes(await page.locator("#state").innerText(), url.replace("https", "wss"));
    await page.keyboard.type("hola");
    await page.keyboard.press("Enter");
    await page.getByRole("log").getByText("echo: hola").waitFor();
    assertEquals(await page.locator("#messages li").count(), 2);
  },
);
