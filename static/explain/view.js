import { make } from "../dom.js";
import { panels } from "../language.js";
import { Explanations } from "./explanations.js";
import { citedLinks, rowOf, tableOf, withLinks } from "./rows.js";

/** @import { HandshakeLine, PanelTexts } from "../types.ts" */

/**
 * A handshake, as far as it is known.
 * @typedef {object} Handshake
 * @property {readonly HandshakeLine[]} request
 * @property {readonly HandshakeLine[]} answer
 * @property {boolean} isReported Whether the server has reported what arrived.
 */

/** The list changes at most this often, so that thousands of messages a second make a few rows. */
const EVERY_MS = 250;

/** Shows the handshake and the last explanations. */
export class ExplainView {
  explanations = new Explanations();
  /** @type {HTMLElement} */
  #root;
  #list = make("ol", {});
  #listBox = make("div", { className: "explained", tabIndex: 0, role: "region" }, this.#list);
  #handshakeBox = make("div", {});
  /** @type {Handshake | undefined} */
  #handshake;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
    root.append(make("div", {}));
    this.render();
  }

  /** Renders everything anew, as in another language. */
  render() {
    const texts = panels().explain;
    this.explanations.take(); // All of them are shown now.
    this.#listBox.ariaLabel = texts.events;
    this.#list.replaceChildren(...this.explanations.items.map((item) => rowOf(item, texts)));
    this.#root.lastElementChild?.replaceChildren(
      make("p", { className: "hint" }, ...withLinks(texts.intro)),
      this.#handshakeBox,
      make("h3", {}, texts.events),
      this.#listBox,
      make("p", { className: "cited" }, `${texts.cited} `, ...citedLinks(texts)),
      make("p", { className: "hint" }, ...withLinks(texts.invisible)),
    );
    this.#showHandshake(texts);
    this.#listBox.scrollTop = this.#listBox.scrollHeight;
  }

  /** @param {Handshake | undefined} handshake */
  showHandshake(handshake) {
    this.#handshake = handshake;
    this.#showHandshake(panels().explain);
  }

  /** Shows what is new within a moment. */
  schedule() {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#flush();
    }, EVERY_MS);
  }

  #flush() {
    const texts = panels().explain;
    const listBox = this.#listBox;
    const isAtEnd = listBox.scrollHeight - listBox.scrollTop - listBox.clientHeight < 8;
    this.#list.append(...this.explanations.take().map((item) => rowOf(item, texts)));
    while (this.#list.childElementCount > this.explanations.items.length) {
      this.#list.firstElementChild?.remove();
    }
    if (isAtEnd) listBox.scrollTop = listBox.scrollHeight;
  }

  /** @param {PanelTexts["explain"]} texts */
  #showHandshake(texts) {
    const handshake = this.#handshake;
    this.#handshakeBox.replaceChildren(
      make("h3", {}, texts.handshake),
      ...(handshake
        ? [
          tableOf(texts.request, handshake.request, texts),
          tableOf(texts.answer, handshake.answer, texts),
        ]
        : []),
      make(
        "p",
        { className: "hint" },
        texts[!handshake ? "notYet" : handshake.isReported ? "fromServer" : "fromRules"],
      ),
    );
  }
}
