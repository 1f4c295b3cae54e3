/** What the page knows: its connection, the record, and the state that its views show. */
import { NO_FILTER, Record as Entries } from "./record.js";
import { RoundTrips } from "./round_trips.js";
import { INITIAL_SESSION } from "./session.js";
import { fromFragment, socketUrl } from "./share.js";
import { Rate } from "./shared/statistics.js";
import { SocketClient } from "./socket.js";
import { recall, recallList } from "./storage.js";
import { Store } from "./store.js";
import { KINDS } from "./draft.js";

/** @import { Kind, Panel, SavedDraft, State, Target } from "./types.ts" */

export const client = new SocketClient();
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
    isReconnecting: recall("reconnect") === "on",
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
