import { box, input, make } from "./dom.js";
import { fill } from "./languages.js";
import { askOwnServer, isForeign, isOwn } from "./own_server.js";
import { parseAddress } from "./share.js";

/** @import { Language } from "./types.ts" */

const TEXTS = {
  en: {
    problem: "The server refuses this address:",
    rejected: "The server answers {reject} instead of opening a connection, as this address asks.",
    foreign:
      "The server chooses the subprotocol «{protocol}», as this address asks; it is not among those offered, so that the browser breaks the connection.",
    unknown: "In this address the server takes no notice of {names}.",
  },
  es: {
    problem: "El servidor rechaza esta dirección:",
    rejected:
      "El servidor responde {reject} en vez de abrir una conexión, como pide esta dirección.",
    foreign:
      "El servidor elige el subprotocolo «{protocol}», como pide esta dirección; no está entre los ofrecidos, y el navegador rompe la conexión.",
    unknown: "En esta dirección el servidor no hace caso de {names}.",
  },
};

/** Longer words of the server are cut: an address can be of any length. */
const MAX_QUOTE_LENGTH = 300;

/**
 * Says what is wrong with what an address asks of the page's own server.
 * @param {{ address: string, names: readonly string[] }} target
 */
export async function checkBehaviors({ address, names: offered }) {
  const url = input("url");
  const asked = isOwn(address) ? await askOwnServer(address).catch(() => undefined) : undefined;
  // The address may be another one by now; and a server that is gone is no news here.
  if (!asked || parseAddress(url.value) !== address) return;
  const { behavior: { reject, protocol }, problem, unknown } = asked;
  const texts = TEXTS[/** @type {Language} */ (document.documentElement.lang)];
  const names = unknown.map((name) => `«${name}»`).join(", ");
  url.ariaInvalid = String(Boolean(problem));
  box("url-problem").replaceChildren(
    ...(problem ? [`${texts.problem} `, make("bdi", { lang: "en" }, cut(problem)), " "] : []),
    ...(!problem && reject ? [`${fill(texts.rejected, { reject })} `] : []),
    ...(isForeign(protocol, offered) ? [`${fill(texts.foreign, { protocol })} `] : []),
    ...(names ? [fill(texts.unknown, { names: cut(names) })] : []),
  );
}

/** @param {string} words */
function cut(words) {
  return words.length > MAX_QUOTE_LENGTH ? `${words.slice(0, MAX_QUOTE_LENGTH)}…` : words;
}
