import { make } from "../dom.js";
import { text, time } from "../language.js";
import { wordsOf } from "./wording.js";

/** @import { Explanation, HandshakeLine } from "../types.ts" */
/** @import { ExplainTexts } from "./wording.js" */

const CITATION = /(§[\d.]*\d|RFC \d+)/g;

/** What a report contains in place of a secret. */
const WITHHELD = /: \(\d+ characters\)$/m;

/**
 * Makes the row of an explanation.
 * @param {Explanation} item
 * @param {ExplainTexts} texts
 */
export function rowOf(item, texts) {
  const { title, body, reason, header, wire } = wordsOf(item, texts);
  const row = make(
    "li",
    {},
    make("strong", {}, title),
    make("span", { className: "facts" }, Number.isNaN(item.atMs) ? "" : time(item.atMs)),
    make("p", {}, body),
  );
  // The reason may contain direction characters, which must not affect the page's own text.
  if (reason) {
    row.append(make("p", {}, `${text("closeReason")} `, make("bdi", {}, reason)));
  }
  if (header) row.append(make("p", {}, make("code", {}, header), ` ${wire}`));
  return row;
}

/**
 * Returns links to all sections that rows cite, each once. Inside the rows, the links would be
 * hundreds of stops for the Tab key, and take the focus with them when rows are removed.
 * @param {ExplainTexts} texts
 */
export function citedLinks({ whatHappened, codeSources, frame }) {
  const words = [whatHappened, codeSources, frame].flatMap((texts) => Object.values(texts));
  const cited = words.join(" ").match(CITATION) ?? [];
  const numeric = new Intl.Collator("en", { numeric: true });
  return withLinks([...new Set(cited)].sort(numeric.compare).join(" "));
}

/**
 * Makes the table of one half of a handshake.
 * @param {string} caption
 * @param {readonly HandshakeLine[]} lines
 * @param {ExplainTexts} texts
 */
export function tableOf(caption, lines, texts) {
  const rows = lines.map(({ line, note }) => {
    const said = /** @type {Record<string, string>} */ (texts.notes)[note];
    const words = withLinks(WITHHELD.test(line) ? `${said} ${texts.notes.withheld}` : said);
    if (line === "") return make("tr", {}, make("td", { colSpan: 2 }, ...words));
    const name = make("th", { scope: "row" }, make("code", {}, line));
    return make("tr", {}, name, make("td", {}, ...words));
  });
  return make("table", {}, make("caption", {}, caption), make("tbody", {}, ...rows));
}

/**
 * Returns a text with its citations as links. They open another tab, since leaving the page would
 * close its connection.
 * @param {string} words
 */
export function withLinks(words) {
  return words.split(CITATION).map((part, index) => {
    if (index % 2 === 0) return part;
    const place = part.startsWith("§")
      ? `6455.html#section-${part.slice(1)}`
      : `${part.slice(4)}.html`;
    const href = `https://www.rfc-editor.org/rfc/rfc${place}`;
    return make("a", { href, target: "_blank", rel: "noopener noreferrer" }, part);
  });
}
