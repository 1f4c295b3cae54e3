import { toHex } from "./formats.js";
import { duration, number, size, text, time } from "./language.js";
import { nameCloseCode } from "./shared/close_codes.js";
import { parsePattern, passes, searchable } from "./record.js";
import { record, store } from "./state.js";
import { html, nothing, render } from "./vendor/lit-html.js";

/** @import { Entry, EventEntry, MessageEntry, Payload, TextName } from "./types.ts" */
/** @import { Filter } from "./record.js" */

/** How much of a payload its row has; a row is one line. */
const MAX_CHARACTERS = 300;
/** How much of it stands before the place that a filter has found. */
const BEFORE_MATCH = 30;
/** Rows drawn above and below those in sight. */
const OVERSCAN = 5;
/** More rows are not printed: the browser lays out all pages before it shows one. */
const MAX_PRINTED = 5000;
/** Messages read out by a screen reader for one frame; more are only counted. */
const MAX_READ_OUT = 3;

const ARROWS = { sent: "↑", received: "↓", event: "·" };
/** @type {Readonly<Record<EventEntry["event"]["name"], TextName>>} What a row begins with. */
const EVENT_NAMES = {
  opening: "connecting",
  reopening: "connecting",
  open: "rowOpened",
  closing: "closing",
  gaveUp: "rowClosed",
  replaced: "rowClosed",
  failed: "rowFailed",
  unanswered: "rowClosed",
  lost: "rowLost",
  closedByYou: "rowClosed",
  closedByServer: "rowClosed",
  waiting: "rowWaiting",
};
/** Who ended a connection, in words. */
export const END_NAMES = /** @type {const} */ ({
  you: "closedByYou",
  server: "closedByServer",
  nobody: "closedByNobody",
});

/**
 * Lists the record. Only the rows in sight exist, so that a hundred thousand cost no more than
 * fifty, and they are drawn once per frame, so that a burst freezes nothing.
 */
export class LogView {
  /** @type {Entry[]} Those that pass the filter, oldest first. */
  #passing = [];
  newWhilePaused = 0;
  /** Whether the newest row is in sight. */
  isFollowing = true;
  /** @type {ReturnType<typeof parsePattern>} What the filter searches for, or why its expression is none. */
  search = {};
  #scrollTop = 0;
  #height = 0;
  #rowHeight = 32;
  #drawnHeight = 0;
  #isScheduled = false;
  #isPrinting = false;
  #drawPage = () => {};
  /** @type {MessageEntry[]} Not yet read out. */
  #unread = [];

