/** Wires the page: one WebSocket, the list of what went through it, and the language. */
import { socketUrl } from "./socket_url.js";
import { chooseLanguage, TEXTS } from "./texts.js";

/** @import { Language, TextName } from "./texts.js" */

/**
 * @template {Element} E
 * @param {string} selector
 * @param {new () => E} type
 * @returns {E}
 */
function find(selector, type) {
  const element = document.querySelector(selector);
  if (element instanceof type) return element;
  throw new TypeError(`Cannot start the page as it has no ${type.name} that is "${selector}"`);
}

const state = find("#state", HTMLElement);
const stateName = find("#state-name", HTMLElement);
const stateDetail = find("#state-detail", HTMLElement);
const reconnect = find("#reconnect", HTMLButtonElement);
const log = find("#log", HTMLElement);
const messages = find("#messages", HTMLElement);
const form = find("form", HTMLFormElement);
const input = find("#message", HTMLInputElement);
const problem = find("#problem", HTMLElement);
const languages = find("#languages", HTMLElement);

/**
 * Makes an element say a text in the page's language, now and after each change of it.
 *
 * @param {HTMLElement} element
 * @param {TextName} name
 */
function say(element, name) {
  element.dataset.text = name;
  element.textContent = TEXTS[/** @type {Language} */ (document.documentElement.lang)][name];
}

/** @param {HTMLElement} element */
function unsay(element) {
  delete element.dataset.text;
  element.textContent = "";
}

/** @param {Language} language */
function setLanguage(language) {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-text], [data-label]")) {
    const { text, label } = /** @type {HTMLElement} */ (element).dataset;
    if (text) say(/** @type {HTMLElement} */ (element), /** @type {TextName} */ (text));
    if (label) element.ariaLabel = TEXTS[language][/** @type {TextName} */ (label)];
  }
  for (const button of languages.querySelectorAll("button")) {
    button.ariaPressed = String(button.value === language);
  }
}

/**
 * @param {"connecting" | "open" | "failed" | "closed"} name
 * @param {string} detail
 */
function showState(name, detail) {
  state.dataset.state = name;
  say(stateName, name);
  stateDetail.textContent = detail;
  reconnect.hidden = name === "connecting" || name === "open";
  if (name === "open") unsay(problem);
}

/**
 * Adds a row to the list. The payload goes in as text only: whatever a peer sends stays text.
 *
 * @param {"sent" | "received"} direction
 * @param {string} payload
 */
function addMessage(direction, payload) {
  const atBottom = log.scrollHeight - log.scrollTop - log.clientHeight < 8;
  const row = document.createElement("li");
  const label = document.createElement("span");
  const text = document.createElement("bdi");
  row.className = direction;
  say(label, direction);
  text.textContent = payload;
  row.append(label, ": ", text);
  messages.append(row);
  // What was just sent is looked for; what arrives must not move a text that is being read.
  if (atBottom || direction === "sent") log.scrollTop = log.scrollHeight;
}

/** @returns {WebSocket} */
function connect() {
  const socket = new WebSocket(socketUrl(location.href));
  const { url } = socket;
  let opened = false;
  showState("connecting", url);
  socket.addEventListener("open", () => {
    opened = true;
    showState("open", url);
  });
  socket.addEventListener("message", ({ data }) => addMessage("received", data));
  socket.addEventListener("close", ({ code, reason }) => {
    showState(opened ? "closed" : "failed", `${url} ${code} ${reason}`.trim());
  });
  return socket;
}

setLanguage(chooseLanguage(navigator.languages));
languages.addEventListener("click", ({ target }) => {
  if (target instanceof HTMLButtonElement) setLanguage(/** @type {Language} */ (target.value));
});

find("main", HTMLElement).hidden = false;
input.focus();
let socket = connect();
reconnect.addEventListener("click", () => {
  socket = connect();
  input.focus();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  input.focus();
  if (socket.readyState !== WebSocket.OPEN) return say(problem, "notSent");
  socket.send(input.value);
  addMessage("sent", input.value);
  input.value = "";
});
