import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { FILES } from "../../static/mod.ts";
import { testWith } from "../support/needs.ts";
import { ROOT } from "../support/program.ts";

function filesOf(folder: string): string[] {
  return Array.from(Deno.readDirSync(join(ROOT, folder))).flatMap(({ name, isDirectory }) =>
    isDirectory ? filesOf(join(folder, name)).map((inner) => `${name}/${inner}`) : [name]
  ).sort();
}

testWith(["read"], "static/mod.ts lists every file of its folder", () => {
  const files = filesOf("static").filter((name) => !name.endsWith(".ts"));
  assertEquals([...FILES.keys()].sort(), files);
  for (const name of files) {
    assertEquals(FILES.get(name), Deno.readTextFileSync(join(ROOT, "static", name)), name);
  }
});

/** Loaded for the language that is chosen: the texts of one language, which are the longest. */
const TEXTS = "i18n/es.js";

/** The files that a file of the page loads by itself, it among them. */
function loadedWith(name: string, loaded = new Set<string>()): Set<string> {
  if (loaded.has(name)) return loaded;
  loaded.add(name);
  const pattern = name.endsWith(".html")
    ? /(?:src|href)="([^"#]+)"/g
    : /^(?:import\b.*|\}) from "\.\/([^"]+)"/gm;
  for (const [, other] of FILES.get(name)!.matchAll(pattern)) loadedWith(other, loaded);
  return loaded;
}

Deno.test("opening the page loads less than 80 kB, and later parts come when asked for", () => {
  const names = loadedWith("index.html").add(TEXTS);
  const bytes = [...names].map((name) => new TextEncoder().encode(FILES.get(name)).length);
  const sum = bytes.reduce((sum, length) => sum + length, 0);
  assert(sum > 40_000 && sum < 80_000, `${sum} bytes`);
  assertEquals(names.has("behaviors.js"), false);
});

/** Comments, strings and templates, found in one pass since each can look like part of another. */
const TOKEN = /\/\*[\s\S]*?\*\/|\/\/.*|"[^"\n]*"|'[^'\n]*'|`[^`]*`/g;
const IMPORT = /\b(?:from|import)\s*\(?\s*["'](.*?)["']/g;
const ACTOR =
  /\b(?:Deno|WebSocket|console|Date|document|globalThis|fetch|performance|setTimeout|setInterval)\b/g;

testWith(
  ["read"],
  "server/policy/ imports nothing from outside and names nothing that acts",
  () => {
    const files = filesOf("server/policy");
    assert(files.length > 0);
    for (const name of files) {
      const text = Deno.readTextFileSync(join(ROOT, "server/policy", name));
      const source = text.replaceAll(TOKEN, (token) => token.startsWith("/") ? "" : token);
      const imports = Array.from(source.matchAll(IMPORT), ([, path]) => path);
      assertEquals(
        imports.filter((path) => !/^(\.\/\w+\.ts|\.\.\/\.\.\/static\/shared\/\w+\.js)$/.test(path)),
        [],
        name,
      );
      // Of a template what it evaluates is code, the rest is text as in a string.
      const code = source.replaceAll(
        TOKEN,
        (token) => token.match(/\$\{[^}]*\}/g)?.join(" ") ?? "",
      );
      assertEquals(code.match(ACTOR) ?? [], [], name);
    }
  },
);
