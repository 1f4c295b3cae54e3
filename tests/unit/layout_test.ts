import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { FILES } from "../../static/mod.ts";
import { testWith } from "../support/needs.ts";
import { ROOT } from "../support/program.ts";

function filesOf(folder: string): string[] {
  return Array.from(Deno.readDirSync(join(ROOT, folder)), ({ name }) => name).sort();
}

testWith(["read"], "static/mod.ts lists every file of its folder", () => {
  const files = filesOf("static").filter((name) => !name.endsWith(".ts"));
  assertEquals([...FILES.keys()].sort(), files);
  for (const name of files) {
    assertEquals(FILES.get(name), Deno.readTextFileSync(join(ROOT, "static", name)), name);
  }
});

Deno.test("the page has less than 80 KiB in all", () => {
  const bytes = [...FILES.values()].map((content) => new TextEncoder().encode(content).length);
  const sum = bytes.reduce((sum, length) => sum + length, 0);
  assert(sum < 80 * 1024, `${sum} bytes`);
});

/** Comments, strings and templates, found in one pass since each can look like part of another. */
const TOKEN = /\/\*[\s\S]*?\*\/|\/\/.*|"[^"\n]*"|'[^'\n]*'|`[^`]*`/g;
const IMPORT = /\b(?:from|import)\s*\(?\s*["'](.*?)["']/g;
const ACTOR =
  /\b(?:Deno|WebSocket|console|Date|document|globalThis|fetch|performance|setTimeout|setInterval)\b/g;

testWith(["read"], "core/ imports nothing from outside and names nothing that acts", () => {
  const files = filesOf("core");
  assert(files.length > 0);
  for (const name of files) {
    const text = Deno.readTextFileSync(join(ROOT, "core", name));
    const source = text.replaceAll(TOKEN, (token) => token.startsWith("/") ? "" : token);
    const imports = Array.from(source.matchAll(IMPORT), ([, path]) => path);
    assertEquals(imports.filter((path) => !/^\.\/\w+\.ts$/.test(path)), [], name);
    // Of a template what it evaluates is code, the rest is text as in a string.
    const code = source.replaceAll(TOKEN, (token) => token.match(/\$\{[^}]*\}/g)?.join(" ") ?? "");
    assertEquals(code.match(ACTOR) ?? [], [], name);
  }
});
