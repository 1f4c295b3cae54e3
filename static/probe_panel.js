import { load, readTarget } from "./actions.js";
import { applyLanguage, panels } from "./language.js";
import { html } from "./vendor/lit-html.js";

/** The test of the path to the server; its results are drawn by `probe_view.js`. */
export function view() {
  return html`
    <p class="hint">${panels().probeHint}</p>
    <p><button id="probe" class="main" data-text="probe" @click=${run}></button></p>
    <div id="probe-results"></div>
  `;
}

/** Names the button, whose text follows the test. */
export function afterOpening() {
  applyLanguage();
}

function run() {
  load(import("./probe_view.js").then((part) => part.toggleProbe(readTarget)));
}
