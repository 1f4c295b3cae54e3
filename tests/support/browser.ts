// deno-lint-ignore-file no-import-prefix -- named in deno.json, those who only serve would load it
import type { Browser, BrowserContextOptions, Page } from "npm:playwright-core@1.65.1";
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { DEADLINE_MS } from "./deadline.ts";
import { isGranted, pathOf } from "./needs.ts";
import { ROOT } from "./program.ts";

export type { Page };

/** A real browser, headless, while it is in scope. */
export class TestBrowser implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #complaints: string[] = [];

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** Starts Chromium; `--no-sandbox` lets it run as root, as CI does. */
  static async start(): Promise<TestBrowser> {
    // Imported here since the library reads files and the environment, which plain `deno test` may not.
    const { chromium } = await import("npm:playwright-core@1.65.1");
    return new TestBrowser(
      await chromium.launch({
        executablePath: pathOf("chromium"),
        args: [
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
        ],
      }),
    );
  }

  /** Opens a page in a profile of its own. */
  async open(url: string, options?: BrowserContextOptions): Promise<Page> {
    const context = await this.#browser.newContext(options);
    const page = await context.newPage();
    page.setDefaultTimeout(DEADLINE_MS);
    page.on("console", (message) => this.#complaints.push(message.text()));
    page.on("pageerror", (error) => this.#complaints.push(String(error)));
    await page.goto(url);
    return page;
  }

  /** Closes it; throws where a page wrote to the console, which violations of the CSP do too. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    assertEquals(this.#complaints, []);
  }
}

/** Whether `deno task screenshots` runs the tests. */
export const screenshotsWanted: boolean = isGranted("env") && Deno.env.has("ECO_SCREENSHOTS");

/** Keeps a picture for README where one is wanted. */
export async function saveScreenshot(page: Page, name: string): Promise<void> {
  if (!screenshotsWanted) return;
  await page.screenshot({ path: join(ROOT, "docs", "screenshots", `${name}.png`) });
}
