// deno-lint-ignore-file no-import-prefix -- named in deno.json, those who only serve would load it
// Makes the unit for a class into pages that need nothing else, to read without internet, to print
// and to project: `deno task class` writes them to `dist/class/`.
import { marked, type Token, type Tokens } from "npm:marked@18.2.1";
import reveal from "npm:reveal.js@6.0.2" with { type: "text" };
import notes from "npm:reveal.js@6.0.2/plugin/notes" with { type: "text" };
import revealStyle from "npm:reveal.js@6.0.2/reveal.css" with { type: "text" };
import slideTheme from "npm:reveal.js@6.0.2/theme/white.css" with { type: "text" };

const DOCS = new URL("../docs/", import.meta.url);
const LANGUAGES = ["es", "en"] as const;
const PAGES = ["tutorial", "python", "exercises", "sheet", "teacher"] as const;
/** Sections that are to be read, not projected. */
const NOT_PROJECTED =
  /^(Qué necesitas|What you need|Respuestas|Answers|Cuando algo|When something)/;
/** How much fits on a slide below its title, in lines of its text. */
const SLIDE_LINES = 12;
/** How many of them a diagram takes. */
const IMAGE_LINES = 8.5;
/** How many characters a line of a slide has. */
const LINE_LENGTH = 58;

const PAGE_STYLE = `
:root{color-scheme:light dark}
body{font:17px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
pre{background:color-mix(in srgb,currentColor 8%,transparent);padding:.7rem;overflow-x:auto;
border-radius:6px;line-height:1.35}
code{font:.88em ui-monospace,monospace}
table{border-collapse:collapse;display:block;overflow-x:auto;font-size:.9em}
th,td{border:1px solid #8888;padding:.25rem .5rem;text-align:left;vertical-align:top}
img{max-width:100%;height:auto}
@media print{
@page{size:A4;margin:14mm}
:root{color-scheme:light}body{font-size:10.5pt;line-height:1.4;margin:0;max-width:none;padding:0}
pre{white-space:pre-wrap;border:1px solid #ccc;font-size:.92em}
table{display:table;width:100%}pre,table,img,li{break-inside:avoid}h2,h3{break-after:avoid}
a{color:inherit;text-decoration:none}}`;
const SHEET_STYLE = `
@media print{@page{margin:9mm}body{font-size:10.4pt;line-height:1.32;columns:2;column-gap:7mm}
h1{column-span:all;font-size:17pt;margin:0 0 1mm}h1+p{column-span:all;margin:0 0 2mm}
h2{font-size:12.5pt;margin:2.2mm 0 .8mm}p,ul,ol,table,pre{margin:0 0 1.4mm}ul,ol{padding-left:5mm}
pre{padding:1.2mm;font-size:.84em}th,td{padding:.3mm 1mm}img{max-height:44mm}}`;
const SLIDE_STYLE = `
.reveal{font-size:36px}.reveal section{text-align:left}.reveal h1,.reveal h3{text-transform:none;
margin:0 0 .5em}.reveal h1{font-size:2em;text-align:center;margin-top:220px}.reveal h3{font-size:1.3em}
.reveal pre{width:100%;font-size:.62em;box-shadow:none;background:#f2f4f7;margin:0 0 .8em}
.reveal pre code{max-height:none;padding:.5em;line-height:1.35;white-space:pre-wrap}
.reveal table{font-size:.7em;width:100%;margin-bottom:.6em}
.reveal ul,.reveal ol{display:block;margin:0 0 .6em 1em}.reveal li{margin-bottom:.25em;line-height:1.25}
.reveal img{max-height:560px;max-width:100%;margin:0 auto;display:block;height:10em}`;

