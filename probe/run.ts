import { redactPassword } from "../server/policy/address.ts";
import { PROBE_TEXTS, summarize } from "../static/probe/texts.js";
import { probePath } from "./probe.ts";
import type { ProbeRequest } from "./request.ts";
import { hasPassed, nameOf, toJson, toLine } from "./show.ts";

/** How the results are shown. */
export interface ShowOptions {
  /** Whether they are for a program. */
  readonly asJson: boolean;
  readonly isTerminal: boolean;
  readonly isColored: boolean;
}

/** Runs a probe, shows each result when it is there, and resolves with whether nothing failed. */
export async function runProbe(
  request: ProbeRequest,
  { asJson, isTerminal, isColored }: ShowOptions,
): Promise<boolean> {
  const { names, results } = probePath(request);
  const found = [];
  const shownUrl = redactPassword(request.url);
  const progress = new Progress(isTerminal && !asJson);
  if (!asJson) console.log(`eco probe ${shownUrl}\n`);
  progress.show(names[0]);
  for await (const result of results) {
    found.push(result);
    progress.clear();
    if (!asJson && result.finding !== "inVain") console.log(toLine(result, isColored));
    progress.show(names[found.length]);
  }
  progress.clear();
  const skipped = found.filter(({ finding }) => finding === "inVain").length;
  if (!asJson && skipped > 0) {
    console.log(`skip  ${skipped} more steps, which need the one that failed`);
  }
  console.log(asJson ? toJson(shownUrl, found) : `\n${summarize(found, PROBE_TEXTS.en)}`);
  return hasPassed(found);
}

/** The step that is going on and its time so far, on the last line of a terminal. */
class Progress {
  readonly #isShown: boolean;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(isShown: boolean) {
    this.#isShown = isShown;
  }

  /** @param step None: all are done. */
  show(step: string | undefined): void {
    if (!this.#isShown || step === undefined) return;
    const startMs = performance.now();
    const write = () => {
      const seconds = Math.floor((performance.now() - startMs) / 1000);
      if (seconds > 0) writeNow(`\r…     ${nameOf(step)} for ${seconds} s`);
    };
    this.#timer = setInterval(write, 1000);
  }

  clear(): void {
    clearInterval(this.#timer);
    if (this.#isShown) writeNow("\r\x1b[K");
  }
}

function writeNow(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(text));
}
