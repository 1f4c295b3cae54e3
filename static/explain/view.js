import { make } from "../dom.js";
import { Explanations } from "./explanations.js";
import { citedLinks, rowOf, tableOf, withLinks } from "./rows.js";
import { EXPLAIN_TEXTS } from "./texts.js";

/** @import { Handshake, Language } from "../types.ts" */

/** So often the list changes at most: of thousands of messages a second it makes a few rows. */
const EVERY_MS = 250;

/** Shows the handshake and the last explanations. */
export class ExplainView {
  explanations = new Explanations();
  /** @type {HTMLElement} */
  #root;
  #list = make("ol", {});
  #box = make("div", { className: "explained", tabIndex: 0, role: "region" }, this.#list);
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

  /** Says all of it again, as in another language. */
  render() {
    const texts = this.#texts();
    this.explanations.take(); // All of them are shown now.
    this.#box.ariaLabel = texts.events;
    this.#list.replaceChildren(...this.explanations.items.map((item) => rowOf(item, texts)));
    this.#root.lastElementChild?.replaceChildren(
      make("p", { className: "hint" }, ...withLinks(texts.intro)),
      this.#handshakeBox,
      make("h3", {}, texts.events),
      this.#box,
      make("p", { className: "cited" }, `${texts.cited} `, ...citedLinks(texts)),
      make("p", { className: "hint" }, ...withLinks(texts.invisible)),
    );
    this.#showHandshake(texts);
    this.#box.scrollTop = this.#box.scrollHeight;
  }

  /** @param {Handshake | undefined} handshake */
  showHandshake(handshake) {
    this.#handshake = handshake;
    this.#showHandshake(this.#texts());
  }

  /** Shows what is new before long. */
  schedule() {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#flush();
    }, EVERY_MS);
  }

  #flush() {
    const texts = this.#texts();
    const box = this.#box;
    const isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 8;
    this.#list.append(...this.explanations.take().map((item) => rowOf(item, texts)));
    while (this.#list.childElementCount > this.explanations.items.length) {
      this.#list.firstElementChild?.remove();
    }
    if (isAtEnd) box.scrollTop = box.scrollHeight;
  }

  /** @param {typeof EXPLAIN_TEXTS.en} texts */
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

  #texts() {
    return EXPLAIN_TEXTS[/** @type {Language} */ (document.documentElement.lang)];
  }
}
