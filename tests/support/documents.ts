import { join } from "@std/path";
import { ROOT } from "./program.ts";

/** A fenced block of a document. */
export interface Block {
  /** Number of the line that opens its fence, from 1. */
  readonly line: number;
  /** The first word after the fence: `sh`, `ts`, `text`… */
  readonly kind: string;
  /** The words after that: `ignore` keeps `deno test --doc` from running it. */
  readonly attributes: readonly string[];
  /** What the comment `<!-- test: …, … -->` before it says of how it is tested. */
  readonly directives: readonly string[];
  /** What is in it, without indentation of its fence. */
  readonly code: string;
}

/** A document of the project. */
export interface Document {
  /** Its path from the project's folder, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** What is no part of the project's sources. */
const FOREIGN = new Set([".git", "node_modules", "dist", "coverage"]);

/** Lists the files of a folder of the project, by their paths from its own folder, with slashes. */
export function filesOf(folder = ""): string[] {
  return Array.from(Deno.readDirSync(join(ROOT, folder)))
    .filter(({ name }) => !FOREIGN.has(name))
    .flatMap(({ name, isDirectory }) => {
      const path = folder ? `${folder}/${name}` : name;
      return isDirectory ? filesOf(path) : [path];
    })
    .sort();
}

/** Reads every document of the project but the changelog, which tells of what once was. */
export function readDocuments(): Document[] {
  return filesOf().filter((path) => path.endsWith(".md") && path !== "CHANGELOG.md").map((path) => {
    const text = Deno.readTextFileSync(join(ROOT, path));
    return { path, text, blocks: readBlocks(text) };
  });
}

const FENCE = /^( *)```(\w*) ?(.*)\n([^]*?)^\1```$/gm;
const DIRECTIVES = /<!-- test: (.*) -->\n+ *$/;

/** Returns the fenced blocks of a document, in their order. */
export function readBlocks(text: string): Block[] {
  return Array.from(text.matchAll(FENCE), ({ index, 1: indent, 2: kind, 3: words, 4: code }) => {
    const before = text.slice(0, index);
    return {
      line: before.split("\n").length,
      kind,
      attributes: words.split(" ").filter(Boolean),
      directives: before.match(DIRECTIVES)?.[1].split(/, */) ?? [],
      code: code.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    };
  });
}
