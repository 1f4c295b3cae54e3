import { box, button, input, make, select } from "./dom.js";
import { present } from "./formats.js";
import { passes } from "./transcript.js";
import { duration, number, size, text, time } from "./words.js";

/** @import { Entry } from "./types.ts" */
/** @import { Transcript } from "./transcript.js" */

/** So many rows are in the page at most. */
const MOST_ROWS = 1000;
/** So much of a payload is shown at first. */
const MOST_CHARACTERS = 2000;

const log = box("log");
const rows = box("messages");
const empty = box("empty");
const earlier = box("earlier");
const newest = button("newest");
const pauseButton = button("pause");
const filterText = input("filter");
const filterDirection = select("direction");
const show = select("show");

/** Shows a transcript: new messages once per frame, so that a burst freezes nothing. */
export class TranscriptView {
  /** @type {Transcript} */
  #transcript;
  /** @type {Entry[]} */
  #fresh = [];
  #total = 0;
  #isScheduled = false;
  #newWhilePaused = 0;
  #isPaused = false;

  /** @param {Transcript} transcript */
  constructor(transcript) {
    this.#transcript = transcript;
    for (const control of [filterText, filterDirection, show]) {
      control.addEventListener("input", () => this.render());
    }
    pauseButton.addEventListener("click", () => this.togglePause());
    newest.addEventListener("click", () => scrollToNewest());
    log.addEventListener("scroll", () => newest.hidden = isAtBottom());
  }

  /** @param {Entry} entry */
  add(entry) {
    if (this.#isPaused) {
      this.#newWhilePaused += 1;
    } else if (passes(entry, currentFilter())) {
      this.#fresh.push(entry);
      this.#total += 1;
    }
    this.#schedule();
  }

  togglePause() {
    this.#isPaused = !this.#isPaused;
    this.#newWhilePaused = 0;
    pauseButton.ariaPressed = String(this.#isPaused);
    // While it is paused nothing is read out either.
    log.ariaLive = this.#isPaused ? "off" : "polite";
    if (this.#isPaused) this.#showCounts();
    else this.render();
  }

  /** Makes all rows again. */
  render() {
    const { entries, total } = this.#transcript.last(currentFilter(), MOST_ROWS);
    this.#fresh = [];
    this.#total = total;
    rows.replaceChildren(...entries.map(rowOf));
    this.#showCounts();
    scrollToNewest();
  }

  #schedule() {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      this.#flush();
    });
  }

  #flush() {
    const fresh = this.#fresh.slice(-MOST_ROWS);
    const stick = isAtBottom() || fresh.some(({ direction }) => direction === "sent");
    this.#fresh = [];
    rows.append(...fresh.map(rowOf));
    while (rows.childElementCount > MOST_ROWS) rows.firstElementChild?.remove();
    this.#showCounts();
    if (stick) scrollToNewest();
    else newest.hidden = false;
  }

  #showCounts() {
    const hidden = this.#total - rows.childElementCount;
    const { dropped, limit } = this.#transcript;
    earlier.textContent = [
      hidden > 0 && text("earlier", { count: number(hidden) }),
      dropped > 0 && text("dropped", { count: number(dropped), kept: number(limit) }),
    ].filter(Boolean).join(" ");
    empty.textContent = text(this.#transcript.entries.length ? "emptyFilter" : "empty");
    empty.hidden = rows.childElementCount > 0;
    pauseButton.textContent = this.#isPaused
      ? text("paused", { count: number(this.#newWhilePaused) })
      : text("pause");
  }
}

function currentFilter() {
  const direction = /** @type {"all" | Entry["direction"]} */ (filterDirection.value);
  return { text: filterText.value, direction };
}

function isAtBottom() {
  return log.scrollHeight - log.scrollTop - log.clientHeight < 8;
}

function scrollToNewest() {
  log.scrollTop = log.scrollHeight;
  newest.hidden = true;
}

/**
 * Makes a row. The payload goes in as text only: whatever a peer sends stays text.
 * @param {Entry} entry
 */
function rowOf(entry) {
  const { direction, payload, bytes, atMs, roundTripMs } = entry;
  const mode = /** @type {"text" | "json" | "hex"} */ (show.value);
  const { text: shown, whole } = present(payload, mode, MOST_CHARACTERS);
  const content = make("bdi", { className: "payload" }, shown);
  const facts = [time(atMs), size(bytes)];
  if (typeof payload !== "string") facts.push(text("binary"));
  if (roundTripMs !== undefined) {
    facts.push(text("roundTrip", { time: duration(roundTripMs) }));
  }
  const row = make(
    "li",
    { className: direction },
    make("span", { className: "label" }, text(direction)),
    ": ",
    content,
    make(
      "span",
      { className: "facts" },
      facts.join(" · "),
      make("button", { className: "copy" }, text("copy")),
    ),
  );
  row.dataset.number = String(entry.number);
  if (!whole) {
    const more = make("button", { className: "more" }, text("showAll"));
    more.addEventListener("click", () => {
      content.textContent = present(payload, mode).text;
      more.remove();
    });
    content.after(more);
  }
  return row;
}
