import { BEHAVIORS, behaviorsOf, withBehaviors } from "./behaviors.js";
import { element, input, make } from "./dom.js";
import { loadPanelTexts, onLanguageChange, panels } from "./language.js";
import { parseAddress } from "./share.js";

const url = input("url");
const list = element("behaviors");

/** Offers each behavior as a check box and its value, and writes the choice into the address. */
export async function startBehaviorForm() {
  await loadPanelTexts();
  document.head.append(make("link", { rel: "stylesheet", href: "parts.css" }));
  const hint = make("p", { className: "hint" });
  list.append(hint);
  const fields = BEHAVIORS.map(({ name, example }) => {
    const isChosen = make("input", { type: "checkbox" });
    const label = make("span", { id: `behavior-${name}` });
    const value = make("input", { placeholder: example ?? "", hidden: example === undefined });
    value.setAttribute("aria-labelledby", label.id);
    const choice = make("label", { className: "choice" }, isChosen, label);
    list.append(make("div", { className: "row" }, choice, value));
    return { name, isChosen, label, value };
  });

  function showTexts() {
    const { behaviorHint, behaviors } = panels();
    hint.textContent = behaviorHint;
    for (const { name, label } of fields) label.textContent = behaviors[name];
  }

  function writeAddress() {
    const address = parseAddress(url.value);
    if (!address) return;
    const values = fields.filter(({ isChosen }) => isChosen.checked)
      .map(({ name, value }) => /** @type {const} */ ([name, value.value]));
    url.value = withBehaviors(address, new Map(values));
  }

  function readAddress() {
    const values = behaviorsOf(url.value);
    for (const { name, isChosen, value } of fields) {
      isChosen.checked = values.has(name);
      value.value = values.get(name) ?? value.value;
    }
  }

  for (const { isChosen, value } of fields) {
    isChosen.addEventListener("input", () => {
      // Most rules refuse an empty value, and with it the connection.
      if (isChosen.checked) value.value ||= value.placeholder;
      writeAddress();
      if (!isChosen.checked) return;
      value.focus();
      value.select();
    });
    value.addEventListener("input", () => {
      isChosen.checked = true;
      writeAddress();
    });
  }
  url.addEventListener("input", readAddress);
  onLanguageChange(showTexts);
  showTexts();
  readAddress();
}
