import { clear, load, log } from "./actions.js";
import { composer } from "./composer.js";
import { icon, onValue, options } from "./controls.js";
import { loadPanelTexts, number, text } from "./language.js";
import { loadPanelStyles } from "./side_panel.js";
import { client, record, store } from "./state.js";
import { html, nothing } from "./vendor/lit-html.js";

/** @import { Entry } from "./types.ts" */
/** @import { Filter } from "./record.js" */

/** @type {readonly [Filter["kind"], import("./types.ts").TextName][]} */
const SHOWN = [
  ["all", "showAll"],
  ["sent", "sent"],
  ["received", "received"],
  ["event", "events"],
];

/** @type {typeof import("./detail.js") | undefined} Loaded with the first entry that is chosen. */
let detail;
/** @type {typeof import("./replay.js") | undefined} Loaded when a session is saved or opened. */
let files;

/** The record of the conversation, and the box for the next message under it. */
export function conversation() {
  const { chosen, pausedAt, replay } = store.state;
  const { passing } = log.counts;
  return html`
    ${toolbar()}
    <p id="live" role="log" aria-live=${pausedAt === undefined
      ? "polite"
      : "off"} aria-label=${text("transcript")}></p>
    <div id="record">
      <div id="log" role="listbox" tabindex="0" aria-label=${text("transcript")}
        aria-activedescendant=${chosen ? `row-${chosen.number}` : ""} ?hidden=${passing === 0}
        @keydown=${press} @click=${pick}>
        <div id="space" role="presentation"><div id="messages" role="presentation"></div></div>
      </div>
      ${log.hasMessages ? nothing : emptyState()}
      <button id="newest" ?hidden=${log.isFollowing || passing === 0} @click=${() =>
        log.followNewest()}>${icon("down")}${text("newest")}</button>
    </div>
    ${chosen && detail ? detail.view(chosen) : nothing}
    ${replay && files ? files.replayBar(replay) : nothing}
    ${composer()}
  `;
}

function toolbar() {
  const { filter, pausedAt } = store.state;
  const { passing, all } = log.counts;
  const isPaused = pausedAt !== undefined;
  return html`
    <div id="toolbar" class="row">
      <input id="filter" type="search" spellcheck="false" autocomplete="off" aria-label=${text(
        "filter",
      )} placeholder=${text("filterPlaceholder")} aria-invalid=${Boolean(log.search.problem)}
        .value=${filter.text} @input=${onValue((text) => log.filter({ text }))}>
      ${filter.text
        ? html`
          <span id="matches" role="status">${log.search.problem ??
            text("matches", { count: number(passing), all: number(all) })}</span>
          <button aria-pressed=${filter.isHiding} @click=${() =>
            log.filter({ isHiding: !filter.isHiding })}>${text("hideMatching")}</button>
        `
        : nothing}
      <select id="direction" aria-label=${text("show")} @input=${onValue((kind) =>
        log.filter({ kind: /** @type {Filter["kind"]} */ (kind) })
      )}>${options(SHOWN.map(([value, label]) => [value, text(label)]), filter.kind)}</select>
      <span class="space">${record.dropped > 0
        ? text("dropped", { count: number(record.dropped) })
        : nothing}</span>
      <button id="pause" class="quiet" aria-pressed=${isPaused} aria-label=${isPaused
        ? text("paused", { count: number(log.newWhilePaused) })
        : text("pause")} @click=${() => log.togglePause()}>${icon(
          isPaused ? "play" : "pause",
        )}<span>${isPaused
        ? text("paused", { count: number(log.newWhilePaused) })
        : text("pause")}</span></button>
      <button id="clear" class="quiet" aria-label=${text("clear")} @click=${clear}>${icon(
        "clear",
      )}<span>${text("clear")}</span></button>
      <details class="menu end" id="session-menu">
        <summary title=${text("session")}>${icon("file")}<span>${text("session")}</span></summary>
        <div>
          ${(/** @type {const} */ (["json", "ndjson", "txt"])).map((format) =>
            html`<button @click=${() => withFiles((part) => part.save(format))}>${
              text("saveAs", {
                format: { json: "JSON", ndjson: "NDJSON", txt: text("asText") }[format],
              })
            }</button>`
          )}
          <hr>
          <button @click=${() => withFiles((part) => part.chooseSession())}>${text(
            "openSession",
          )}</button>
          <button @click=${() => print()}>${text("print")}</button>
        </div>
      </details>
    </div>
  `;
}

function emptyState() {
  const { filter } = store.state;
  if (filter.text !== "" || filter.kind !== "all") {
    return log.counts.passing > 0 ? nothing : html`<p id="empty">${text("emptyFilter")}</p>`;
  }
  return html`
    <div id="empty">
      <p><strong>${text("empty")}</strong></p>
      <p>${text(client.isOpen ? "emptyOpen" : "emptyIdle")}</p>
      <p><a href=${text("tutorialLink")} target="_blank" rel="noopener noreferrer">${text(
        "tutorial",
      )} →</a></p>
    </div>
  `;
}

/** @param {(part: typeof import("./replay.js")) => void} run */
async function withFiles(run) {
  document.getElementById("session-menu")?.removeAttribute("open");
  files ??= await load(import("./replay.js"));
  if (files) run(files);
}

/** @param {Entry} chosen */
async function choose(chosen) {
  store.set({ chosen });
  if (detail) return;
  loadPanelStyles();
  [detail] = await load(Promise.all([import("./detail.js"), loadPanelTexts()])) ?? [];
  store.set({});
}

/** @param {MouseEvent} event */
function pick({ target }) {
  const row = /** @type {HTMLElement} */ (target).closest("[data-number]");
  const number = Number(/** @type {HTMLElement | null} */ (row)?.dataset.number);
  const entry = record.entries[number - 1 - record.dropped];
  // A click at the end of a selection of text is none on the row.
  if (entry && getSelection()?.type !== "Range") choose(entry);
}

/** @param {KeyboardEvent} event */
function press(event) {
  const { chosen } = store.state;
  const step = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: 10,
    PageUp: -10,
    Home: -Infinity,
    End: Infinity,
  }[event.key];
  if (step) log.choose(step);
  else if (event.key === "Enter" && chosen) choose(chosen);
  else if (event.key === "Escape" && chosen) store.set({ chosen: undefined });
  else return;
  event.preventDefault();
}
