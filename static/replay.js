/** Saves the record to a file, and sends the messages of such a file again. */
import { log, send } from "./actions.js";
import { comparable } from "./formats.js";
import { loadPanelTexts, number, panels, text } from "./language.js";
import { announce } from "./notice.js";
import { readSession, SAVE_FORMATS } from "./session_file.js";
import { client, record, store } from "./state.js";
import { html } from "./vendor/lit-html.js";

/** @import { MessageEntry, ReplayState } from "./types.ts" */

/** How long the next message waits for a reply before it is sent anyway. */
const MAX_WAIT_MS = 2000;

/** @type {(() => void) | undefined} Stops the replay that runs. */
let stop;

/** @param {keyof typeof SAVE_FORMATS} format */
export function save(format) {
  const { type, write } = SAVE_FORMATS[format];
  const href = URL.createObjectURL(new Blob([write(record)], { type }));
  const download = `eco-${new Date().toISOString().replaceAll(":", "-")}.${format}`;
  Object.assign(document.createElement("a"), { href, download }).click();
  // The browser has to read the file before the URL is revoked.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/** Asks for a file, and lists what it has. */
export function chooseSession() {
  const input = Object.assign(document.createElement("input"), {
    type: "file",
    accept: ".json,.ndjson",
  });
  input.addEventListener("change", () => input.files?.[0] && openSession(input.files[0]));
  input.click();
}

/** @param {File} file */
async function openSession(file) {
  await loadPanelTexts();
  const entries = readSession(await file.text());
  if (!entries) return announce(panels().replay.notASession);
  const restore = record.clear();
  for (const entry of entries) {
    if (entry.kind === "event") record.addEvent(entry.event, entry);
    else record.addMessage(entry.kind, entry.payload, entry.atMs, entry.roundTripMs);
  }
  log.reset();
  const messages = /** @type {MessageEntry[]} */ (entries.filter(({ kind }) => kind === "sent"));
  store.set({
    chosen: undefined,
    replay: { fileName: file.name, messages, sent: 0, isOn: false },
  });
  announce(panels().replay.opened, {
    label: text("undo"),
    run: () => {
      record.clear();
      restore();
      log.reset();
      close();
    },
  });
}

/** What stands above the box while a session is open. @param {ReplayState} replay */
export function replayBar({ fileName, messages, sent, isOn }) {
  const words = panels().replay;
  const progress = text("repeatProgress", { sent: number(sent), times: number(messages.length) });
  return html`
    <div id="replay" class="row">
      <p><strong>${fileName}</strong> · <span role="status">${progress}</span></p>
      ${isOn ? html`<button @click=${() => stop?.()}>${text("stop")}</button>` : html`
        <button class="main" ?disabled=${messages.length === 0} @click=${() =>
          replay(waitAsRecorded)}>${words.withTiming}</button>
        <button ?disabled=${messages.length === 0} @click=${() => replay(waitForReply)}>${words
          .asReplied}</button>
      `}
      <button @click=${close}>${text("close")}</button>
    </div>
  `;
}

function close() {
  stop?.();
  store.set({ replay: undefined });
}

/** @typedef {(message: MessageEntry, next: MessageEntry, signal: AbortSignal) => Promise<void>} Wait */

/** @param {Wait} wait Called between two messages. */
async function replay(wait) {
  const { replay: opened } = store.state;
  if (!opened) return;
  const controller = new AbortController();
  stop = () => controller.abort();
  log.followNewest();
  const { messages } = opened;
  for (const [index, message] of messages.entries()) {
    if (controller.signal.aborted || !client.isOpen) break;
    // Listened for before it is sent: the reply may be quick.
    const waiting = messages[index + 1] && wait(message, messages[index + 1], controller.signal);
    if (!send(message.payload)) break;
    store.set({ replay: { ...opened, sent: index + 1, isOn: true } });
    await waiting;
  }
  stop = undefined;
  const { replay } = store.state;
  if (replay) store.set({ replay: { ...replay, isOn: false } });
}

/** @type {Wait} */
function waitAsRecorded({ atMs }, next, signal) {
  return wait(next.atMs - atMs, signal);
}

/** @type {Wait} */
async function waitForReply({ payload }, _, signal) {
  const content = comparable(payload);
  const replied = new AbortController();
  client.addEventListener("message", (event) => {
    const { payload } = /** @type {CustomEvent<import("./types.ts").Arrival>} */ (event).detail;
    if (comparable(payload).endsWith(content)) replied.abort();
  }, { signal: replied.signal });
  await wait(MAX_WAIT_MS, AbortSignal.any([signal, replied.signal]));
  replied.abort();
}

/** @param {number} ms @param {AbortSignal} signal Ends the wait. @returns {Promise<void>} */
function wait(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
