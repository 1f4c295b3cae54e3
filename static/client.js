/** Wires the page: the connection, the composer, the transcript, and the controls around them. */
import { announce, copy } from "./clipboard.js";
import { Composer } from "./composer.js";
import { showSession } from "./connection_view.js";
import { button, element, find, input, make, onClick, onUnfold, select } from "./dom.js";
import { comparable } from "./formats.js";
import { startPreferences } from "./preferences.js";
import { Repeater } from "./repeat.js";
import { RoundTrips } from "./round_trips.js";
import { fromFragment, parseAddress, parseProtocols, socketUrl, toFragment } from "./share.js";
import { startShortcuts } from "./shortcuts.js";
import { SocketClient } from "./socket.js";
import { Rate } from "./shared/statistics.js";
import { MAX_ROUND_TRIPS, showStatistics } from "./statistics_view.js";
import { recall, remember } from "./storage.js";
import { SAVE_FORMATS, Transcript } from "./transcript.js";
import { TranscriptView } from "./transcript_view.js";
import { onLanguageChange, text } from "./language.js";

/** @import { Arrival, Entry, Kind, Payload } from "./types.ts" */

const url = input("url");
const urlProblem = element("url-problem");
const protocols = input("protocols");
const protocolsProblem = element("protocols-problem");
const reconnect = input("reconnect");
const message = find("message", HTMLTextAreaElement);
const sendAgain = button("send-again");

const client = new SocketClient();
const transcript = new Transcript();
const roundTrips = new RoundTrips();
const rate = new Rate();
/** @type {number[]} */
let roundTripsMs = [];
/** @type {Payload | undefined} */
let lastSent;
/** @type {((entry: Entry) => void) | undefined} */
let explain;

startShortcuts([
  { keys: "Enter", keysText: "keyEnter", label: "shortcutEnter" },
  { keys: "Shift+Enter", keysText: "keyShiftEnter", label: "shortcutShiftEnter" },
  { keys: "↑ ↓", label: "shortcutHistory" },
  { keys: "m", label: "shortcutMessage", run: () => message.focus() },
  { keys: "f", label: "shortcutFilter", run: () => input("filter").focus() },
  { keys: "c", label: "shortcutConnect", run: toggleConnection },
  { keys: "p", label: "shortcutPause", run: () => view.togglePause() },
  { keys: "x", label: "shortcutClear", run: clear },
]);
onUnfold(
  "behaviors",
  () => load(import("./behavior_form.js").then((form) => form.startBehaviorForm())),
);
await startPreferences();
const composer = new Composer();
const view = new TranscriptView(transcript);
const repeater = new Repeater(() => {
  const payload = composer.read();
  return payload === undefined ? undefined : () => send(payload);
});
onLanguageChange(render);

function render() {
  showSession(client);
  view.render();
  composer.showAttachment();
  repeater.show();
  showStatistics(roundTripsMs, rate);
}

/**
 * Tells the user if a part of the page cannot be loaded.
 * @param {Promise<unknown>} part
 */
function load(part) {
  part.catch(() => announce(text("loadFailed")));
}

/** Returns the address and subprotocols of the form, or shows what is wrong with them. */
function readTarget() {
  const address = parseAddress(url.value);
  const names = parseProtocols(protocols.value);
  urlProblem.textContent = address ? "" : text("urlInvalid");
  protocolsProblem.textContent = names ? "" : text("protocolsInvalid");
  url.ariaInvalid = String(!address);
  protocols.ariaInvalid = String(!names);
  if (address && names) return { address, names };
  if (!address) return url.focus();
  find("more-connection", HTMLDetailsElement).open = true;
  protocols.focus();
}

/** Opens the connection that the form describes. */
function connect() {
  const target = readTarget();
  if (!target) return;
  if (target.address.includes("?")) {
    load(import("./behavior_check.js").then((part) => part.checkBehaviors(target)));
  }
  try {
    client.connect(target.address, target.names);
  } catch {
    // A valid address that the browser does not allow: ws: from a page that came by https:.
    urlProblem.textContent = text("urlMixed");
    url.ariaInvalid = "true";
  }
}

function toggleConnection() {
  const { phase } = client.session;
  if (phase === "connecting" || phase === "open") client.disconnect();
  else connect();
}

/**
 * Sends a message and lists it; returns whether the connection was open.
 * @param {Payload} payload
 */
