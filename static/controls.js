import { html, nothing } from "./vendor/lit-html.js";

/** Paths of the icons, drawn in a square of 24. */
const PATHS = {
  send: "M4 12 20 4l-5 16-3-7z",
  pause: "M8 5v14M16 5v14",
  play: "M7 4l12 8-12 8z",
  clear: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  attach: "M19 11l-8 8a5 5 0 0 1-7-7l9-9a3.5 3.5 0 0 1 5 5l-9 9a2 2 0 0 1-3-3l8-8",
  again: "M4 12a8 8 0 1 1 2.5 5.8M4 20v-5h5",
  repeat: "M4 11V9a3 3 0 0 1 3-3h12M16 3l3 3-3 3M20 13v2a3 3 0 0 1-3 3H5M8 21l-3-3 3-3",
  saved: "M6 3h12v18l-6-5-6 5z",
  format: "M9 4c-3 0-1 7-4 8 3 1 1 8 4 8M15 4c3 0 1 7 4 8-3 1-1 8-4 8",
  edit: "M4 20h4L20 8l-4-4L4 16z",
  close: "M6 6l12 12M18 6 6 18",
  options: "M4 8h10M18 8h2M4 16h4M12 16h8M16 6v4M10 14v4",
  help:
    "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18M9.5 9.5a2.5 2.5 0 1 1 3.7 2.2c-.9.5-1.2 1-1.2 1.9M12 17v.2",
  down: "M12 4v15M6 13l6 6 6-6",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  explain: "M4 5a3 3 0 0 1 3-2h13v16H7a3 3 0 0 0-3 2zM8 8h8M8 12h6",
  roundTrips: "M3 18l5-7 4 4 5-9 4 6",
  probe: "M5 12l4 4L19 6",
  behaviors: "M13 3 5 14h6l-1 7 9-12h-7z",
  share: "M12 15V4M8 8l4-4 4 4M5 13v7h14v-7",
};

/** Draws an icon, which assistive technology ignores. @param {keyof typeof PATHS} name */
export function icon(name) {
  return html`
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d=${PATHS[name]} />
    </svg>
  `;
}

/**
 * Draws a button with an icon and a label, which a phone hides.
 * @param {keyof typeof PATHS} name Of the icon.
 * @param {string} label
 * @param {{
 *   id?: string,
 *   look?: string,
 *   run?: (event: Event) => void,
 *   menu?: string,
 *   title?: string,
 *   isPressed?: boolean,
 *   isDisabled?: boolean,
 * }} options `menu` is the id of the popover that it opens.
 */
export function tool(name, label, options) {
  const { id = nothing, look = "tool quiet", run, menu = nothing, title = label } = options;
  return html`
    <button type="button" id=${id} class=${look} title=${title} popovertarget=${menu}
      aria-pressed=${options.isPressed ?? nothing} ?disabled=${options.isDisabled}
      @click=${run}>${icon(name)}<span>${label}</span></button>
  `;
}

/** Draws a button with an icon alone. @param {string} id @param {string} label @param {() => void} run */
export function closeButton(id, label, run) {
  return html`
    <button type="button" id=${id} class="icon quiet" aria-label=${label} title=${label}
      @click=${run}>${icon("close")}</button>
  `;
}

/** Draws the options of a select. @param {Iterable<readonly [value: string, label: string]>} labels @param {string} chosen */
export function options(labels, chosen) {
  return Array.from(
    labels,
    ([value, label]) =>
      html`<option value=${value} .selected=${value === chosen}>${label}</option>`,
  );
}

/** Returns a listener that takes what a control contains. @param {(value: string) => void} take */
export function onValue(take) {
  return (/** @type {Event} */ { target }) => take(/** @type {HTMLInputElement} */ (target).value);
}

/** Returns a listener that takes whether a box is checked. @param {(isChecked: boolean) => void} take */
export function onChecked(take) {
  return (/** @type {Event} */ { target }) =>
    take(/** @type {HTMLInputElement} */ (target).checked);
}

/** Moves the focus to a control, once the page is drawn. @param {string} id */
export function focus(id) {
  queueMicrotask(() => document.getElementById(id)?.focus());
}

/** Asks for a file. @param {(file: File) => void} take @param {string} [accept] Endings of its name. */
export function chooseFile(take, accept = "") {
  const input = Object.assign(document.createElement("input"), { type: "file", accept });
  input.addEventListener("change", () => input.files?.[0] && take(input.files[0]));
  input.click();
}
