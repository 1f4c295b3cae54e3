// deno-lint-ignore-file no-import-prefix -- named in deno.json, those who only serve would load it
import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Page,
} from "npm:playwright-core@1.65.1";
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { DEADLINE_MS } from "./deadline.ts";
import { isGranted, pathOf, whyIgnored } from "./needs.ts";
import { ROOT } from "./program.ts";

export type { Page };

/** What a test with a browser needs. */
export const BROWSER = ["net", "read", "write", "run", "env", "sys", "chromium"] as const;

/** One Chromium for all tests of a file, since starting it takes longer than most of them. */
let chromium: Browser;

if (whyIgnored(BROWSER) === undefined) {
  Deno.test.beforeAll(async () => {
    const playwright = await import("npm:playwright-core@1.65.1");
    chromium = await playwright.chromium.launch({
      executablePath: pathOf("chromium"),
      args: [
        "--no-sandbox", // so that it runs as root too, as in CI
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
  });
  Deno.test.afterAll(() => chromium.close());
}

/** A browser with a profile of its own, while it is in scope. */
export class TestBrowser implements AsyncDisposable {
  readonly #contexts: BrowserContext[] = [];
  readonly #complaints: string[] = [];

  /** Opens a page in a profile of its own; `mayComplain` where the browser itself writes to the console. */
  async open(
    url: string,
    { mayComplain = false, ...options }: BrowserContextOptions & { mayComplain?: boolean } = {},
  ): Promise<Page> {
    const context = await chromium.newContext(options);
    this.#contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(DEADLINE_MS);
    if (!mayComplain) page.on("console", (message) => this.#complaints.push(message.text()));
    page.on("pageerror", (error) => this.#complaints.push(String(error)));
    await page.goto(url);
    return page;
  }

  /** Closes its pages; throws where one wrote to the console, as violations of the CSP do too. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const context of this.#contexts) await context.close();
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
