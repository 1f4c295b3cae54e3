import type { HandlerOptions } from "../../handler.ts";
import { browserTest, type Page, TestBrowser } from "./browser.ts";
import { until } from "./deadline.ts";
import { type Endpoint, endpointOn } from "./endpoint.ts";
import { startServer, type TestServer } from "./server.ts";

export interface ClientPageOptions {
  readonly locale?: string;
  /** What follows the address of the page; with a fragment it does not connect. @default "/" */
  readonly path?: string;
  readonly port?: number;
  readonly server?: HandlerOptions;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Whether the browser may write to the console, as it does if a connection fails. */
  readonly mayComplain?: boolean;
  readonly colorScheme?: "light" | "dark";
}

/** The page in a browser, with a server for it alone. */
export class ClientPage {
  constructor(readonly page: Page, readonly server: TestServer) {}

  /** Resolves once the connection is in a phase: `open`, `closed`, `waiting`… */
  async phase(name: string): Promise<void> {
    await this.page.locator(`#state[data-phase="${name}"]`).waitFor();
  }

  /** Resolves with what the bar at the top says of the connection. */
  state(): Promise<string> {
    return this.page.locator("#top").innerText();
  }

  /** Opens a tab of the side panel. */
  async open(label: string): Promise<void> {
    const tab = this.page.getByRole("tab", { name: label });
    if (await tab.getAttribute("aria-selected") !== "true") await tab.click();
    await this.page.locator("[role=tabpanel]:not([hidden]) > :first-child").waitFor();
  }

  async click(name: string): Promise<void> {
    await this.page.getByRole("button", { name, exact: true }).click();
  }

  async choose(label: string, option: string): Promise<void> {
    await this.page.getByRole("combobox", { name: label }).selectOption(option);
  }

  /** Clicks a button and resolves once the clipboard has a text. */
  async copy(button: string, part: string): Promise<void> {
    await this.click(button);
    const read = () => this.page.evaluate(() => navigator.clipboard.readText());
    await until(async () => (await read()).includes(part), `${part} in the clipboard`);
  }

  /** Connects to an address, by default to the one written there; resolves in a phase. */
  async connect(url?: string, phase = "open"): Promise<void> {
    if (url) await this.page.locator("#url").fill(url);
    await this.click("Connect");
    await this.phase(phase);
  }

  async disconnect(): Promise<void> {
    await this.click("Disconnect");
    await this.phase("closed");
  }

  async send(message: string): Promise<void> {
    await this.page.locator("#message").fill(message);
    await this.page.locator("#message").press("Enter");
  }

  /** Resolves with the messages listed, direction and payload, once there are this many. */
  async rows(count: number): Promise<string[]> {
    const rows = this.page.locator("#messages .message");
    await rows.nth(count - 1).waitFor();
    return await rows.evaluateAll((rows) =>
      rows.map((row) =>
        ["label", "payload"].map((name) => row.getElementsByClassName(name)[0].textContent)
          .join(": ")
      )
    );
  }

  /** Opens the detail of the message that is the last one with a text. */
  async openRow(payload: string): Promise<void> {
    await this.page.locator("#messages .message", { hasText: payload }).last().click();
    await this.page.locator("#detail").waitFor();
  }
}

/** Registers a test of the page, which is connected unless its path has a fragment. */
export function pageTest(
  name: string,
  { locale = "en", path = "/", port, server: settings, ...options }: ClientPageOptions,
  run: (client: ClientPage, page: Page) => Promise<void>,
): void {
  browserTest(name, async () => {
    await using server = startServer(settings, port);
    await using browser = new TestBrowser();
    const page = await browser.open(server.pageUrl + path, {
      locale,
      viewport: { width: 1280, height: 900 },
      permissions: ["clipboard-read", "clipboard-write"],
      ...options,
    });
    const client = new ClientPage(page, server);
    try {
      await client.phase(path.includes("#") ? "idle" : "open");
      await run(client, page);
    } catch (cause) {
      const text = await page.locator("body").innerText({ timeout: 1000 }).catch(String);
      throw new Error(`The page shows:\n${text}\n`, { cause });
    }
  });
}

/** Starts a server that sends as many messages as the message says that it receives. */
export function startPushServer(): Endpoint {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.addEventListener("message", ({ data }) => {
      for (let n = 1; n <= Number(data); n++) socket.send(`news ${n}`);
    });
    return response;
  });
  return endpointOn(server.addr.port, () => server.shutdown());
}
