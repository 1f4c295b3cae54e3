/**
 * The state of the page. Views are functions of it.
 * @template State
 */
export class Store {
  /** @type {(() => void)[]} */
  #listeners = [];
  #isScheduled = false;

  /** @param {State} initial */
  constructor(initial) {
    this.state = initial;
  }

  /**
   * Changes the state. Listeners run once, before the browser handles its next event.
   * @param {Partial<State>} changes
   */
  set(changes) {
    this.state = { ...this.state, ...changes };
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      for (const listener of this.#listeners) listener();
    });
  }

  /** Calls a function after each change. @param {() => void} listener */
  subscribe(listener) {
    this.#listeners.push(listener);
  }
}
