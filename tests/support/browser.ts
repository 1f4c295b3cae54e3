// deno-lint-ignore-file no-import-prefix -- named in deno.json, those who only serve would load it
import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Locator,
  Page,
} from "npm:playwright-core@1.65.1";
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { DEADLINE_MS } from "./deadline.ts";
import { isGranted, type Need, pathOf, testWith, whyIgnored } from "./needs.ts";
import { ROOT } from "./program.ts";

export type { Page };

const BROWSER = ["net", "read", "write", "run", "env", "sys", "chromium"] as const;

/** One Chromium for all tests of a file, since starting it takes longer than most of them. */
let chromium: Browser;

if (whyIgnored(BROWSER) === undefined) {
  Deno.test.beforeAll(async () => {
    chromium = await launchChromium();
  });
  Deno.test.afterAll(() => chromium.close());
}

/** Starts a headless Chromium. */
export async function launchChromium(): Promise<Browser> {
  const playwright = await import("npm:playwright-core@1.65.1");
  return await playwright.chromium.launch({
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
}

/** How long a wait of Playwright that has failed may still use a timer, in milliseconds. */
const RETRY_MS = 600;

/** Registers a test that needs a browser, and more if wanted. */
export function browserTest(
  name: string,
  run: () => Promise<void>,
  needs: readonly Need[] = [],
): void {
  testWith([...BROWSER, ...needs], name, async () => {
    try {
      await run();
    } catch (error) {
      // The sanitizer would blame the next test for that timer.
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      throw error;
    }
  });
}

/** Pages in a browser, each in a separate profile, closed when this goes out of scope. */
export class TestBrowser implements AsyncDisposable {
  readonly #contexts: BrowserContext[] = [];
  readonly #complaints: string[] = [];

  /** Opens a page; `mayComplain` if the browser itself writes to the console. */
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

/**
 * Saves a picture of a page, or of a part, for README with the words in it, if pictures are wanted;
 * otherwise throws if the words have changed since.
 */
export async function checkScreenshot(
  shown: Page | Locator,
  name: string,
  words: string,
): Promise<void> {
  const path = join(ROOT, "docs", "screenshots", name);
  if (screenshotsWanted) {
    await shown.screenshot({ path: `${path}.png` });
    await Deno.writeTextFile(`${path}.txt`, words);
  } else {
    assertEquals(await Deno.readTextFile(`${path}.txt`), words, "deno task screenshots");
  }
}
