/**
 * Returns the element of the page with an id.
 * @template {Element} E
 * @param {string} id
 * @param {new () => E} type
 * @throws {TypeError} If there is none of that type.
 */
export function find(id, type) {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new TypeError(`Cannot show this part of the page as it has no ${type.name} "${id}"`);
}

/** @param {string} id */
export const element = (id) => find(id, HTMLElement);
/** @param {string} id */
export const button = (id) => find(id, HTMLButtonElement);

/**
 * Makes an element; strings among its children become text, never markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<HTMLElementTagNameMap[Tag]>} properties
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}
