/** Saves the record to a file, and sends the messages of such a file again. */
import { log, send } from "./actions.js";
import { progress } from "./composer.js";
import { chooseFile } from "./controls.js";
import { loadPanelTexts, panels, text } from "./language.js";
import { announce } from "./notice.js";
import { readSession, SAVE_FORMATS } from "./session_file.js";
import { client, record, store } from "./state.js";
import { html } from "./vendor/lit-html.js";

/** @import { ReplayedMessage, ReplayState } from "./types.ts" */

/** How long the next message waits for replies before it is sent anyway. */
const MAX_WAIT_MS = 2000;

/** @type {(() => void) | undefined} Stops the replay that runs. */
let stop;
/** Brings back the record from before the file was opened. */
let undo = () => {};

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
  chooseFile(openSession, ".json,.ndjson");
}

/** @param {File} file */
async function openSession(file) {
  await loadPanelTexts();
  const entries = readSession(await file.text());
  if (!entries) return announce(panels().replay.notASession);
  const restore = record.clear();
  /** @type {ReplayedMessage[]} */
  const messages = [];
  let cameBefore = 0;
  for (const entry of entries) {
    record.add(entry);
    if (entry.kind === "received") cameBefore += 1;
    if (entry.kind !== "sent") continue;
    messages.push({ payload: entry.payload, atMs: entry.atMs, cameBefore });
  }
  undo = () => {
    record.clear();
    restore();
    log.reset();
    close();
  };
  log.reset();
  store.set({ chosen: undefined, replay: { fileName: file.name, messages, sent: 0, isOn: false } });
}

/** What stands above the box while a session is open. @param {ReplayState} replay */
export function replayBar({ fileName, messages, sent, isOn }) {
  const words = panels().replay;
  const times = messages.length;
  return html`
    <div id="replay" class="row">
      <p class="grow"><strong>${fileName}</strong> · <span role="status">${progress({
        sent,
        times,
      })}</span></p>
      ${isOn ? html`<button @click=${() => stop?.()}>${text("stop")}</button>` : html`
        <button class="main" ?disabled=${times === 0} @click=${() => replay(waitAsRecorded)}>${words
          .withTiming}</button>
        <button ?disabled=${times === 0} @click=${() => replay(waitForReplies)}>${words
          .asReplied}</button>
      `}
      <button @click=${undo}>${text("undo")}</button>
      <button @click=${close}>${text("close")}</button>
    </div>
  `;
}

function close() {
  stop?.();
  store.set({ replay: undefined });
}

/** @typedef {(next: ReplayedMessage, before: ReplayedMessage, replay: Replay) => Promise<void>} Wait */
/** @typedef {{ signal: AbortSignal, came: () => number }} Replay How many messages have come, and its end. */

/** @param {Wait} wait Called between two messages. */
async function replay(wait) {
  const { replay: opened } = store.state;
  if (!opened) return;
  const { messages } = opened;
  const controller = new AbortController();
  const { signal } = controller;
  let came = 0;
  client.addEventListener("message", () => came++, { signal });
  stop = () => controller.abort();
  log.followNewest();
  for (const [index, message] of messages.entries()) {
    if (index > 0) await wait(message, messages[index - 1], { signal, came: () => came });
    if (signal.aborted || !send(message.payload)) break;
    store.set({ replay: { ...opened, sent: index + 1, isOn: true } });
  }
  controller.abort();
  const { replay } = store.state;
  if (replay) store.set({ replay: { ...replay, isOn: false } });
}

/** @type {Wait} */
function waitAsRecorded(next, before, { signal }) {
  return wait(next.atMs - before.atMs, signal);
}

/** Waits until as many messages have come as before the next one was sent. @type {Wait} */
async function waitForReplies({ cameBefore }, _, { signal, came }) {
  if (came() >= cameBefore) return;
  const enough = new AbortController();
  const end = AbortSignal.any([signal, enough.signal]);
  client.addEventListener("message", () => came() >= cameBefore && enough.abort(), { signal: end });
  await wait(MAX_WAIT_MS, end);
  enough.abort();
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
