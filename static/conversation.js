import { clear, load, log } from "./actions.js";
import { composer } from "./composer.js";
import { onValue, options, tool } from "./controls.js";
import { loadPanelTexts, number, text } from "./language.js";
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
  const isEmpty = passing === 0;
  return html`
    ${toolbar()}
    <p id="live" class="heard" role="log" aria-live=${pausedAt === undefined ? "polite" : "off"}
      aria-label=${text("transcript")}></p>
    <div id="record">
      <div id="log" role="listbox" tabindex="0" aria-label=${text("transcript")}
        aria-activedescendant=${chosen ? `row-${chosen.number}` : ""} ?hidden=${isEmpty}
        @keydown=${press} @click=${pick}>
        <div id="space" role="presentation"><div id="messages" role="presentation"></div></div>
      </div>
      ${log.hasMessages ? nothing : emptyState()}
      ${log.isFollowing || isEmpty || chosen ? nothing : tool("down", text("newest"), {
        id: "newest",
        look: "tool",
        run: () => log.followNewest(),
      })}
    </div>
    ${chosen && detail ? detail.view(chosen) : nothing}
    ${replay && files ? files.replayBar(replay) : nothing}
    ${composer()}
  `;
}

function toolbar() {
  const { filter: { text: wanted, kind, isHiding }, pausedAt } = store.state;
  const { passing, all } = log.counts;
  const { problem } = log.search;
  const isPaused = pausedAt !== undefined;
  const pause = isPaused ? text("paused", { count: number(log.newWhilePaused) }) : text("pause");
  const dropped = record.dropped > 0 ? text("dropped", { count: number(record.dropped) }) : nothing;
  return html`
    <div id="toolbar" class="row">
      <input id="filter" type="search" spellcheck="false" autocomplete="off"
        aria-label=${text("filter")} placeholder=${text("filterPlaceholder")}
        aria-invalid=${Boolean(problem)} .value=${wanted}
        @input=${onValue((text) => log.filter({ text }))}>
      ${wanted && html`
        <span class="hint" role="status">${problem ??
          text("matches", { count: number(passing), all: number(all) })}</span>
        <button aria-pressed=${isHiding} @click=${() => log.filter({ isHiding: !isHiding })}>${text(
          "hideMatching",
        )}</button>
      `}
      <select id="direction" aria-label=${text("show")} @input=${onValue((kind) =>
        log.filter({ kind: /** @type {Filter["kind"]} */ (kind) })
      )}>${options(SHOWN.map(([value, label]) => [value, text(label)]), kind)}</select>
      <span class="grow"></span>
      <span class="hint">${dropped}</span>
      ${tool(isPaused ? "play" : "pause", pause, {
        id: "pause",
        isPressed: isPaused,
        run: () => log.togglePause(),
      })}
      ${tool("clear", text("clear"), { id: "clear", run: clear })}
      ${tool("file", text("session"), { menu: "session-menu" })}
      <div id="session-menu" popover>
        ${(/** @type {const} */ (["json", "ndjson", "txt"])).map((format) =>
          menuItem(
            text("saveAs", { format: format === "txt" ? text("asText") : format.toUpperCase() }),
            () => withFiles((part) => part.save(format)),
          )
        )}
        <hr>
        ${menuItem(text("openSession"), () => withFiles((part) => part.chooseSession()))}
        ${menuItem(text("print"), () => print())}
      </div>
    </div>
  `;
}

/** @param {string} label @param {() => void} run */
function menuItem(label, run) {
  return html`
    <button class="quiet" popovertarget="session-menu" popovertargetaction="hide"
      @click=${run}>${label}</button>
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
  files ??= await load(import("./replay.js"));
  if (files) run(files);
}

/** @param {Entry} chosen */
async function choose(chosen) {
  store.set({ chosen });
  if (detail) return;
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
