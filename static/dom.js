/**
 * Returns the element of the page that a selector names.
 *
 * @template {Element} E
 * @param {string} selector
 * @param {new () => E} type
 * @returns {E}
 */
export function find(selector, type) {
  const element = document.querySelector(selector);
  if (element instanceof type) return element;
  throw new TypeError(`Cannot start the page as it has no ${type.name} that is "${selector}"`);
}

/**
 * Runs something whenever a button is clicked.
 *
 * @param {string} selector
 * @param {() => void} run
 */
export function onClick(selector, run) {
  find(selector, HTMLButtonElement).addEventListener("click", () => run());
}

/**
 * Makes an element.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<HTMLElementTagNameMap[Tag]>} properties
 * @param {...(Node | string)} children Strings become text, never markup.
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
