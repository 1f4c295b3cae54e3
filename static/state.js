/** What the page knows and keeps: its connection, the record, and the state that its views show. */
import { NO_FILTER, Record as Entries } from "./record.js";
import { RoundTrips } from "./round_trips.js";
import { INITIAL_SESSION } from "./session.js";
import { fromFragment, socketUrl } from "./share.js";
import { Rate } from "./shared/statistics.js";
import { SocketClient } from "./socket.js";
import { KINDS } from "./draft.js";

/** @import { Kind, Panel, SavedDraft, State, Target } from "./types.ts" */

/**
 * Returns a value kept in this browser, or in this tab; empty if there is none.
 * @param {string} name
 * @param {"localStorage" | "sessionStorage"} area
 * @returns {string}
 */
export function recall(name, area = "localStorage") {
  try {
    return globalThis[area].getItem(`eco.${name}`) ?? "";
  } catch {
    return "";
  }
}

/**
 * Keeps a value in this browser, or in this tab, if the browser allows it.
 * @param {string} name
 * @param {string} value
 * @param {"localStorage" | "sessionStorage"} area
 */
export function remember(name, value, area = "localStorage") {
  try {
    globalThis[area].setItem(`eco.${name}`, value);
  } catch {
    // The page works without.
  }
}

/**
 * Returns a list kept in this browser, or in this tab; empty if there is none that can be read.
 * @param {string} name
 * @param {"localStorage" | "sessionStorage"} [area]
 * @returns {unknown[]}
 */
export function recallList(name, area) {
  try {
    const list = JSON.parse(recall(name, area));
    // Other versions of the page may have kept something else.
    return Array.isArray(list) ? list.filter(Boolean) : [];
  } catch {
    return [];
  }
}

/**
 * The state of the page. Views are functions of it.
 * @template State
 */
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
client.reconnect = recall("reconnect") === "on";
export const record = new Entries();
export const roundTrips = new RoundTrips();
export const rate = new Rate();

const shared = fromFragment(location.hash);
/** @param {string} name */
const recallHere = (name) => recall(name, "sessionStorage");
const kind = shared ? shared.kind : recallHere("kind");
// Over a small window a panel would hide the conversation.
const panel = matchMedia("(min-width: 60rem)").matches ? recall("panel") || "explain" : "none";

/** @type {Store<State>} */
export const store = new Store(
  /** @type {State} */ ({
    session: INITIAL_SESSION,
    address: (shared ? shared.url : recallHere("address")) || socketUrl(location.href),
    protocols: shared ? shared.protocols : recallHere("protocols"),
    addressProblem: "",
    isAddressInvalid: false,
    protocolsProblem: "",
    recent: /** @type {Target[]} */ (recallList("recent")),
    isDrawerOpen: false,
    kind: /** @type {Kind} */ (kind in KINDS ? kind : "text"),
    draft: shared ? shared.message : recallHere("draft"),
    draftProblem: "",
    saved: /** @type {SavedDraft[]} */ (recallList("saved")),
    filter: NO_FILTER,
    mode: "tree",
    panel: panel === "none" ? undefined : /** @type {Panel} */ (panel),
    isFromLink: Boolean(shared),
    theme: recall("theme"),
    hasSingleKeys: recall("single-keys") !== "off",
  }),
);
