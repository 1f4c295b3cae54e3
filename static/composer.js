import { browseDrafts, readPayload, send, sendDraft, setDraft } from "./actions.js";
import { KINDS } from "./draft.js";
import { prettyJson } from "./formats.js";
import { chooseFile, icon, onValue, options } from "./controls.js";
import { number, size, text } from "./language.js";
import { announce } from "./notice.js";
import { remember, store } from "./state.js";
import { html, nothing } from "./vendor/lit-html.js";

/** @import { Kind, SavedDraft } from "./types.ts" */

/** @type {ReturnType<typeof setInterval> | undefined} Of the message that is sent repeatedly. */
let repeating;

/** The box for the next message, and what belongs to it. */
export function composer() {
  const { draft, draftProblem, kind, attachment, lastSent } = store.state;
  return html`
    <form id="composer" novalidate @submit=${submit}>
      <div class="box">
        <textarea id="message" rows="1" enterkeyhint="send" aria-label=${text("message")}
          placeholder=${text("messagePlaceholder")} aria-describedby="message-problem message-hint"
          ?disabled=${Boolean(attachment)} .value=${draft} @input=${onValue((text) =>
            setDraft({ text })
          )} @keydown=${press}
          @paste=${paste}></textarea>
        <button class="main" id="send">${icon("send")}<span>${text("send")}</span></button>
      </div>
      ${attachment
        ? html`
          <p
            id="attachment">${icon("attach")} ${text("fileChosen", {
              name: attachment.name,
              size: size(attachment.bytes.length),
            })} <button type="button" @click=${() => {
              store.set({ attachment: undefined });
              queueMicrotask(() => document.getElementById("message")?.focus());
            }}>${text("removeFile")}</button></p>
        `
        : nothing}
      <p id="message-problem" class="problem" role="alert">${draftProblem}</p>
      <div class="row">
        <select id="kind" aria-label=${text("kind")} title=${text("kind")}
          @input=${onValue((value) => setDraft({ kind: /** @type {Kind} */ (value) }))}>${options(
            Object.entries(KINDS).map(([value, label]) => [value, text(label)]),
            kind,
          )}</select>
        ${kind === "json"
          ? html`<button type="button" @click=${() => setDraft({ text: prettyJson(draft) })}>${
            text("format")
          }</button>`
          : nothing}
        <button type="button" class="quiet" title=${text("chooseFile")} aria-label=${text(
          "chooseFile",
        )} @click=${() => chooseFile(attach)}>${icon("attach")}<span>${text("file")}</span></button>
        <button type="button" class="quiet" id="send-again" aria-label=${text("sendAgain")}
          title=${text("sendAgain")} ?disabled=${lastSent === undefined} @click=${() =>
            lastSent !== undefined && send(lastSent)}>${icon("again")}<span>${text(
              "again",
            )}</span></button>
        ${savedMenu()} ${repeatMenu()}
        <p id="message-hint" class="hint">${text("messageHint")}</p>
      </div>
    </form>
  `;
}

function savedMenu() {
  const { saved, draft } = store.state;
  return html`
    <details class="menu" id="saved">
      <summary title=${text("saved")}>${icon("saved")}<span>${text("saved")}</span></summary>
      <div>
        ${saved.length === 0 ? html`<p class="hint">${text("savedEmpty")}</p>` : nothing}
        <ul>${saved.map((item) =>
          html`<li><button type="button" @click=${(/** @type {Event} */ event) =>
            recallSaved(event, item)}>${item.name}</button>
        <button type="button" class="icon" aria-label=${text("forget", { name: item.name })}
          @click=${() => keep(saved.filter((other) => other !== item))}>${
            icon("close")
          }</button></li>`
        )}</ul>
        <p class="row"><input id="saved-name" aria-label=${text("savedName")} placeholder=${text(
          "savedName",
        )} @keydown=${(/** @type {KeyboardEvent} */ event) =>
          event.key === "Enter" && saveDraft(event)}>
        <button type="button" ?disabled=${draft === ""} @click=${saveDraft}>${text(
          "saveMessage",
        )}</button></p>
        <p class="hint">${text("variablesHint")}</p>
      </div>
    </details>
  `;
}