/** Returns Markdown with its diagrams inside it, and links that work where the page will be. */
function standAlone(text: string, folder: URL, project: string): string {
  return text
    .replaceAll(/(?<=!\[[^\]]*\]\()([^)]+\.svg)/g, (path) => {
      const svg = Deno.readTextFileSync(new URL(path, folder));
      return `data:image/svg+xml,${encodeURIComponent(svg)}`.replaceAll("(", "%28")
        .replaceAll(")", "%29");
    })
    .replaceAll(/(?<!!)\[([^\]]+)\]\((?!https?:|data:)([^)]+)\)/g, (link, words, target) => {
      if (target.startsWith("#")) return link;
      const { pathname, hash } = new URL(target, folder);
      const path = pathname.slice(new URL("../", DOCS).pathname.length);
      const page = path.match(/^docs\/(es|en)\/(\w+)\.md$/);
      return `[${words}](${page ? `${page[2]}.${page[1]}.html${hash}` : `${project}${path}`})`;
    });
}

/** Returns the anchor that GitHub gives to a heading, so that the same links lead there. */
function anchorOf(heading: string): string {
  return heading.toLowerCase().replaceAll(/[^\p{L}\p{N}_ -]/gu, "").replaceAll(" ", "-");
}

function render(tokens: Token[]): string {
  return marked.parser(tokens).replaceAll(
    /<h([1-3])>(.*?)<\/h/g,
    (_, level, heading) =>
      `<h${level} id="${anchorOf(heading.replaceAll(/<[^>]+>|&\w+;/g, ""))}">${heading}</h`,
  );
}

function document(language: string, title: string, style: string, body: string): string {
  return `<!DOCTYPE html>\n<html lang="${language}">\n<meta charset="utf-8">\n` +
    `<meta name="viewport" content="width=device-width">\n<title>${title}</title>\n` +
    `<style>${style}</style>\n${body}\n</html>\n`;
}

/** A piece of a slide that is not broken, and the lines that it takes. */
interface Piece {
  readonly html: string;
  readonly lines: number;
}

/** A slide: what is seen, and what the teacher has beside it. */
interface Slide {
  readonly title: string;
  readonly pieces: Piece[];
  readonly notes: string[];
}

const linesOf = (text: string, length: number) =>
  Math.ceil(text.replaceAll(/\]\([^)]*\)/g, "").length / length);

/** Returns the pieces of a block; none for running text. */
function piecesOf(token: Token): Piece[] {
  if (token.type === "code") {
    const code = token as Tokens.Code;
    const all = code.text.split("\n");
    const count = Math.ceil(all.length / 17);
    const size = Math.ceil(all.length / count);
    return Array.from({ length: count }, (_, n) => {
      const part = all.slice(n * size, (n + 1) * size);
      const lines = part.reduce(
        (sum, line) => sum + Math.max(1, linesOf(line, 1.6 * LINE_LENGTH)),
        0,
      );
      return { html: render([{ ...code, text: part.join("\n") }]), lines: 1 + lines * 0.65 };
    });
  }
  if (token.type === "list") {
    const list = token as Tokens.List;
    return list.items.map((item, place) => ({
      html: render([{ ...list, items: [item], start: list.ordered ? 1 + place : list.start }]),
      lines: 0.4 + linesOf(item.text, LINE_LENGTH),
    }));
  }
  if (token.type === "table") {
    const table = token as Tokens.Table;
    const heightOf = (row: Tokens.TableCell[]) =>
      0.4 + 0.8 * Math.max(...row.map(({ text }) => linesOf(text, 1.3 * LINE_LENGTH / row.length)));
    return [{
      html: render([table]),
      lines: [table.header, ...table.rows].reduce((sum, row) => sum + heightOf(row), 0),
    }];
  }
  const isImage = token.type === "paragraph" && token.raw.startsWith("![");
  return isImage ? [{ html: render([token]), lines: IMAGE_LINES }] : [];
}

/**
 * Returns the slides of a page: headings, diagrams, code, lists, tables and the sentences that have
 * a term in bold. The whole text is in the notes (key S).
 */
