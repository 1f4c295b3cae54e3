/** What a person can do on the page, whatever the control. */
import { DraftHistory, readDraft } from "./draft.js";
import { comparable } from "./formats.js";
import { describeCloseCode, text } from "./language.js";
import { END_NAMES, LogView } from "./log_view.js";
import { announce } from "./notice.js";
import { eventsOf } from "./session.js";
import { parseAddress, parseProtocols } from "./share.js";
import { focus } from "./controls.js";
import { client, rate, record, roundTrips, store } from "./state.js";

/** @import { Arrival, Draft, Payload, Session } from "./types.ts" */

/** How many addresses are offered again. */
const MAX_RECENT = 12;

export const log = new LogView();
const history = new DraftHistory(store.state.sent);
/** What `{{n}}` stands for in the next message. */
let nextNumber = 1;

/**
 * Loads a part of the page, and tells the user if that fails.
 * @template T
 * @param {Promise<T>} part
 * @returns {Promise<T | undefined>}
 */
export async function load(part) {
  try {
    return await part;
  } catch {
    announce(text("loadFailed"));
  }
}

/** Returns the address and subprotocols of the form, or shows what is wrong with them. */
export function readTarget() {
  const { address, protocols } = store.state;
  const url = parseAddress(address, location.protocol === "https:");
  const names = parseProtocols(protocols);
  store.set({
    address: url ?? address,
    addressProblem: url ? "" : text("urlInvalid"),
    isAddressInvalid: !url,
    protocolsProblem: names ? "" : text("protocolsInvalid"),
    ...(!names && { isDrawerOpen: true }),
  });
  if (url && names) return { address: url, names };
  focus(url ? "protocols" : "url");
}

/** Opens the connection that the form describes. */
export function connect() {
  const target = readTarget();
  if (!target) return;
  if (target.address.includes("?")) {
    load(import("./own_server.js").then((part) => part.checkBehaviors(target)));
  }
  try {
    client.connect(target.address, target.names);
    store.set({ isFromLink: false });
  } catch {
    // A valid address that the browser does not allow: ws: from a page that came by https:.
    store.set({ addressProblem: text("urlMixed"), isAddressInvalid: true });
  }
}

export function toggleConnection() {
  const { phase } = client.session;
  if (phase === "connecting" || phase === "open") client.disconnect();
  else connect();
}

/** Connects or disconnects by a key, which can be hit by accident: a button opens it again. */
export function toggleConnectionByKey() {
  const wasOpen = client.isOpen;
  toggleConnection();
  const run = () => client.reconnectNow();
  if (wasOpen) announce(text("disconnectedByKey"), { label: text("undo"), run });
}

/** @param {boolean} isOn Whether to reconnect when the connection is lost. */
export function setReconnecting(isOn) {
  client.reconnect = isOn;
  if (!isOn) client.stopReconnecting();
  store.set({ isReconnecting: isOn });
}

/** @param {string} address @param {string} [protocols] */
export function setAddress(address, protocols = store.state.protocols) {
  store.set({
    address,
    protocols,
    addressProblem: "",
    isAddressInvalid: false,
    protocolsProblem: "",
  });
}

/** Changes what is being written. @param {Partial<Draft>} draft */
export function setDraft({ text: draft = store.state.draft, kind = store.state.kind }) {
  store.set({ draft, kind, draftProblem: "" });
}

/** Brings back an earlier draft (-1) or a later one (1); returns whether there is one. @param {-1 | 1} step */
export function browseDrafts(step) {
  const { kind, draft } = store.state;
  const written = history.go(step, JSON.stringify({ kind, text: draft }));
  if (written !== undefined) setDraft(JSON.parse(written));
  return written !== undefined;
}

/** @returns {Payload | undefined} What to send; nothing if the draft is wrong, which is shown. */
export function readPayload() {
  const { attachment, draft, kind } = store.state;
  if (attachment) return attachment.bytes;
  const isCounted = draft.includes("{{n}}");
  const variables = {
    n: `${nextNumber}`,
    // Pages that came by http: from another machine have no randomUUID().
    uuid: crypto.randomUUID?.() ?? URL.createObjectURL(new Blob()).slice(-36),
    now: new Date().toISOString(),
  };
  const result = readDraft(draft, kind, variables);
  if ("payload" in result) {
    if (isCounted) nextNumber += 1;
    return result.payload;
  }
  store.set({ draftProblem: text(result.problem, { problem: result.detail }) });
}

