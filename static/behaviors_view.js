import { onChecked, onValue } from "./controls.js";
import { connect, setAddress } from "./actions.js";
import { BEHAVIORS, behaviorsOf, withBehaviors } from "./behaviors.js";
import { panels } from "./language.js";
import { isOwn } from "./own_server.js";
import { parseAddress } from "./share.js";
import { fill } from "./shared/text.js";
import { client, store } from "./state.js";
import { html, nothing } from "./vendor/lit-html.js";

/** @import { PanelTexts } from "./types.ts" */

/** Whether the user says that a foreign server is eco too. */
let isForeignEco = false;

/** The behaviors that the server can be asked for: what applies now, and what after reconnecting. */
export function view() {
  const words = panels();
  const address = parseAddress(store.state.address);
  if (!address) return html`<p class="hint">${words.behaviorAddress}</p>`;
  const isOffered = isOwn(address) || isForeignEco;
  const wanted = behaviorsOf(address);
  const isOpen = client.isOpen;
  const active = isOpen ? behaviorsOf(client.url) : new Map();
  const isChanged = !isOpen || client.url !== address;
  return html`
    <p class="hint">${words.behaviorHint}</p>
    <dl class="compare">
      <div>
        <dt>${words.behaviorNow}</dt>
        <dd id="behaviors-now">${isOpen ? write(active) : words.behaviorClosed}</dd>
      </div>
      <div ?hidden=${!isChanged}>
        <dt>${words.behaviorNext}</dt>
        <dd id="behaviors-next">${write(wanted)}</dd>
      </div>
    </dl>
    <p class="row"><button class="main" ?disabled=${!isChanged} @click=${connect}>${words
      .behaviorApply}</button>
      <button ?disabled=${wanted.size === 0} @click=${() => change(new Map())}>${words
        .behaviorNone}</button></p>
    ${isOwn(address) ? nothing : html`
      <p class="hint">${fill(words.behaviorForeign, { host: new URL(address).host })}</p>
      <label
        class="choice"><input type="checkbox" .checked=${isForeignEco} @input=${onChecked(
          (isChecked) => {
            isForeignEco = isChecked;
            store.set({});
          },
        )}> ${words.behaviorForeignEco}</label>
    `}
    ${Object.entries(Object.groupBy(BEHAVIORS, ({ group }) => group)).map(([group, behaviors]) =>
      html`<fieldset ?disabled=${!isOffered}><legend>${
        words.behaviorGroups[/** @type {keyof PanelTexts["behaviorGroups"]} */ (group)]
      }</legend>${behaviors?.map((behavior) => row(behavior, wanted))}</fieldset>`
    )}
  `;
}

/** @param {typeof BEHAVIORS[number]} behavior @param {Map<string, string>} wanted */
function row({ name, example }, wanted) {
  const value = wanted.get(name);
  return html`
    <div class="row">
      <label class="choice"><input type="checkbox" .checked=${value !==
        undefined} @input=${onChecked((isChosen) =>
          choose(name, isChosen ? example ?? "" : undefined)
        )}> <span id=${`behavior-${name}`}>${panels()
        .behaviors[name]}</span></label>
      ${example === undefined ? nothing : html`
        <input id=${`value-${name}`} placeholder=${example}
          aria-labelledby=${`behavior-${name}`} .value=${value ?? ""} @input=${onValue((value) =>
            change(new Map([...wanted, [name, value]]))
          )}>
      `}
    </div>
  `;
}

/** @param {string} name @param {string | undefined} value Nothing to take it out of the address. */
function choose(name, value) {
  const wanted = behaviorsOf(store.state.address);
  // At first the example: most rules refuse an empty value, and with it the connection.
  if (value === undefined) wanted.delete(name);
  else wanted.set(name, value);
  change(wanted);
  if (value === undefined) return;
  queueMicrotask(() => {
    const input = document.getElementById(`value-${name}`);
    if (input instanceof HTMLInputElement) input.select();
  });
}

/** Writes the choice into the address. @param {ReadonlyMap<string, string>} values */
function change(values) {
  const address = parseAddress(store.state.address);
  if (address) setAddress(withBehaviors(address, values));
}

/** @param {ReadonlyMap<string, string>} values */
function write(values) {
  const words = [...values].map(([name, value]) => value ? `${name}=${value}` : name);
  return words.join(" · ") || panels().behaviorPlain;
}