  /**
   * Starts to draw into the page, once its template is there.
   * @param {() => void} drawPage Draws the page and these rows.
   */
  start(drawPage) {
    this.#drawPage = drawPage;
    const { log } = this.#parts();
    new ResizeObserver(() => {
      this.#height = log.clientHeight;
      this.#rowHeight = parseFloat(getComputedStyle(log).lineHeight);
      this.draw();
      // Its detail, which has just opened, must not push the row out of sight.
      if (store.state.chosen) this.choose(0);
    }).observe(log);
    log.addEventListener("scroll", () => {
      this.#scrollTop = log.scrollTop;
      // Of the rows that were drawn: more may have come since.
      const end = this.#drawnHeight - this.#height;
      const isAtEnd = this.#scrollTop >= end - this.#rowHeight / 2;
      if (isAtEnd !== this.isFollowing) {
        this.isFollowing = isAtEnd;
        store.set({});
      }
      this.#schedule();
    });
    addEventListener("beforeprint", () => this.#print(true));
    addEventListener("afterprint", () => this.#print(false));
  }

  /** How many entries pass the filter, and how many there are. */
  get counts() {
    return { passing: this.#passing.length, all: record.entries.length };
  }

  /** Whether a message passes the filter, and not just events. */
  get hasMessages() {
    return this.#passing.some(({ kind }) => kind !== "event");
  }

  /** @param {Entry} entry The newest of the record. */
  add(entry) {
    if (store.state.pausedAt !== undefined) {
      this.newWhilePaused += 1;
    } else if (passes(entry, store.state.filter, this.search.pattern)) {
      this.#passing.push(entry);
      if (entry.kind !== "event") this.#unread.push(entry);
    }
    this.#schedule();
  }

  /** Filters the record anew. */
  reset() {
    const { filter, pausedAt = Infinity } = store.state;
    this.search = parsePattern(filter.text);
    this.newWhilePaused = 0;
    this.#unread = [];
    this.#passing = record.entries.filter((entry) => {
      if (entry.number > pausedAt) this.newWhilePaused += 1;
      else return passes(entry, filter, this.search.pattern);
    });
    this.isFollowing = true;
    store.set({});
  }

  /** @param {Partial<Filter>} changes */
  filter(changes) {
    store.set({ filter: { ...store.state.filter, ...changes } });
    this.reset();
  }

  togglePause() {
    const last = record.entries.at(-1)?.number ?? 0;
    store.set({ pausedAt: store.state.pausedAt === undefined ? last : undefined });
    this.reset();
  }

  followNewest() {
    this.isFollowing = true;
    // Not with the next drawing: an event of scrolling before that would end the following.
    this.#scrollTo(this.#drawnHeight - this.#height);
    this.#schedule();
    store.set({});
  }

  /**
   * Chooses the row that is so many before or after the chosen one.
   * @param {number} step
   */
  choose(step) {
    const { chosen } = store.state;
    const at = chosen ? this.#indexOf(chosen) : step > 0 ? -1 : this.#passing.length;
    const next = Math.max(0, Math.min(at + step, this.#passing.length - 1));
    const entry = this.#passing[next];
    if (!entry || step === 0 && at === -1) return;
    if (step !== 0) store.set({ chosen: entry });
    const top = next * this.#rowHeight;
    const isAbove = top < this.#scrollTop;
    if (!isAbove && top + this.#rowHeight <= this.#scrollTop + this.#height) return;
    this.#scrollTo(isAbove ? top : top + this.#rowHeight - this.#height);
  }

  /** @param {Entry} entry */
  #indexOf(entry) {
    return this.#passing.findIndex(({ number }) => number === entry.number);
  }

  /** @param {number} top */
  #scrollTo(top) {
    const { log } = this.#parts();
    this.#scrollTop = Math.max(0, top);
    log.scrollTop = this.#scrollTop;
  }

  #parts() {
    const [log, space, rows] = ["log", "space", "messages"].map((
      id,
    ) => /** @type {HTMLElement} */ (document.getElementById(id)));
    return { log, space, rows };
  }

  #schedule() {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    // In a hidden tab this waits until it is seen.
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      this.#drawPage();
      this.#readOut();
    });
  }

  /** Draws the rows in sight. */
  draw() {
    const { space, rows } = this.#parts();
    this.#dropOld();
    const count = this.#passing.length;
    const total = count * this.#rowHeight;
    this.#drawnHeight = total;
    const top = this.isFollowing
      ? Math.max(0, total - this.#height)
      : Math.min(this.#scrollTop, Math.max(0, total - this.#height));
    const first = this.#isPrinting
      ? Math.max(0, count - MAX_PRINTED)
      : Math.max(0, Math.floor(top / this.#rowHeight) - OVERSCAN);
    const last = this.#isPrinting
      ? count
      : Math.ceil((top + this.#height) / this.#rowHeight) + OVERSCAN;
    // Without keys, a row that leaves becomes the one that comes: rows hold no focus and no state.
    const shown = this.#passing.slice(first, last);
    render(
      shown.map((entry, index) => this.#row(entry, this.#passing[first + index - 1] ?? entry)),
      rows,
    );
    space.style.height = this.#isPrinting ? "" : `${total}px`;
    rows.style.transform = this.#isPrinting ? "" : `translateY(${first * this.#rowHeight}px)`;
    // Writing it lays the page out, so only if it changes.
    if (this.isFollowing && Math.abs(top - this.#scrollTop) >= 1) this.#scrollTo(top);
  }

  /** Removes rows whose entries the record has dropped. */
  #dropOld() {
    const oldest = record.entries[0]?.number ?? Infinity;
    const kept = this.#passing.findIndex(({ number }) => number >= oldest);
    if (kept > 0) this.#passing.splice(0, kept);
    if (kept === -1) this.#passing = [];
  }

  /** @param {boolean} isPrinting */
  #print(isPrinting) {
    this.#isPrinting = isPrinting;
    this.draw();
  }

  #readOut() {
    const fresh = this.#unread;
    this.#unread = [];
    const live = document.getElementById("live");
    if (!live || fresh.length === 0) return;
    const words = fresh.length > MAX_READ_OUT
      ? [text("manyMessages", { count: number(fresh.length) })]
      : fresh.map((entry) => `${text(nameOf(entry))}: ${summaryOf(entry)}`);
    live.replaceChildren(...words.map((line) => {
      const paragraph = document.createElement("p");
      paragraph.textContent = line;
      return paragraph;
    }));
  }

  /** @param {Entry} entry @param {Entry} before The row above. */
  #row(entry, before) {
    const { chosen } = store.state;
    const isChosen = chosen?.number === entry.number;
    const kind = entry.kind === "event" ? `event ${entry.event.name}` : `message ${entry.kind}`;
    const shape = entry.url === before.url ? kind : `${kind} elsewhere`;
    const { took, bytes } = factsOf(entry);
    return html`
      <div role="option" id=${`row-${entry.number}`} class=${shape} aria-selected=${isChosen}
        data-number=${entry.number}
      ><span class="label" data-arrow=${ARROWS[entry.kind]}>${text(nameOf(entry))}</span
      ><bdi class="payload">${this.#highlight(entry)}</bdi
      ><span class="facts trip">${took === undefined ? nothing : duration(took)}</span
      ><span class="facts size">${bytes}</span
      ><time class="facts">${time(entry.atMs)}</time></div>
    `;
  }

  /** Returns the start of an entry in words, or the place that the filter has found. @param {Entry} entry */
  #highlight(entry) {
    const { pattern } = this.search;
    const whole = entry.kind === "event" ? describeEvent(entry) : searchable(entry);
    const match = pattern && !store.state.filter.isHiding && pattern.exec(whole);
    if (!match || match[0] === "") return entry.kind === "event" ? whole : summaryOf(entry);
    const start = Math.max(0, match.index - BEFORE_MATCH);
    const end = match.index + Math.min(match[0].length, MAX_CHARACTERS);
    const shown = start === 0 ? "" : "…";
    return html`${shown}${whole.slice(start, match.index)}<mark>${
      whole.slice(match.index, end)
    }</mark>${whole.slice(end, end + MAX_CHARACTERS)}`;
  }
}

/** @param {Entry} entry @returns {TextName} */
function nameOf(entry) {
  return entry.kind === "event" ? EVENT_NAMES[entry.event.name] : entry.kind;
}

/** Returns an event in words. @param {EventEntry} entry */
export function describeEvent({ event: { name, ending, attempt }, url, protocol }) {
  if (name === "open") return protocol ? `${url} · ${protocol}` : url;
  if (name === "waiting") return text("attempt", { attempt: attempt ?? 0 });
  if (name === "replaced") return text("replaced");
  if (!ending || name === "failed") return url;
  const by = text(END_NAMES[ending.by]);
  // Isolated: direction characters in a reason must not turn the page's own words.
  const reason = ending.reason ? ` · «\u2068${ending.reason}\u2069»` : "";
  return `${by} · ${nameCloseCode(ending.code)}${reason}`;
}

/** Returns the start of a payload as one line; binary as hex. @param {{ payload: Payload }} message */
function summaryOf({ payload }) {
  if (typeof payload === "string") return payload.slice(0, MAX_CHARACTERS);
  return toHex(payload.subarray(0, 32)) + (payload.length > 32 ? " …" : "");
}

/** Returns how long a round trip or an opening took, and the size in words. @param {Entry} entry */
function factsOf(entry) {
  if (entry.kind === "event") {
    return { took: entry.event.name === "open" ? entry.tookMs : undefined, bytes: "" };
  }
  const { bytes, payload, roundTripMs: took } = entry;
  const kind = typeof payload === "string" ? "" : `${text("binary")} `;
  return { took, bytes: kind + size(bytes) };
}
