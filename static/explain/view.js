import { toHex } from "../formats.js";
import { panels, text, time } from "../language.js";
import { readHeaders } from "../own_server.js";
import { client, record, store } from "../state.js";
import { html, nothing } from "../vendor/lit-html.js";
import { explain } from "./explanations.js";
import { frameOf } from "./frame.js";
import { answerOf, requestOf } from "./handshake.js";
import { wordsOf } from "./wording.js";

/** @import { Explanation, HandshakeLine, MessageEntry } from "../types.ts" */
/** @import { ExplainTexts } from "./wording.js" */

const CITATION = /(§[\d.]*\d|RFC \d+)/g;
/** What a report contains in place of a secret. */
const WITHHELD = /: \(\d+ characters\)$/m;
/** The masking key of the example in RFC 6455 §5.7: pages do not learn their own. */
const EXAMPLE_KEY = [0x37, 0xfa, 0x21, 0x3d];
/** How many bytes of a chosen message are shown. */
const MAX_BYTES = 64;

/**
 * The handshake of the connection, as far as it is known.
 * @type {{ request: HandshakeLine[], answer: HandshakeLine[], isReported: boolean } | undefined}
 */
let handshake;
/** When the connection that it is of was started. */
let explained = 0;

/** What has happened on the connection, and where the RFC says so. */
export function view() {
  const texts = panels().explain;
  const { chosen } = store.state;
  explainHandshake();
  const items = explain(record.entries);
  return html`
    <p class="hint">${withLinks(texts.intro)}</p>
    ${chosen && chosen.kind !== "event" ? chosenMessage(chosen, texts) : nothing}
    <h2>${texts.events}</h2>
    <div class="explained" tabindex="0" role="region" aria-label=${texts.events}>
      <ol>${items.toReversed().map((item) => row(item, texts))}</ol>
    </div>
    <h2>${texts.handshake}</h2>
    ${handshake
      ? [
        table(texts.request, handshake.request, texts),
        table(texts.answer, handshake.answer, texts),
      ]
      : nothing}
    <p class="hint">${texts[
      !handshake ? "notYet" : handshake.isReported ? "fromServer" : "fromRules"
    ]}</p>
    <p class="cited">${texts.cited} ${citedLinks(texts)}</p>
    <p class="hint">${withLinks(texts.invisible)}</p>
  `;
}

/** Finds out about the handshake of a new connection. */
async function explainHandshake() {
  const { isOpen, startedAtMs } = client;
  if (!isOpen || startedAtMs === explained) return;
  explained = startedAtMs;
  const { url, offered, protocol, extensions } = client;
  const headers = await readHeaders(url, offered);
  const facts = { url, offered, protocol, extensions, headers, origin: location.origin };
  const answer = await answerOf(facts);
  // By now there may be another connection.
  if (explained !== startedAtMs) return;
  handshake = { request: requestOf(facts), answer, isReported: headers !== undefined };
  store.set({});
}

/** @param {Explanation} item @param {ExplainTexts} texts */
function row(item, texts) {
  const { title, body, reason, header, wire } = wordsOf(item, texts);
  return html`<li>
    <strong>${title}</strong> <span class="facts">${time(item.atMs)}</span>
    <p>${body}</p>
    ${
    // The reason may contain direction characters, which must not affect the page's own text.
    reason ? html`<p>${text("closeReason")} <bdi>${reason}</bdi></p>` : nothing}
    ${header ? html`<p><code>${header}</code> ${wire}</p>` : nothing}
  </li>`;
}

/** Shows the bytes of a message on the wire. @param {MessageEntry} entry @param {ExplainTexts} texts */
function chosenMessage({ kind, payload, bytes }, texts) {
  const isText = typeof payload === "string";
  const { header, masked } = frameOf(isText ? "text" : "binary", bytes, kind === "sent");
  const start = isText
    ? new TextEncoder().encode(payload.slice(0, MAX_BYTES)).slice(0, MAX_BYTES)
    : payload.slice(0, MAX_BYTES);
  const rest = bytes > start.length ? " …" : "";
  const { chosen: words } = texts;
  /** @type {[label: string, bytes: Iterable<number>, rest: string][]} */
  const parts = [
    [words.header, header, ""],
    ...(masked
      ? /** @type {[string, Iterable<number>, string][]} */ ([
        [words.key, EXAMPLE_KEY, ""],
        [words.masked, start.map((byte, index) => byte ^ EXAMPLE_KEY[index % 4]), rest],
      ])
      : []),
    [masked ? words.unmasked : words.payload, start, rest],
  ];
  return html`
    <h2>${words.title}</h2>
    <dl id="chosen-frame">${parts.map(([label, bytes, rest]) =>
      html`
        <div>
          <dt>${withLinks(label)}</dt>
          <dd><code>${toHex(bytes)}${rest}</code></dd>
        </div>
      `
    )}</dl>
    ${masked ? html`<p class="hint">${withLinks(words.keyNote)}</p>` : nothing}
  `;
}

/**
 * Returns links to all sections that rows cite, each once. Inside the rows, the links would be
 * hundreds of stops for the Tab key, and take the focus with them when rows are removed.
 * @param {ExplainTexts} texts
 */
function citedLinks({ whatHappened, codeSources, frame }) {
  const words = [whatHappened, codeSources, frame].flatMap((texts) => Object.values(texts));
  const cited = words.join(" ").match(CITATION) ?? [];
  const numeric = new Intl.Collator("en", { numeric: true });
  return withLinks([...new Set(cited)].sort(numeric.compare).join(" "));
}

/** @param {string} caption @param {readonly HandshakeLine[]} lines @param {ExplainTexts} texts */
function table(caption, lines, texts) {
  const rows = lines.map(({ line, note }) => {
    const said = /** @type {Record<string, string>} */ (texts.notes)[note];
    const words = withLinks(WITHHELD.test(line) ? `${said} ${texts.notes.withheld}` : said);
    return line === ""
      ? html`
        <tr>
          <td colspan="2">${words}</td>
        </tr>
      `
      : html`
        <tr>
          <th scope="row"><code>${line}</code></th>
          <td>${words}</td>
        </tr>
      `;
  });
  return html`
    <table>
      <caption>${caption}</caption>
      <tbody>${rows}</tbody>
    </table>
  `;
}

/**
 * Returns a text with its citations as links. They open another tab, since leaving the page would
 * close its connection.
 * @param {string} words
 */
function withLinks(words) {
  return words.split(CITATION).map((part, index) => {
    if (index % 2 === 0) return part;
    const place = part.startsWith("§")
      ? `6455.html#section-${part.slice(1)}`
      : `${part.slice(4)}.html`;
    const href = `https://www.rfc-editor.org/rfc/rfc${place}`;
    return html`<a href=${href} target="_blank" rel="noopener noreferrer">${part}</a>`;
  });
}
