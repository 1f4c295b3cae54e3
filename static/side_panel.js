import { load } from "./actions.js";
import { closeButton, focus, icon } from "./controls.js";
import { loadPanelTexts, text } from "./language.js";
import { store } from "./state.js";
import { html, render } from "./vendor/lit-html.js";

/** @import { Panel } from "./types.ts" */

/**
 * What the module of a tab exports: what its panel shows now, called after each change and a few
 * times a second, and what it does once after it is there.
 * @typedef {{ view: () => unknown, afterOpening?: () => void }} PanelModule
 */

/**
 * The tabs in their order, each with the module that is loaded when it is opened. Its label is the
 * text of this name.
 * @type {Readonly<Record<Panel, () => Promise<PanelModule>>>}
 */
const PANELS = {
  explain: () => import("./explain/view.js"),
  roundTrips: () => import("./round_trips_view.js"),
  probe: () => import("./probe_view.js"),
  behaviors: () => import("./behaviors_view.js"),
  share: () => import("./share_view.js"),
};
const NAMES = /** @type {Panel[]} */ (Object.keys(PANELS));

/** @type {Map<Panel, PanelModule>} */
const loaded = new Map();
/** @type {Map<Panel, HTMLElement>} Each is filled apart from the rest of the page. */
const containers = new Map();

/** The tabs and the open panel. */
export function sidePanel() {
  const { panel } = store.state;
  return html`
    <div id="tabs" role="tablist" aria-label=${text("tools")} @keydown=${moveBetweenTabs}>${NAMES
      .map((name, index) => {
        const isOpen = name === panel;
        const isStop = panel ? isOpen : index === 0;
        return html`
          <button role="tab" id=${`tab-${name}`} aria-controls=${`panel-${name}`}
            aria-selected=${isOpen} tabindex=${isStop ? 0 : -1}
            @click=${() => togglePanel(name)}>${icon(name)}<span>${text(name)}</span></button>
        `;
      })}</div>
    <div id="panels" ?hidden=${!panel}>
      ${closeButton("close-panel", text("closePanel"), () => panel && togglePanel(panel))}
      ${NAMES.map((name) =>
        html`
          <div role="tabpanel" id=${`panel-${name}`} aria-labelledby=${`tab-${name}`}
            tabindex="0" ?hidden=${name !== panel}></div>
        `
      )}</div>
  `;
}

/** Draws the open panel; loads it if this is the first time. */
export function drawPanel() {
  const { panel } = store.state;
  const module = panel && loaded.get(panel);
  if (!module) return;
  const container = containers.get(panel) ?? document.getElementById(`panel-${panel}`);
  if (!container) return;
  render(module.view(), container);
  if (containers.has(panel)) return;
  containers.set(panel, container);
  module.afterOpening?.();
}

/** @param {Panel} panel */
export async function openPanel(panel) {
  // One of another version of the page.
  if (!Object.hasOwn(PANELS, panel)) return;
  store.set({ panel });
  if (loaded.has(panel)) return;
  const part = panel === "explain" ? "explain" : "panels";
  const [module] = await load(Promise.all([PANELS[panel](), loadPanelTexts(part)])) ?? [];
  if (!module) return;
  loaded.set(panel, module);
  store.set({});
}

/** @param {Panel} panel */
function togglePanel(panel) {
  if (store.state.panel !== panel) return openPanel(panel);
  store.set({ panel: "" });
  focus(`tab-${panel}`);
}

/** Moves between the tabs with the arrow keys, as the pattern of ARIA asks. @param {KeyboardEvent} event */
function moveBetweenTabs(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const at = NAMES.findIndex((name) => document.activeElement?.id === `tab-${name}`);
  if (!step || at === -1) return;
  event.preventDefault();
  focus(`tab-${NAMES[(at + step + NAMES.length) % NAMES.length]}`);
}
