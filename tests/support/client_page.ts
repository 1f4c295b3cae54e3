import type { HandlerOptions } from "../../handler.ts";
import { type Page, TestBrowser } from "./browser.ts";
import { startServer, type TestServer } from "./server.ts";

/** How a page is opened. */
export interface ClientPageOptions {
  /** Language of the browser. @default "en" */
  readonly locale?: string;
  /** What follows the address of the page. @default "/" */
  readonly path?: string;
  /** Port of the server. @default a free one */
  readonly port?: number;
  /** Settings of the server. */
  readonly server?: HandlerOptions;
  /** Size of the window. @default 1280 by 900 */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Whether the browser may write to the console, as it does of a connection that fails. */
  readonly mayComplain?: boolean;
  /** Preferred appearance. @default "light" */
  readonly colorScheme?: "light" | "dark";
}

/** The page in a browser, with a server of its own, while it is in scope. */
export class ClientPage implements AsyncDisposable {
  readonly page: Page;
  readonly server: TestServer;
  readonly #browser: TestBrowser;

  private constructor(page: Page, server: TestServer, browser: TestBrowser) {
    this.page = page;
    this.server = server;
    this.#browser = browser;
  }

  /** Opens the page; it connects by itself unless its fragment says otherwise. */
  static async open(
    { locale = "en", path = "/", port, server: settings, ...options }: ClientPageOptions = {},
  ): Promise<ClientPage> {
    const server = startServer(settings, port);
    const browser = new TestBrowser();
    const page = await browser.open(server.pageUrl + path, {
      locale,
      viewport: { width: 1280, height: 900 },
      permissions: ["clipboard-read", "clipboard-write"],
      ...options,
    });
    return new ClientPage(page, server, browser);
  }

  /** Resolves once the connection is in a phase: `open`, `closed`, `waiting`… */
  async phase(name: string): Promise<void> {
    await this.page.locator(`#state[data-phase="${name}"]`).waitFor();
  }

  /** What the page says of the connection. */
  state(): Promise<string> {
    return this.page.locator("#state").innerText();
  }

  /** Types a message and sends it with Enter. */
  async send(message: string): Promise<void> {
    await this.page.locator("#message").fill(message);
    await this.page.locator("#message").press("Enter");
  }

  /** Resolves with the texts of the rows, direction and payload, once there are so many. */
  async rows(count: number): Promise<string[]> {
    const rows = this.page.locator("#messages li");
    await rows.nth(count - 1).waitFor();
    return await rows.evaluateAll((items) =>
      items.map((item) =>
        (item.querySelector(".label")?.textContent ?? "") + ": " +
        (item.querySelector(".payload")?.textContent ?? "")
      )
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser[Symbol.asyncDispose]();
    await this.server[Symbol.asyncDispose]();
  }
}
