import { describeEnding, setDraft } from "./actions.js";
import { hexDump, parseJson, prettyJson } from "./formats.js";
import { closeButton, focus, tool } from "./controls.js";
import { duration, panels, size, text, time } from "./language.js";
import { describeEvent } from "./log_view.js";
import { copy } from "./notice.js";
import { openPanel } from "./side_panel.js";
import { store } from "./state.js";
import { html, nothing, render } from "./vendor/lit-html.js";

/** @import { Entry, EventEntry, MessageEntry, Mode } from "./types.ts" */

/** How much of a payload is shown at first: browsers take seconds to lay out megabytes. */
const MAX_SHOWN = 50_000;
/** How many members of an array or object are shown before the rest is folded. */
const MAX_MEMBERS = 1000;
/** Levels of the tree that are unfolded at first. */
const UNFOLDED_LEVELS = 2;

/** @type {MessageEntry | undefined} The one of which all is shown. */
let whole;
/**
 * The last message that was looked at, and its tree: an element of its own, so that a burst does not
 * draw it again, and another message does not inherit what is unfolded.
 * @type {{ entry: MessageEntry, tree?: HTMLElement } | undefined}
 */
let parsed;

/** Shows an entry of the record in full. @param {Entry} entry */
export function view(entry) {
  return html`
    <section id="detail" aria-label=${panels().detail.title} @keydown=${(
      /** @type {KeyboardEvent} */ event,
    ) => event.key === "Escape" && close()}>${entry.kind === "event"
      ? eventDetail(entry)
      : messageDetail(entry)}</section>
  `;
}

/** @param {unknown} title @param {unknown} controls */
function head(title, controls) {
  return html`<div class="row"><p class="hint">${title}</p>${controls} ${
    closeButton("close-detail", text("close"), close)
  }</div>`;
}

/** @param {EventEntry} entry */
function eventDetail(entry) {
  const { event: { ending }, atMs, tookMs } = entry;
  const facts = [time(atMs), tookMs === undefined ? "" : duration(tookMs)].filter(Boolean);
  return html`${
    head(
      facts.join(" · "),
      html`<button @click=${() => openPanel("explain")}>${text("explain")}</button>`,
    )
  }
    <p class="payload">${describeEvent(entry)}</p>
    <p>${
    ending && !(ending.by === "you" && ending.code === 1006)
      ? describeEnding(ending).meaning
      : nothing
  }</p>`;
}

/** @param {MessageEntry} entry */
function messageDetail(entry) {
  const { kind, atMs, bytes, roundTripMs, payload } = entry;
  const words = panels().detail;
  const tree = treeOf(entry);
  const modes = /** @type {Mode[]} */ (
    [tree && "tree", typeof payload === "string" && "raw", "hex", "base64"].filter(Boolean)
  );
  const mode = modes.includes(store.state.mode) ? store.state.mode : modes[0];
  const facts = [
    text(kind),
    time(atMs),
    size(bytes),
    ...(roundTripMs === undefined ? [] : [`${text("roundTrip")} ${duration(roundTripMs)}`]),
  ];
  const controls = html`
    <div class="modes" role="group" aria-label=${words.showAs}>${modes.map((name) =>
      html`<button aria-pressed=${name === mode} @click=${() => store.set({ mode: name })}>${
        words.modes[name]
      }</button>`
    )}</div>
    ${tool("copy", text("copy"), { look: "tool", run: () => copy(write(entry, mode)) })}
    ${tool("edit", words.reuse, { look: "tool", run: () => reuse(entry) })}
    ${tool("explain", text("explain"), { look: "tool", run: () => openPanel("explain") })}
  `;
  if (mode === "tree") {
    return html`
      ${head(facts.join(" · "), controls)}
      <div class="tree payload" tabindex="0" role="region" aria-label=${words.modes
        .tree}>${tree}</div>
    `;
  }
  const limit = entry === whole ? Infinity : MAX_SHOWN;
  const { shown, isWhole } = cut(entry, mode, limit);
  return html`
    ${head(facts.join(" · "), controls)}
        <pre class=${`payload ${mode}`} tabindex="0" role="region"
      aria-label=${words.modes[mode]}><bdi>${shown}</bdi></pre>
        ${isWhole ? nothing : html`<button @click=${() => {
          whole = entry;
          store.set({});
        }}>${text("showWhole")}</button>`}
  `;
}