/** Sends what is written, and empties the box. */
export function sendDraft() {
  if (!client.isOpen) return void store.set({ draftProblem: text("notSent") });
  const payload = readPayload();
  if (payload === undefined) return;
  const { attachment, draft, kind } = store.state;
  if (attachment) {
    store.set({ attachment: undefined });
  } else {
    if (draft !== "") history.add(JSON.stringify({ kind, text: draft }));
    store.set({ sent: history.sent });
    setDraft({ text: "" });
    // Not with the next drawing, which waits for the reply: what is typed meanwhile is the next one.
    /** @type {HTMLTextAreaElement} */ (document.getElementById("message")).value = "";
  }
  log.followNewest();
  send(payload);
}

/**
 * Sends a message and lists it; returns whether the connection was open.
 * @param {Payload} payload
 */
export function send(payload) {
  if (!client.isOpen) {
    store.set({ draftProblem: text("notSent") });
    return false;
  }
  const content = comparable(payload);
  const entry = record.add({ kind: "sent", payload, atMs: Date.now(), url: client.url });
  log.add(entry);
  store.set({ lastSent: payload });
  const nowMs = performance.now();
  rate.add(entry.bytes, nowMs);
  roundTrips.sent(content, nowMs);
  // Last, so that the round trip has nothing of the work above.
  client.send(payload);
  return true;
}

/** @param {Arrival} arrival */
function receive({ payload, nowMs }) {
  const roundTripMs = roundTrips.received(comparable(payload), nowMs);
  const { url } = client;
  const entry = record.add({ kind: "received", payload, atMs: Date.now(), url, roundTripMs });
  rate.add(entry.bytes, nowMs);
  log.add(entry);
}

/** Clears the record; a button in the notice brings it back. */
export function clear() {
  const restore = record.clear();
  const restoreTimes = roundTrips.clearTimes();
  store.set({ chosen: undefined });
  log.reset();
  announce(text("cleared"), {
    label: text("undo"),
    run: () => {
      restore();
      restoreTimes();
      log.reset();
    },
  });
}

/** @param {Session} before */
function followSession(before) {
  const { session, url, protocol, extensions, startedAtMs, offered } = client;
  const atMs = Date.now();
  for (const event of eventsOf(before, session)) {
    const tookMs = event.name === "waiting" ? undefined : performance.now() - startedAtMs;
    log.add(record.add({ kind: "event", event, atMs, url, protocol, extensions, tookMs }));
    if (event.name === "open") rememberTarget(url, offered.join(", "));
  }
  if (session.phase !== "open") roundTrips.clear();
  store.set({ session, ...(session.phase === "open" && { draftProblem: "" }) });
}

/** Offers an address again, the last one first. @param {string} url @param {string} protocols */
function rememberTarget(url, protocols) {
  const others = store.state.recent.filter((target) => target.url !== url);
  store.set({ recent: [{ url, protocols }, ...others].slice(0, MAX_RECENT) });
}

/** Names the session: what the page says of its connection. */
export function nameSession() {
  const { phase, ending } = store.state.session;
  if (ending && phase === "waiting") return text("waiting");
  if (ending && !ending.opened && ending.by !== "you") return text("failed");
  return text(ending ? END_NAMES[ending.by] : /** @type {"idle"} */ (phase));
}

/** Returns a close code with its name and meaning. @param {NonNullable<Session["ending"]>} ending */
export function describeEnding({ code, opened }) {
  const { name, meaning } = describeCloseCode(code);
  return { name, meaning: opened ? meaning : text("failedWhy") };
}

/** Follows the connection. */
export function start() {
  client.addEventListener("change", (event) => {
    followSession(/** @type {CustomEvent<Session>} */ (event).detail);
  });
  client.addEventListener("message", (event) => {
    receive(/** @type {CustomEvent<Arrival>} */ (event).detail);
  });
}
