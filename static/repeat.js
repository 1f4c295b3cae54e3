import { button, element, input } from "./dom.js";
import { number, text } from "./language.js";

const every = input("repeat-every");
const times = input("repeat-times");
const toggle = button("repeat");
const progress = element("repeat-progress");

/** Sends the same message repeatedly: at an interval, a given number of times, until stopped. */
export class Repeater {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #sent = 0;
  #times = 0;
  /** @type {() => (() => boolean) | undefined} */
  #prepare;

  /**
   * @param {() => (() => boolean) | undefined} prepare Called at the start; returns a function that
   * sends once and returns whether it could.
   */
  constructor(prepare) {
    this.#prepare = prepare;
    toggle.addEventListener("click", () => this.#timer === undefined ? this.#start() : this.stop());
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.show();
  }

  /** Shows the progress; to be called again after a change of language. */
  show() {
    toggle.textContent = text(this.#timer === undefined ? "repeatStart" : "stop");
    progress.textContent = this.#times === 0 ? "" : text("repeatProgress", {
      sent: number(this.#sent),
      times: number(this.#times),
    });
  }

  #start() {
    if (!every.reportValidity() || !times.reportValidity()) return;
    const send = this.#prepare();
    if (!send) return;
    this.#sent = 0;
    this.#times = times.valueAsNumber;
    const step = () => {
      if (!send()) return this.stop();
      this.#sent += 1;
      if (this.#sent >= this.#times) return this.stop();
      this.show();
    };
    this.#timer = setInterval(step, every.valueAsNumber);
    step();
  }
}
