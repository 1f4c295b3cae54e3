/**
 * Returns a value kept in this browser, or in this tab; empty if there is none.
 * @param {string} name
 * @param {"localStorage" | "sessionStorage"} area
 * @returns {string}
 */
export function recall(name, area = "localStorage") {
  try {
    return globalThis[area].getItem(`eco.${name}`) ?? "";
  } catch {
    return "";
  }
}

/**
 * Keeps a value in this browser, or in this tab, if the browser allows it.
 * @param {string} name
 * @param {string} value
 * @param {"localStorage" | "sessionStorage"} area
 */
export function remember(name, value, area = "localStorage") {
  try {
    globalThis[area].setItem(`eco.${name}`, value);
  } catch {
    // The page works without.
  }
}

/**
 * Returns a list kept in this browser, or in this tab; empty if there is none that can be read.
 * @param {string} name
 * @param {"localStorage" | "sessionStorage"} [area]
 * @returns {unknown[]}
 */
export function recallList(name, area) {
  try {
    const list = JSON.parse(recall(name, area));
    // Other versions of the page may have kept something else.
    return Array.isArray(list) ? list.filter(Boolean) : [];
  } catch {
    return [];
  }
}
