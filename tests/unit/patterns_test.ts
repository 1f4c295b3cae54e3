import { assert } from "@std/assert";
import process from "node:process";
import { getRawPath, isHost } from "../../server/policy/address.ts";
import { chooseSubprotocol, isHandshake } from "../../server/policy/handshake.ts";
import { escapeControls } from "../../static/shared/escape.js";
import { isToken, listItems } from "../../static/shared/header_fields.js";
import {
  getClientAddress,
  shortenPath,
  showName,
  writeReport,
} from "../../server/policy/report.ts";
import { createHider, type ProbeRequest } from "../../probe/request.ts";
import { testWith } from "../support/needs.ts";

const ROOT = new URL("../../", import.meta.url);
const SIZES = [1500, 12_000, 100_000];
/** A time that grows with the square is 64 times as long from one size to the next, or more. */
const MAX_GROWTH = 32;
/** The least time that says anything, in milliseconds. */
const NOISE_MS = 0.5;
/** Parts to repeat, beside those of a pattern's source. */
const PARTS = [..." \t\naA1.,;:][}\\\x1b", "a1"];

/** Returns the shortest processor time of three runs, in milliseconds. */
function measure(run: () => unknown): number {
  const times = Array.from({ length: 3 }, () => {
    // Not the time on the clock, in which others may have the processor.
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.max(Math.min(...times), NOISE_MS);
}

/** Asserts that a function's time does not grow with the square of the length of a text. */
function assertLinear(run: (text: string) => unknown, parts: readonly string[], name: string) {
  for (const part of parts) {
    // The last character makes a pattern fail that has matched everything before.
    for (const [start, end] of [["", "\0"], ["a", "a\0"]]) {
      const texts = SIZES.map((size) => start + part.repeat(size / part.length) + end);
      for (const [index, longer] of texts.slice(1).entries()) {
        const getGrowth = () => measure(() => run(longer)) / measure(() => run(texts[index]));
        // Something else may take the processor meanwhile, but hardly each time.
        const isLinear = Array.from({ length: 5 }).some(() => getGrowth() < MAX_GROWTH);
        assert(isLinear, `${name} takes too long for ${JSON.stringify(part)} × ${longer.length}`);
      }
    }
  }
}

/** A literal where an expression can start. */
const LITERAL =
  /(?<=[=(,:?!&|[]\s*)\/(?![/*])((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+)\/([a-z]*)/g;

async function* findSources(folder: URL): AsyncGenerator<URL> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* findSources(new URL(`${name}/`, folder));
    else if (/\.(js|ts)$/.test(name)) yield new URL(name, folder);
  }
}

testWith(["read"], "no regular expression takes time that grows with the square", async () => {
  let count = 0;
  for (const folder of ["server/", "probe/", "static/", "program/"]) {
    for await (const url of findSources(new URL(folder, ROOT))) {
      const code = await Deno.readTextFile(url);
      const lines = code.split("\n").filter((line) => !/^\s*(\/\/|\/?\*)/.test(line));
      for (const [, source, flags] of lines.join("\n").matchAll(LITERAL)) {
        const pattern = new RegExp(source, flags);
        // The start of a pattern, over and over: where a search begins again and again.
        const own = source.replaceAll(/\(\?[:=!]|\\[A-Za-z]|\[[^\]]*\]|[\\^$*+?(){}|]/g, "\0");
        const parts = [...PARTS, ...own.split("\0").filter((part) => part !== "")];
        assertLinear((text) => text.replace(pattern, ""), parts, `${url} /${source}/`);
        count += 1;
      }
    }
  }
  assert(count >= 20, `${count} patterns found`);
});

/** Hides a secret whose start is like many a part, and whose rest is not. */
const hide = createHider(
  { url: new URL("ws://a/?token=a1a1Xyyyyyyyy"), headers: {} } as unknown as ProbeRequest,
);

const FUNCTIONS: Readonly<Record<string, (text: string) => unknown>> = {
  createHider: (text) => hide(`${text}!…`),
  escapeControls,
  getRawPath: (text) => getRawPath(`http://h/${text}`),
  isHost,
  isToken,
  listItems,
  shortenPath: (text) => shortenPath(`/${text}`),
  showName: (text) => showName(text, Infinity),
};

/** What a field can hold; `Headers` takes no control characters. */
const FIELDS: Readonly<Record<string, (headers: Headers) => unknown>> = {
  "x-forwarded-for": (headers) => getClientAddress("192.0.2.1", headers, 1),
  upgrade: (headers) => isHandshake({ method: "GET", headers }),
  "sec-websocket-protocol": (headers) => chooseSubprotocol({ method: "GET", headers }),
  forwarded: (headers) =>
    writeReport({ method: "GET", url: "http://h/", headers }, { remote: "", address: "" }),
};

Deno.test("what parses a peer's text takes time in proportion to its length", () => {
  for (const [name, run] of Object.entries(FUNCTIONS)) assertLinear(run, PARTS, name);
  for (const [name, run] of Object.entries(FIELDS)) {
    const parts = PARTS.filter((part) => part !== "\n" && part !== "\x1b");
    assertLinear((text) => run(new Headers([[name, text.replaceAll("\0", "!")]])), parts, name);
  }
});
