import {
  connect,
  describeEnding,
  nameSession,
  setAddress,
  setReconnecting,
  toggleConnection,
} from "./actions.js";
import { icon, onChecked, onValue } from "./controls.js";
import { currentLanguage, LANGUAGES, text } from "./language.js";
import { openSettings, pickLanguage } from "./settings.js";
import { openPanel } from "./side_panel.js";
import { client, store } from "./state.js";
import { likelyCauses } from "./causes.js";
import { html, nothing } from "./vendor/lit-html.js";

/** @import { Ending } from "./types.ts" */

/** The bar at the top: the state, the address, and what belongs to it. */
export function topBar() {
  const { session: { phase, ending }, address, addressProblem, isAddressInvalid, recent } =
    store.state;
  const isUp = phase === "connecting" || phase === "open" || phase === "closing";
  return html`
    <header>
      <h1><img src="icon.svg" alt="" width="28" height="28"><span>eco</span></h1>
      <p id="state" role="status" data-phase=${phase} data-by=${ending?.by ??
        ""}>${nameSession()}</p>
      <div id="connection" class="box">
        <input id="url" type="text" inputmode="url" autocomplete="off" autocapitalize="off"
          spellcheck="false" list="recent" aria-label=${text("url")}
          aria-describedby="url-problem" aria-invalid=${isAddressInvalid}
          .value=${address} @input=${onValue(typeAddress)} @keydown=${connectByEnter}>
        <datalist id="recent">${recent.map(({ url, protocols }) =>
          html`<option value=${url}>${protocols}</option>`
        )}</datalist>
        <button id="connect" @click=${toggleConnection} class=${isUp ? "outline" : "main"}>${text(
          phase === "connecting" ? "cancel" : isUp ? "disconnect" : "connect",
        )}</button>
      </div>
      ${optionsButton()}
      <select class="wide" aria-label=${text(
        "language",
      )} @input=${pickLanguage}>${languageOptions()}</select>
      <button id="help" class="icon quiet" aria-label=${text("help")} title=${text("help")}
        @click=${openSettings}>${icon("help")}</button>
    </header>
    ${drawer()}
    <div id="url-problem" class="problem" role="alert">${addressProblem || nothing}</div>
    ${trouble()}
  `;
}

/** The options for the select of the language. */
export function languageOptions() {
  return Object.entries(LANGUAGES).map(([code, name]) =>
    html`<option value=${code} lang=${code} .selected=${
      code === currentLanguage()
    }>${name}</option>`
  );
}

function optionsButton() {
  const { protocols, isDrawerOpen } = store.state;
  const set = [
    protocols.trim() && `${text("protocols")}: ${protocols.trim()}`,
    client.reconnect && text("reconnecting"),
  ].filter(Boolean).join(" · ");
  return html`
    <button id="options" class="quiet" aria-expanded=${isDrawerOpen} aria-controls="drawer"
      title=${text("options")} @click=${() => store.set({ isDrawerOpen: !isDrawerOpen })}>${icon(
        "options",
      )}<span>${set || text("options")}</span></button>
  `;
}

function drawer() {
  const { isDrawerOpen, protocols, protocolsProblem, address } = store.state;
  return html`
    <section id="drawer" aria-label=${text("options")} ?hidden=${!isDrawerOpen}>
      <div>
        <label for="protocols">${text("protocols")}</label>
        <input id="protocols" spellcheck="false" autocomplete="off" .value=${protocols}
          aria-invalid=${Boolean(protocolsProblem)} placeholder="v2.chat, v1.chat"
          aria-describedby="protocols-problem protocols-hint"
          @input=${onValue((value) => setAddress(address, value))}
          @keydown=${connectByEnter}>
        <p id="protocols-hint" class="hint">${text("protocolsHint")}</p>
        <p id="protocols-problem" class="problem" role="alert">${protocolsProblem}</p>
      </div>
      <label class="choice"><input type="checkbox" id="reconnect" .checked=${client.reconnect}
        @input=${onChecked(setReconnecting)}> ${text(
          "reconnect",
        )}</label>
      <button @click=${() => openPanel("behaviors")}>${icon("behaviors")}${text(
        "behaviors",
      )}</button>
    </section>
  `;
}

/** What stands below the bar while not all is well. */
function trouble() {
  const { session: { phase, ending, attempt }, isFromLink } = store.state;
  if (isFromLink) {
    return html`
      <div id="trouble" role="status">
        <p>${text("loadedFromLink")}</p>
      </div>
    `;
  }
  if (phase === "connecting") {
    const seconds = Math.floor((performance.now() - client.startedAtMs) / 1000);
    // Most connections open faster than one could read this.
    if (seconds < 1) return nothing;
    return html`
      <div id="trouble" role="status">
        <p>${text("connectingTo", { url: client.url, seconds })}</p>
      </div>
    `;
  }
  if (!ending || ending.by === "you") return nothing;
  const seconds = Math.max(0, Math.ceil((client.nextAttemptAtMs - performance.now()) / 1000));
  return html`
    <div id="trouble" class="bad" role="status">
      <div>${ending.opened ? endingWords(ending) : failureWords()}</div>
      ${phase === "waiting"
        ? html`<p id="waiting"><span>${text("countdown", { seconds, attempt })}</span>
        <button @click=${() => client.reconnectNow()}>${text("reconnectNow")}</button>
        <button @click=${() => client.stopReconnecting()}>${text("stop")}</button></p>`
        : nothing}
      ${ending.opened
        ? nothing
        : html`<button @click=${() => openPanel("probe")}>${icon("probe")}${
          text("probe")
        }</button>`}
    </div>
  `;
}

/** @param {Ending} ending */
function endingWords(ending) {
  const { name, meaning } = describeEnding(ending);
  // The reason may contain direction characters, which must not affect the page's own text.
  return html`<p><strong>${name}</strong> ${
    ending.reason
      ? html`
        ${text("closeReason")} <bdi class="quote">${ending.reason}</bdi>
      `
      : nothing
  }<span>${meaning}</span></p>`;
}

function failureWords() {
  const causes = likelyCauses(client.url, {
    pageUrl: location.href,
    isOnline: navigator.onLine,
  });
  return html`
    <p><strong>${text("failedTo", { url: client.url })}</strong> ${text("failedWhy")}</p>
    <ul>${causes.map((name) =>
      html`<li>${text(name, { page: client.url.replace(/^ws/, "http") })}</li>`
    )}</ul>
  `;
}

/** Enter never disconnects: it opens the address that was typed. @param {KeyboardEvent} event */
function connectByEnter(event) {
  if (event.key !== "Enter") return;
  event.preventDefault();
  connect();
}

/** @param {string} value */
function typeAddress(value) {
  const known = store.state.recent.find(({ url }) => url === value);
  setAddress(value, known?.protocols);
}
