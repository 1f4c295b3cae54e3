/** Starts the page: draws its views after each change, and follows what happens outside of them. */
import { connect, log, start } from "./actions.js";
import { attach, stopRepeating } from "./composer.js";
import { focus } from "./controls.js";
import { conversation } from "./conversation.js";
import { text } from "./language.js";
import { settingsDialog, startSettings } from "./settings.js";
import { drawPanel, openPanel, sidePanel } from "./side_panel.js";
import { client, rate, roundTrips, store } from "./state.js";
import { topBar } from "./top_bar.js";
import { html, nothing, render } from "./vendor/lit-html.js";

/** How often a panel, a countdown and an elapsed time are drawn again. */
const REFRESH_MS = 250;
/** How long a drawing waits for a reply. */
const REPLY_MS = 50;

function page() {
  const { panel, notice } = store.state;
  const action = notice?.action;
  return html`
    <div id="top">${topBar()}</div>
    <main class=${panel && "with-panel"}>
      <section id="conversation" aria-label=${text("transcript")}>${conversation()}</section>
      <section id="side" aria-label=${text("tools")}>${sidePanel()}</section>
    </main>
    <p id="notice" role="status">${notice?.words ?? nothing}${action
      ? html`<button @click=${action.run}>${action.label}</button>`
      : nothing}</p>
    ${settingsDialog()}
  `;
}

const root = /** @type {HTMLElement} */ (document.getElementById("page"));

/** @type {ReturnType<typeof setTimeout> | undefined} Of a drawing that waits for a reply. */
let waiting;

/** Draws all but the open panel, which a burst would draw too often. */
function drawPage() {
  clearTimeout(waiting);
  waiting = undefined;
  render(page(), root);
  log.draw();
}

/** Draws the page, but lets a reply come first: its round trip must not include the drawing. */
function drawPageAfterReply() {
  if (roundTrips.isAwaited(performance.now() - REPLY_MS)) {
    waiting ??= setTimeout(drawPage, REPLY_MS);
  } else drawPage();
}

function drawOpenPanel() {
  if (waiting === undefined) drawPanel();
}

function draw() {
  drawPageAfterReply();
  drawOpenPanel();
}

await startSettings();
start();
drawPage();
log.start(drawPageAfterReply);
root.hidden = false;
store.subscribe(draw);
if (store.state.panel) openPanel(store.state.panel);
focus("message");
// A shared link must not send anything before the user clicks.
if (!store.state.isFromLink) connect();

setInterval(() => {
  const { session: { phase }, panel } = store.state;
  if (phase === "connecting" || phase === "waiting") store.set({});
  else if (panel && !document.hidden) drawOpenPanel();
  rate.forget(performance.now());
}, REFRESH_MS);

client.addEventListener("change", () => {
  if (client.session.phase !== "open") stopRepeating();
});
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  const file = event.dataTransfer?.files[0];
  if (!file) return;
  event.preventDefault();
  attach(file);
});

// Browsers keep no page with an open connection for the Back button.
let wasOpen = false;
addEventListener("pagehide", () => {
  wasOpen = client.isOpen;
  if (wasOpen) client.disconnect();
});
addEventListener("pageshow", (event) => {
  if (event.persisted && wasOpen) client.reconnectNow();
});
addEventListener("hashchange", () => location.reload());