function slidesOf(tokens: Token[]): Slide[][] {
  const chapters: Slide[][] = [];
  let title = "";
  let isShown = true;
  let slide: Slide | undefined;
  const start = () => {
    slide = { title, pieces: [], notes: [] };
    chapters.at(-1)!.push(slide);
    return slide;
  };
  const add = (piece: Piece) => {
    const used = slide?.pieces.reduce((sum, { lines }) => sum + lines, 0) ?? 0;
    const target = slide && (used === 0 || used + piece.lines <= SLIDE_LINES) ? slide : start();
    target.pieces.push(piece);
  };
  for (const token of tokens) {
    if (token.type === "heading") {
      const { depth, text } = token as Tokens.Heading;
      isShown = !NOT_PROJECTED.test(text);
      title = String(marked.parseInline(text));
      if (depth <= 2) chapters.push([]);
      slide = undefined;
    } else if (isShown) {
      for (const piece of piecesOf(token)) add(piece);
      if (token.type !== "paragraph" || token.raw.startsWith("![")) continue;
      const sentences = token.raw.replaceAll("\n", " ").split(/(?<=[.:?!]) (?=[\p{Lu}«“*[_¿])/u);
      for (const sentence of sentences.filter((sentence: string) => sentence.includes("**"))) {
        const html = `<ul><li>${marked.parseInline(sentence)}</li></ul>`;
        add({ html, lines: 0.4 + linesOf(sentence, LINE_LENGTH) });
      }
      (slide ?? start()).notes.push(render([token]));
    }
  }
  return chapters.map((slides) => slides.filter(({ pieces }) => pieces.length > 0))
    .filter((slides) => slides.length > 0);
}

function deck(language: string, title: string, tokens: Token[]): string {
  const show = ({ title, pieces, notes }: Slide) =>
    `<section><h3>${title}</h3>${pieces.map(({ html }) => html).join("")}` +
    `<aside class="notes">${notes.join("")}</aside></section>`;
  const chapters = [
    `<h1>${title}</h1>`,
    ...slidesOf(tokens).map((slides) => slides.map(show).join("\n")),
  ].map((slides) => `<section>${slides}</section>`);
  const [script, plugin] = [reveal, notes].map((code) =>
    `"data:text/javascript;base64,${new TextEncoder().encode(code).toBase64()}"`
  );
  return document(
    language,
    title,
    revealStyle + slideTheme + SLIDE_STYLE,
    `<div class="reveal"><div class="slides">${chapters.join("\n")}</div></div>` +
      `<script type="module">import Reveal from ${script};import Notes from ${plugin};` +
      "globalThis.Reveal = Reveal;Reveal.initialize({ width: 1200, height: 720, hash: true, slideNumber: true, " +
      'center: false, transition: "none", plugins: [Notes] });</script>',
  );
}

/**
 * Returns the pages by name.
 *
 * @param project What leads from the pages to the project's folder.
 */
export function makeClass(project = "../../"): Map<string, string> {
  const pages = new Map<string, string>();
  for (const language of LANGUAGES) {
    const folder = new URL(`${language}/`, DOCS);
    for (const name of PAGES) {
      const text = standAlone(
        Deno.readTextFileSync(new URL(`${name}.md`, folder)),
        folder,
        project,
      );
      const tokens = marked.lexer(text);
      const title = text.match(/^# (.*)$/m)![1];
      const style = name === "sheet" ? PAGE_STYLE + SHEET_STYLE : PAGE_STYLE;
      pages.set(`${name}.${language}.html`, document(language, title, style, render(tokens)));
      if (name === "tutorial") {
        pages.set(`slides.${language}.html`, deck(language, title, tokens));
      }
    }
  }
  return pages;
}

if (import.meta.main) {
  await Deno.mkdir("dist/class", { recursive: true });
  for (const [name, page] of makeClass()) await Deno.writeTextFile(`dist/class/${name}`, page);
  console.log("dist/class/ has the pages and the slides of both languages.");
}
