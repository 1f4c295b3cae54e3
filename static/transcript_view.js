import { copy } from "./clipboard.js";
import { button, element, input, make, select } from "./dom.js";
import { present, toBase64 } from "./formats.js";
import { passes } from "./transcript.js";
import { duration, number, size, text, time } from "./language.js";

/** @import { Entry, Mode } from "./types.ts" */
/** @import { Transcript } from "./transcript.js" */

/** How many rows the page has at most. */
const MAX_ROWS = 1000;
/** How much of a payload is shown at first. */
const MAX_CHARACTERS = 2000;

const log = element("log");
const rows = element("messages");
const empty = element("empty");
const earlier = element("earlier");
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
  /** The last message before a pause. */
  #pausedAt = Infinity;
  #dropped = 0;

  /** @param {Transcript} transcript */
  constructor(transcript) {
    this.#transcript = transcript;
    for (const control of [filterText, filterDirection, show]) {
      control.addEventListener("input", () => this.render());
    }
    pauseButton.addEventListener("click", () => this.togglePause());
    newest.addEventListener("click", () => this.showNewest());
    log.addEventListener("scroll", () => newest.hidden = isAtBottom());
  }

  /** @param {Entry} entry */
  add(entry) {
    if (entry.number > this.#pausedAt) {
      this.#newWhilePaused += 1;
    } else if (passes(entry, this.#filter())) {
      this.#fresh.push(entry);
      this.#total += 1;
      // A hidden tab draws no frames, so that these would pile up.
      if (this.#fresh.length > 2 * MAX_ROWS) this.#fresh.splice(0, MAX_ROWS);
    }
    this.#schedule();
  }

  togglePause() {
    const isPaused = this.#pausedAt === Infinity;
    this.#pausedAt = isPaused ? this.#transcript.entries.at(-1)?.number ?? 0 : Infinity;
    this.#newWhilePaused = 0;
    pauseButton.ariaPressed = String(isPaused);
    // While it is paused, screen readers read nothing out either.
    log.ariaLive = isPaused ? "off" : "polite";
    this.render();
  }

  /** Shows a transcript that has been cleared. */
  clear() {
    if (this.#pausedAt < Infinity) this.#pausedAt = this.#newWhilePaused = 0;
    this.render();
  }

  /** Renders all rows anew. */
  render() {
    const { entries, total } = this.#transcript.last(this.#filter(), MAX_ROWS);
    this.#fresh = [];
    this.#total = total;
    rows.replaceChildren(...entries.map(rowOf));
    this.#showCounts();
    this.showNewest();
  }

  showNewest() {
    log.scrollTop = log.scrollHeight;
    newest.hidden = true;
  }

  #filter() {
    const direction = /** @type {"all" | Entry["direction"]} */ (filterDirection.value);
    return { text: filterText.value, direction, upTo: this.#pausedAt };
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
    const fresh = this.#fresh.slice(-MAX_ROWS);
    const stick = isAtBottom();
    this.#fresh = [];
    rows.append(...fresh.map(rowOf));
    while (rows.childElementCount > MAX_ROWS) rows.firstElementChild?.remove();
    this.#showCounts();
    if (stick) this.showNewest();
    else newest.hidden = fresh.length === 0;
  }

  #showCounts() {
    const { dropped, entries } = this.#transcript;
    if (dropped !== this.#dropped) this.#total = this.#transcript.last(this.#filter(), 1).total;
    this.#dropped = dropped;
    const hidden = this.#total - rows.childElementCount;
    earlier.textContent = [
      hidden > 0 && text("earlier", { count: number(hidden) }),
      dropped > 0 && text("dropped", { count: number(dropped), kept: number(entries.length) }),
    ].filter(Boolean).join(" ");
    empty.textContent = text(entries.length ? "emptyFilter" : "empty");
    empty.hidden = rows.childElementCount > 0;
    pauseButton.textContent = this.#pausedAt < Infinity
      ? text("paused", { count: number(this.#newWhilePaused) })
      : text("pause");
  }
}

function isAtBottom() {
  return log.scrollHeight - log.scrollTop - log.clientHeight < 8;
}

/**
 * Makes a row. The payload is added as text only, so that no peer can add markup.
 * @param {Entry} entry
 */
function rowOf({ direction, payload, bytes, atMs, roundTripMs }) {
  const mode = /** @type {Mode} */ (show.value);
  const { text: shown, whole } = present(payload, mode, MAX_CHARACTERS);
  const content = make("bdi", { className: "payload" }, shown);
  const facts = [time(atMs), size(bytes)];
  if (typeof payload !== "string") facts.push(text("binary"));
  if (roundTripMs !== undefined) {
    facts.push(text("roundTrip", { time: duration(roundTripMs) }));
  }
  const onclick = () => copy(typeof payload === "string" ? payload : toBase64(payload));
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
      make("button", { onclick }, text("copy")),
    ),
  );
  if (!whole) {
    const more = make("button", {}, text("showAll"));
    more.onclick = () => {
      content.textContent = present(payload, mode).text;
      more.remove();
    };
    content.after(more);
  }
  return row;
}
