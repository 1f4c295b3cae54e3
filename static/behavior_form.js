import { BEHAVIORS, behaviorsOf, HINT, withBehaviors } from "./behaviors.js";
import { box, input, make } from "./dom.js";
import { parseAddress } from "./share.js";
import { speak } from "./words.js";

const url = input("url");
const list = box("behaviors");

/** Offers each behaviour as a check box and its value, and writes the choice into the address. */
export function startBehaviorForm() {
  document.head.append(make("link", { rel: "stylesheet", href: "parts.css" }));
  const hint = make("p", { className: "hint" });
  Object.assign(hint.dataset, HINT);
  list.append(hint);
  const fields = BEHAVIORS.map(({ name, example, ...label }) => {
    const asked = make("input", { type: "checkbox" });
    const words = make("span", { id: `ask-${name}` });
    Object.assign(words.dataset, label);
    const value = make("input", { placeholder: example ?? "", hidden: example === undefined });
    value.setAttribute("aria-labelledby", words.id);
    const choice = make("label", { className: "choice" }, asked, words);
    list.append(make("div", { className: "row" }, choice, value));
    return { name, asked, value };
  });

  function write() {
    const address = parseAddress(url.value);
    if (!address) return;
    const values = fields.filter(({ asked }) => asked.checked)
      .map(({ name, value }) => /** @type {const} */ ([name, value.value]));
    url.value = withBehaviors(address, new Map(values));
  }

  function read() {
    const values = behaviorsOf(url.value);
    for (const { name, asked, value } of fields) {
      asked.checked = values.has(name);
      value.value = values.get(name) ?? value.value;
    }
  }

  for (const { asked, value } of fields) {
    asked.addEventListener("input", () => {
      // An empty value breaks most rules, and the connection with them.
      if (asked.checked) value.value ||= value.placeholder;
      write();
      if (!asked.checked) return;
      value.focus();
      value.select();
    });
    value.addEventListener("input", () => {
      asked.checked = true;
      write();
    });
  }
  url.addEventListener("input", read);
  speak();
  read();
}