/** Returns the JSON of a message as a tree; parses it when it is looked at, once. @param {MessageEntry} entry */
function treeOf(entry) {
  if (parsed?.entry === entry) return parsed.tree;
  parsed = { entry };
  const json = typeof entry.payload === "string" ? parseJson(entry.payload) : undefined;
  // A lone number or string is no tree.
  if (typeof json?.value !== "object" || json.value === null || isNumber(json.value)) return;
  parsed.tree = document.createElement("div");
  const before = json.before ? html`<p>${json.before}</p>` : nothing;
  render([before, node(json.value, "", 0)], parsed.tree);
  return parsed.tree;
}

/** @param {MessageEntry} entry @param {Mode} mode @param {number} limit */
function cut(entry, mode, limit) {
  const { payload } = entry;
  // Four characters of a dump stand for one byte.
  const length = mode === "hex" ? Math.ceil(limit / 4) : limit;
  const start = typeof payload === "string"
    ? payload.slice(0, length)
    : payload.subarray(0, length);
  return {
    shown: write({ ...entry, payload: start }, mode),
    isWhole: payload.length <= length,
  };
}

/** Writes a message as it is shown. @param {MessageEntry} entry @param {Mode} mode */
function write({ payload }, mode) {
  if (typeof payload === "string" && mode === "tree") return prettyJson(payload);
  if (typeof payload === "string" && mode === "raw") return payload;
  const bytes = typeof payload === "string" ? new TextEncoder().encode(payload) : payload;
  return mode === "hex" ? hexDump(bytes) : bytes.toBase64();
}

/** Puts a message into the box again. @param {MessageEntry} entry */
function reuse({ payload }) {
  if (typeof payload === "string") setDraft({ kind: "text", text: payload });
  else setDraft({ kind: "base64", text: payload.toBase64() });
  focus("message");
}

function close() {
  store.set({ chosen: undefined });
  focus("log");
}

/** Whether a value is a number as it was written. @param {unknown} value */
function isNumber(value) {
  return typeof value === "number" ||
    /** @type {{ isRawJSON?: (value: unknown) => boolean }} */ (JSON).isRawJSON?.(value) === true;
}

/**
 * Draws a value of JSON; members of a folded one are drawn when it is unfolded.
 * @param {unknown} value
 * @param {string} key
 * @param {number} level
 * @returns {unknown}
 */
function node(value, key, level) {
  const name = key === "" ? nothing : html`
    <span class="key">${key}</span>:
  `;
  if (typeof value !== "object" || value === null || isNumber(value)) {
    const type = value === null ? "null" : isNumber(value) ? "number" : typeof value;
    return html`<div>${name}<span class=${`value ${type}`}>${JSON.stringify(value)}</span></div>`;
  }
  const isArray = Array.isArray(value);
  const members = Object.entries(value);
  const [open, close] = isArray ? "[]" : "{}";
  if (members.length === 0) return html`<div>${name}${open}${close}</div>`;
  const title = html`${name}<span class="hint">${open}${members.length}${close}</span>`;
  return foldable(title, level < UNFOLDED_LEVELS, () => drawMembers(members, 0, level + 1));
}

/**
 * Draws members from one on; those after the first thousand are folded.
 * @param {[key: string, value: unknown][]} members
 * @param {number} from
 * @param {number} level
 * @returns {unknown}
 */
function drawMembers(members, from, level) {
  const end = Math.min(from + MAX_MEMBERS, members.length);
  const rest = end < members.length
    ? foldable(`… ${members.length - end}`, false, () => drawMembers(members, end, level))
    : nothing;
  return html`${members.slice(from, end).map(([key, member]) => node(member, key, level))}${rest}`;
}

/** @param {unknown} title @param {boolean} isUnfolded @param {() => unknown} draw */
function foldable(title, isUnfolded, draw) {
  /** @param {Event} event */
  const unfold = ({ currentTarget }) => {
    const body = /** @type {HTMLElement} */ (currentTarget).querySelector("div");
    if (body?.childElementCount === 0) render(draw(), body);
  };
  return html`
    <details ?open=${isUnfolded} @toggle=${isUnfolded ? nothing : unfold}>
      <summary>${title}</summary>
      <div>${isUnfolded ? draw() : nothing}</div>
    </details>
  `;
}
