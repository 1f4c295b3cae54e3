import { browseDrafts, readPayload, send, sendDraft, setDraft } from "./actions.js";
import { KINDS } from "./draft.js";
import { prettyJson } from "./formats.js";
import { chooseFile, closeButton, focus, icon, onValue, options, tool } from "./controls.js";
import { number, size, text } from "./language.js";
import { announce } from "./notice.js";
import { store } from "./state.js";
import { html, nothing } from "./vendor/lit-html.js";

/** @import { Kind, SavedDraft } from "./types.ts" */

/** @type {ReturnType<typeof setInterval> | undefined} Of the message that is sent repeatedly. */
let repeating;

/** The box for the next message, and what belongs to it. */
export function composer() {
  const { draft, draftProblem, kind, attachment, lastSent } = store.state;
  const kinds = Object.entries(KINDS).map(([value, label]) => [value, text(label)]);
  return html`
    <form id="composer" novalidate @submit=${submit}>
      <div class="box">
        <textarea id="message" rows="1" enterkeyhint="send" aria-label=${text("message")}
          placeholder=${text("messagePlaceholder")} aria-describedby="message-problem message-hint"
          ?disabled=${Boolean(attachment)} .value=${draft} @keydown=${press} @paste=${paste}
          @input=${onValue((text) => setDraft({ text }))}></textarea>
        <button class="main" id="send">${icon("send")}<span>${text("send")}</span></button>
      </div>
      ${attachment ? attached(attachment) : nothing}
      <p id="message-problem" class="problem" role="alert">${draftProblem}</p>
      <div class="row">
        <select id="kind" aria-label=${text("kind")} title=${text("kind")} @input=${onValue((
          value,
        ) => setDraft({ kind: /** @type {Kind} */ (value) }))}>${options(
          /** @type {[string, string][]} */ (kinds),
          kind,
        )}</select>
        ${kind === "json"
          ? tool("format", text("format"), { run: () => setDraft({ text: prettyJson(draft) }) })
          : nothing}
        ${tool("attach", text("file"), {
          title: text("chooseFile"),
          run: () => chooseFile(attach),
        })}
        ${tool("again", text("again"), {
          id: "send-again",
          title: text("sendAgain"),
          isDisabled: lastSent === undefined,
          run: () => lastSent !== undefined && send(lastSent),
        })}
        ${tool("saved", text("saved"), { menu: "saved" })} ${savedMenu()}
        ${tool("repeat", text("repeat"), { menu: "repeat-menu" })} ${repeatMenu()}
        <span class="grow"></span>
        <p id="message-hint" class="hint wide">${text("messageHint")}</p>
      </div>
    </form>
  `;
}

/** @param {NonNullable<typeof store.state.attachment>} attachment */
function attached({ name, bytes }) {
  const remove = () => {
    store.set({ attachment: undefined });
    focus("message");
  };
  return html`
    <p id="attachment">${icon("attach")}
      ${text("fileChosen", { name, size: size(bytes.length) })}
      <button type="button" @click=${remove}>${text("removeFile")}</button></p>
  `;
}

function savedMenu() {
  const { saved, draft } = store.state;
  return html`
    <div id="saved" popover>
      ${saved.length === 0 ? html`<p class="hint">${text("savedEmpty")}</p>` : nothing}
      <ul>${saved.map((item) =>
        html`
          <li>
            <button type="button" class="quiet" popovertarget="saved" popovertargetaction="hide"
              @click=${() => recallSaved(item)}>${item.name}</button>
            ${closeButton("", text("forget", { name: item.name }), () =>
              store.set({
                saved: saved.filter((other) => other !== item),
              }))}
          </li>
        `
      )}</ul>
      <p class="row"><input id="saved-name" class="grow" aria-label=${text("savedName")}
        placeholder=${text("savedName")} @keydown=${saveByEnter}>
      <button type="button" ?disabled=${draft === ""} @click=${saveDraft}>${text(
        "saveMessage",
      )}</button></p>
      <p class="hint">${text("variablesHint")}</p>
    </div>
  `;
}

function repeatMenu() {
  const { repetition } = store.state;
  const isOn = repetition?.isOn;
  return html`
    <div id="repeat-menu" popover>
      <p class="row">
        <label>${text("repeatEvery")}
          <input id="repeat-every" type="number" required min="1" max="3600000" value="1000"></label>
        <label>${text("repeatTimes")}
          <input id="repeat-times" type="number" required min="1" max="1000000" value="10"></label>
        <button type="button" @click=${isOn ? stopRepeating : repeat}>${text(
          isOn ? "stop" : "repeatStart",
        )}</button>
      </p>
      <p role="status">${repetition ? progress(repetition) : nothing}</p>
    </div>
  `;
}

/** Says how many of a number of messages have been sent. @param {{ sent: number, times: number }} counts */
export function progress({ sent, times }) {
  return text("repeatProgress", { sent: number(sent), times: number(times) });
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

/** @param {SavedDraft} item */
function recallSaved({ kind, text }) {
  setDraft({ kind, text });
  focus("message");
}

/** Keeps what is written, under its name or else its start. */
function saveDraft() {
  const input = /** @type {HTMLInputElement} */ (document.getElementById("saved-name"));
  const { saved, draft, kind } = store.state;
  const name = input.value.trim() || draft.slice(0, 40);
  if (draft === "") return;
  input.value = "";
  store.set({
    saved: [...saved.filter((other) => other.name !== name), { name, kind, text: draft }],
  });
}

/** @param {KeyboardEvent} event */
function saveByEnter(event) {
  if (event.key !== "Enter") return;
  // The form must not send.
  event.preventDefault();
  saveDraft();
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
