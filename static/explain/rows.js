import { make } from "../dom.js";
import { text, time } from "../words.js";
import { wordsOf } from "./wording.js";

/** @import { Explanation, HandshakeLine } from "../types.ts" */
/** @import { ExplainTexts } from "./wording.js" */

const CITATION = /(§[\d.]*\d|RFC \d+)/g;

/** What a report has instead of a secret. */
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
  // The peer's words may turn the direction of writing; they shall not turn the page's.
  if (reason) {
    row.append(make("p", {}, `${text("closeReason")} `, make("bdi", {}, reason)));
  }
  if (header) row.append(make("p", {}, make("code", {}, header), ` ${wire}`));
  return row;
}

/**
 * Returns links to whatever rows cite, each once: in the rows themselves they would be hundreds of
 * stops for the Tab key, and take the focus with them when they go.
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
 * Returns a text with what it cites as links, which open a tab of their own: left, the page would
 * lose its connection.
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