function send(payload) {
  if (!client.isOpen) {
    composer.tell(text("notSent"));
    return false;
  }
  const now = performance.now();
  client.send(payload);
  roundTrips.sent(comparable(payload), now);
  const entry = transcript.add("sent", payload, Date.now());
  list(entry, now);
  lastSent = payload;
  sendAgain.disabled = false;
  return true;
}

/** @param {Arrival} arrival */
function received({ payload, nowMs }) {
  const roundTripMs = roundTrips.received(comparable(payload), nowMs);
  const entry = transcript.add("received", payload, Date.now(), roundTripMs);
  list(entry, nowMs);
  if (roundTripMs === undefined) return;
  roundTripsMs.push(roundTripMs);
  if (roundTripsMs.length > MAX_ROUND_TRIPS) roundTripsMs.shift();
}

/** @param {Entry} entry @param {number} nowMs */
function list(entry, nowMs) {
  rate.add(entry.bytes, nowMs);
  view.add(entry);
  explain?.(entry);
}

client.addEventListener("change", () => {
  const { phase } = client.session;
  if (phase !== "open") {
    repeater.stop();
    roundTrips.clear();
  } else {
    composer.tell("");
  }
  showSession(client);
});
client.addEventListener("message", (event) => {
  received(/** @type {CustomEvent<Arrival>} */ (event).detail);
});

find("connection", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  toggleConnection();
});
onClick(
  "probe",
  () => load(import("./probe_view.js").then((part) => part.toggleProbe(readTarget))),
);
onClick("reconnect-now", () => client.reconnectNow());
onClick("reconnect-stop", () => client.stopReconnecting());
reconnect.checked = client.reconnect = recall("reconnect") === "on";
reconnect.addEventListener("input", () => {
  client.reconnect = reconnect.checked;
  remember("reconnect", reconnect.checked ? "on" : "off");
  if (!reconnect.checked) client.stopReconnecting();
});

find("composer", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  const payload = composer.read();
  if (payload === undefined || !send(payload)) return;
  composer.done();
  view.showNewest();
});
message.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  find("composer", HTMLFormElement).requestSubmit();
});
sendAgain.addEventListener("click", () => lastSent !== undefined && send(lastSent));
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  const file = event.dataTransfer?.files[0];
  if (!file) return;
  event.preventDefault();
  composer.attach(file);
});

function clear() {
  transcript.clear();
  roundTripsMs = [];
  view.clear();
  showStatistics(roundTripsMs, rate);
}
onClick("clear", clear);
onClick("save", () => {
  const name = /** @type {keyof typeof SAVE_FORMATS} */ (
    select("save-format").value
  );
  const { type, write } = SAVE_FORMATS[name];
  const href = URL.createObjectURL(new Blob([write(transcript, client.url)], { type }));
  make("a", { href, download: `eco-${new Date().toISOString().replaceAll(":", "-")}.${name}` })
    .click();
  // The browser has to read the file before the URL is revoked.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
});

onClick("share-link", () => {
  const link = new URL(location.href);
  link.hash = toFragment({
    url: url.value,
    protocols: protocols.value,
    message: composer.draft,
    kind: composer.kind,
  });
  copy(link.href);
});
onUnfold(
  "share-title",
  () => load(import("./snippet_view.js").then((view) => view.startSnippets(() => composer.draft))),
);
onUnfold(
  "explain",
  () =>
    load(
      import("./explain/start.js").then(async (part) => explain = await part.startExplain(client)),
    ),
);
find("explain", HTMLDetailsElement).open = recall("explain") !== "";

// Browsers keep no page with an open connection for the Back button.
let wasOpen = false;
addEventListener("pagehide", () => {
  wasOpen = client.isOpen;
  if (wasOpen) client.disconnect();
});
addEventListener("pageshow", (event) => {
  if (event.persisted && wasOpen) client.reconnectNow();
});

setInterval(() => showStatistics(roundTripsMs, rate), 500);

addEventListener("hashchange", () => location.reload());
const shared = fromFragment(location.hash);
url.value = shared?.url || socketUrl(location.href);
url.dispatchEvent(new Event("input"));
protocols.value = shared?.protocols ?? "";
if (shared) {
  composer.kind = /** @type {Kind} */ (shared.kind);
  composer.draft = shared.message;
  announce(text("loadedFromLink"));
}
render();
element("page").hidden = false;
message.focus();
// A shared link must not send anything before the user clicks.
if (!shared) connect();
