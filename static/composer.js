import { button, element, find, input, onClick, select } from "./dom.js";
import { DraftHistory, readDraft } from "./draft.js";
import { prettyJson } from "./formats.js";
import { recall, remember } from "./storage.js";
import { size, text } from "./language.js";

/** @import { Kind, Payload } from "./types.ts" */

const message = find("message", HTMLTextAreaElement);
const kind = select("kind");
const problem = element("message-problem");
const formatButton = button("format");
const attachmentRow = element("attachment");
const attachmentName = element("attachment-name");
const file = input("file");

/** The next message: what is typed, or a file in its place. */
export class Composer {
  /** @type {{ name: string, bytes: Uint8Array<ArrayBuffer> } | undefined} */
  #attachment;
  #history = new DraftHistory(recall("sent", "sessionStorage").split("\0").filter(Boolean));

  constructor() {
    message.value = recall("draft", "sessionStorage");
    kind.value = recall("kind", "sessionStorage") || "text";
    message.addEventListener("input", () => this.#changed());
    kind.addEventListener("input", () => this.#changed());
    message.addEventListener("keydown", (event) => this.#browse(event));
    formatButton.addEventListener("click", () => this.draft = prettyJson(message.value));
    file.addEventListener("change", () => this.attach(file.files?.[0]));
    onClick("choose-file", () => file.click());
    onClick("attachment-remove", () => this.#detach());
    this.#changed();
  }

  /** What is typed. */
  get draft() {
    return message.value;
  }

  set draft(value) {
    message.value = value;
    this.#changed();
  }

  /** @returns {Kind} */
  get kind() {
    return /** @type {Kind} */ (kind.value);
  }

  set kind(value) {
    kind.value = value;
    if (kind.selectedIndex === -1) kind.value = "text";
    this.#changed();
  }

  /** @returns {Payload | undefined} What to send; nothing if the draft is wrong, which is shown. */
  read() {
    if (this.#attachment) return this.#attachment.bytes;
    const result = readDraft(message.value, this.kind);
    if ("payload" in result) return result.payload;
    this.tell(text(result.problem, { problem: result.detail }));
  }

  /** Clears the draft or file that has been sent. */
  done() {
    if (this.#attachment) return this.#detach();
    if (message.value !== "") this.#history.add(this.#written());
    remember("sent", this.#history.sent.join("\0"), "sessionStorage");
    this.draft = "";
  }

  /** @param {string} complaint Beside the box; empty: none. */
  tell(complaint) {
    problem.textContent = complaint;
  }

  /** @param {File | undefined} chosen */
  async attach(chosen) {
    if (!chosen) return;
    try {
      const bytes = new Uint8Array(await chosen.arrayBuffer());
      this.#attachment = { name: chosen.name, bytes };
      this.showAttachment();
      this.tell("");
    } catch {
      this.tell(text("fileFailed"));
    }
  }

  showAttachment() {
    attachmentRow.hidden = !this.#attachment;
    message.disabled = Boolean(this.#attachment);
    if (!this.#attachment) return;
    const { name, bytes } = this.#attachment;
    attachmentName.textContent = text("fileChosen", { name, size: size(bytes.length) });
  }

  #detach() {
    this.#attachment = undefined;
    file.value = "";
    this.showAttachment();
    message.focus();
  }

  /** The draft with its kind, as one text. */
  #written() {
    return `${kind.value} ${message.value}`;
  }

  #changed() {
    this.tell("");
    formatButton.hidden = kind.value !== "json";
    remember("draft", message.value, "sessionStorage");
    remember("kind", kind.value, "sessionStorage");
  }

  /** @param {KeyboardEvent} event */
  #browse(event) {
    const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
    if (shiftKey || altKey || ctrlKey || metaKey) return;
    const { selectionStart, selectionEnd, value } = message;
    const isUp = key === "ArrowUp" && !value.slice(0, selectionStart).includes("\n");
    const isDown = key === "ArrowDown" && !value.slice(selectionEnd).includes("\n");
    if (!isUp && !isDown) return;
    const written = this.#history.go(isUp ? -1 : 1, this.#written());
    if (written === undefined) return;
    event.preventDefault();
    const end = written.indexOf(" ");
    this.kind = /** @type {Kind} */ (written.slice(0, end));
    this.draft = written.slice(end + 1);
  }
}
