/** What the page knows and keeps: its connection, the record, and the state that its views show. */
import { NO_FILTER, Record as Entries } from "./record.js";
import { RoundTrips } from "./round_trips.js";
import { INITIAL_SESSION } from "./session.js";
import { fromFragment, socketUrl } from "./share.js";
import { Rate } from "./shared/statistics.js";
import { SocketClient } from "./socket.js";
import { KINDS } from "./draft.js";

/** @import { State } from "./types.ts" */

/**
 * The parts of the state that outlive a reload: in this browser, or in this tab.
 * @type {Readonly<Record<"localStorage" | "sessionStorage", readonly (keyof State)[]>>}
 */
const KEPT = {
  localStorage: [
    "recent",
    "saved",
    "panel",
    "theme",
    "language",
    "hasSingleKeys",
    "isReconnecting",
  ],
  sessionStorage: ["address", "protocols", "draft", "kind", "sent"],
};
const AREAS = /** @type {(keyof typeof KEPT)[]} */ (Object.keys(KEPT));

/** Returns the state with what was kept, if the browser allows it. @param {State} defaults */
function recall(defaults) {
  const state = /** @type {Record<string, unknown>} */ ({ ...defaults });
  for (const area of AREAS) {
    for (const name of KEPT[area]) {
      try {
        const value = JSON.parse(globalThis[area].getItem(`eco.${name}`) ?? "");
        // Other versions of the page may have kept something else.
        const isRight = typeof value === typeof state[name] &&
          Array.isArray(value) === Array.isArray(state[name]);
        if (isRight) state[name] = value;
      } catch {
        // The page works without.
      }
    }
  }
  return /** @type {State} */ (/** @type {unknown} */ (state));
}

/** Keeps what is to outlive a reload, if the browser allows it. @param {Partial<State>} changes */
function keep(changes) {
  for (const area of AREAS) {
    for (const name of KEPT[area].filter((name) => name in changes)) {
      try {
        globalThis[area].setItem(`eco.${name}`, JSON.stringify(changes[name]));
      } catch {
        // The page works without.
      }
    }
  }
}

/** The state of the page. Views are functions of it. */
class Store {
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
    keep(changes);
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

export const client = new SocketClient();
export const record = new Entries();
export const roundTrips = new RoundTrips();
export const rate = new Rate();

/** Returns the state in which the page opens. @returns {State} */
function initialState() {
  const kept = recall({
    session: INITIAL_SESSION,
    address: "",
    protocols: "",
    addressProblem: "",
    isAddressInvalid: false,
    protocolsProblem: "",
    recent: [],
    isDrawerOpen: false,
    isReconnecting: false,
    kind: "text",
    draft: "",
    draftProblem: "",
    sent: [],
    saved: [],
    filter: NO_FILTER,
    mode: "tree",
    panel: "explain",
    isFromLink: false,
    language: "",
    theme: "",
    hasSingleKeys: true,
  });
  const shared = fromFragment(location.hash);
  const { url = kept.address, message = kept.draft, ...fields } = shared ?? {};
  const state = { ...kept, ...fields, draft: message, isFromLink: shared !== undefined };
  return /** @type {State} */ ({
    ...state,
    address: url || socketUrl(location.href),
    kind: state.kind in KINDS ? state.kind : "text",
    // Over a small window a panel would hide the conversation.
    panel: matchMedia("(min-width: 60rem)").matches ? state.panel : "",
  });
}

export const store = new Store(initialState());
client.reconnect = store.state.isReconnecting;