function repeatMenu() {
  const { repetition } = store.state;
  return html`
    <details class="menu" id="repeat-menu">
      <summary title=${text("repeat")}>${icon("repeat")}<span>${text("repeat")}</span></summary>
      <div>
        <p class="row">
          <label>${text("repeatEvery")}
            <input id="repeat-every" type="number" required min="1" max="3600000" value="1000"></label>
          <label>${text("repeatTimes")}
            <input id="repeat-times" type="number" required min="1" max="1000000" value="10"></label>
          <button type="button" id="repeat" @click=${repetition?.isOn
            ? stopRepeating
            : repeat}>${text(repetition?.isOn ? "stop" : "repeatStart")}</button>
        </p>
        <p id="repeat-progress" role="status">${repetition
          ? text("repeatProgress", {
            sent: number(repetition.sent),
            times: number(repetition.times),
          })
          : nothing}</p>
      </div>
    </details>
  `;
}

/** Puts a file in the place of the draft. @param {File} file */
export async function attach(file) {
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    store.set({ attachment: { name: file.name, bytes }, draftProblem: "" });
  } catch {
    store.set({ draftProblem: text("fileFailed") });
  }
}

/** @param {SubmitEvent} event */
function submit(event) {
  event.preventDefault();
  sendDraft();
}

/** @param {KeyboardEvent} event */
function press(event) {
  const { key, shiftKey, altKey, ctrlKey, metaKey, isComposing, keyCode } = event;
  // While a character is composed, Enter chooses it; Safari tells that by the code 229 only.
  if (shiftKey || altKey || isComposing || keyCode === 229) return;
  if (key === "Enter") {
    event.preventDefault();
    return sendDraft();
  }
  if (ctrlKey || metaKey) return;
  const box = /** @type {HTMLTextAreaElement} */ (event.target);
  const { selectionStart, selectionEnd, value } = box;
  const isUp = key === "ArrowUp" && !value.slice(0, selectionStart).includes("\n");
  const isDown = key === "ArrowDown" && !value.slice(selectionEnd).includes("\n");
  if (!isUp && !isDown || !browseDrafts(isUp ? -1 : 1)) return;
  event.preventDefault();
}

/** Text boxes turn CR LF into LF. @param {ClipboardEvent} event */
function paste({ clipboardData }) {
  if (clipboardData?.getData("text/plain").includes("\r\n")) announce(text("pastedCrLf"));
}

/** @param {Event} event @param {SavedDraft} item */
function recallSaved({ target }, { kind, text }) {
  setDraft({ kind, text });
  /** @type {HTMLElement} */ (target).closest("details")?.removeAttribute("open");
  document.getElementById("message")?.focus();
}

/** @param {Event} event */
function saveDraft(event) {
  event.preventDefault();
  const input = /** @type {HTMLInputElement} */ (document.getElementById("saved-name"));
  const { saved, draft, kind } = store.state;
  const name = input.value.trim() || draft.slice(0, 40);
  if (draft === "") return;
  input.value = "";
  keep([...saved.filter((other) => other.name !== name), { name, kind, text: draft }]);
}

/** @param {readonly SavedDraft[]} saved */
function keep(saved) {
  remember("saved", JSON.stringify(saved));
  store.set({ saved });
}

/** Sends the draft repeatedly: at an interval, a given number of times, until stopped. */
function repeat() {
  const [every, times] = ["repeat-every", "repeat-times"].map((
    id,
  ) => /** @type {HTMLInputElement} */ (document.getElementById(id)));
  if (!every.reportValidity() || !times.reportValidity()) return;
  let sent = 0;
  const step = () => {
    // Read each time, since its variables change.
    const payload = readPayload();
    if (payload === undefined || !send(payload)) return stopRepeating();
    sent += 1;
    store.set({ repetition: { sent, times: times.valueAsNumber, isOn: true } });
    if (sent >= times.valueAsNumber) stopRepeating();
  };
  repeating = setInterval(step, every.valueAsNumber);
  step();
}

/** Stops sending repeatedly. */
export function stopRepeating() {
  clearInterval(repeating);
  const { repetition } = store.state;
  if (repetition?.isOn) store.set({ repetition: { ...repetition, isOn: false } });
}
