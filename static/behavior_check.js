import { box, input, make } from "./dom.js";
import { fill } from "./languages.js";
import { askOwnServer, isOwn } from "./own_server.js";
import { parseAddress } from "./share.js";

/** @import { Language } from "./types.ts" */

const TEXTS = {
  en: {
    problem: "The server refuses this address:",
    unknown: "In this address the server takes no notice of {names}.",
  },
  es: {
    problem: "El servidor rechaza esta dirección:",
    unknown: "En esta dirección el servidor no hace caso de {names}.",
  },
};

/**
 * Says what is wrong with what an address asks of the page's own server.
 * @param {string} address
 */
export async function checkBehaviors(address) {
  const url = input("url");
  const asked = isOwn(address) ? await askOwnServer(address).catch(() => undefined) : undefined;
  // The address may be another one by now; and a server that is gone is no news here.
  if (!asked || parseAddress(url.value) !== address) return;
  const { problem, unknown } = asked;
  const texts = TEXTS[/** @type {Language} */ (document.documentElement.lang)];
  const names = unknown.map((name) => `«${name}»`).join(", ");
  url.ariaInvalid = String(Boolean(problem));
  box("url-problem").replaceChildren(
    ...(problem ? [`${texts.problem} `, make("span", { lang: "en" }, problem), " "] : []),
    ...(names ? [fill(texts.unknown, { names })] : []),
  );
}
