/**
 * Returns the element of the page with an id.
 * @template {Element} E
 * @param {string} id
 * @param {new () => E} type
 */
export function find(id, type) {
  const element = document.getElementById(id);
  if (element instanceof type) return element;
  throw new TypeError(`Cannot start the page as it has no ${type.name} "${id}"`);
}

/** @param {string} id */
export const box = (id) => find(id, HTMLElement);
/** @param {string} id */
export const button = (id) => find(id, HTMLButtonElement);
/** @param {string} id */
export const input = (id) => find(id, HTMLInputElement);
/** @param {string} id */
export const select = (id) => find(id, HTMLSelectElement);

/**
 * Runs something whenever a button is clicked.
 * @param {string} id
 * @param {() => void} run
 */
export function onClick(id, run) {
  button(id).addEventListener("click", run);
}

/**
 * Makes an element; strings among its children become text, never markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<HTMLElementTagNameMap[Tag]>} properties
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/**
 * Runs something once, when the part of the page around an element is unfolded.
 * @param {string} id
 * @param {() => void} run
 */
export function onUnfold(id, run) {
  box(id).closest("details")?.addEventListener("toggle", run, { once: true });
}
