import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import project from "../../deno.json" with { type: "json" };
import { FILES } from "../../static/mod.ts";
import { isGranted, testWith } from "../support/needs.ts";
import { ROOT } from "../support/program.ts";

/** Folders that decide: anything may import them, and they import nothing that acts. */
const PURE = ["server/policy", "static/shared"];

/** What each part of the product may import, beside its own files and the pure folders. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "main.ts": ["program", "probe", "deno.json"],
  program: ["handler.ts", "probe", "server", "deno.json"],
  // The steps that the page and `eco probe` share measure time, so they are not pure.
  probe: ["static/probe", "static/i18n", "static/types.ts"],
  "handler.ts": ["server"],
  server: ["static/mod.ts", "deno.json"],
  "server/policy": ["deno.json"],
  "static/mod.ts": ["static", "static/probe", "static/i18n"],
  "static/types.ts": ["static", "static/probe", "static/i18n"],
  "static/probe": ["static/i18n", "static/types.ts"],
  static: ["static/probe", "static/i18n", "static/types.ts"],
  "static/i18n": ["static/types.ts"],
  "static/shared": [],
};

/** Comments, strings and templates, in one expression since each can look like part of another. */
const TOKEN = /\/\*[\s\S]*?\*\/|\/\/.*|"[^"\n]*"|'[^'\n]*'|`[^`]*`/g;
const IMPORT = /\b(?:from|import)\s*\(?\s*["'](\.[^"']*)["']/g;
const ACTOR =
  /\b(?:Deno|WebSocket|console|Date|document|globalThis|fetch|performance|setTimeout|setInterval)\b/g;

function filesOf(path: string): string[] {
  if (/\.\w+$/.test(path)) return [path];
  return Array.from(Deno.readDirSync(join(ROOT, path))).flatMap(({ name }) =>
    filesOf(`${path}/${name}`)
  ).sort();
}

/** Returns the part that a file belongs to: the longest name in {@linkcode MAY_IMPORT}. */
function partOf(path: string): string {
  const parts = Object.keys(MAY_IMPORT).filter((part) => `${path}/`.startsWith(`${part}/`));
  return parts.sort((a, b) => b.length - a.length)[0] ?? path;
}

const withoutComments = (text: string) =>
  text.replaceAll(TOKEN, (token) => token.startsWith("/") ? "" : token);

/** Returns the files that each file of the product imports, by path from the project's folder. */
function readImports(): Map<string, string[]> {
  const product = project.publish.include.filter((path) => path in MAY_IMPORT);
  const sources = product.flatMap(filesOf).filter((path) => /\.[jt]s$/.test(path));
  return new Map(sources.map((path) => {
    const source = withoutComments(Deno.readTextFileSync(join(ROOT, path)));
    const imports = Array.from(source.matchAll(IMPORT), ([, other]) => join(path, "..", other));
    return [path, imports.map((other) => other.replaceAll("\\", "/"))];
  }));
}

const IMPORTS = isGranted("read") ? readImports() : new Map<string, string[]>();

testWith(["read"], "each file imports only what its folder may import", () => {
  const arrows = [...IMPORTS].flatMap(([path, imports]) => imports.map((other) => [path, other]));
  assert(arrows.length > 100, `${arrows.length} imports`);
  const wrong = arrows.filter(([path, other]) => {
    const [from, to] = [partOf(path), partOf(other)];
    return from !== to && !PURE.includes(to) && !MAY_IMPORT[from].includes(to);
  });
  assertEquals(wrong.map((arrow) => arrow.join(" → ")), []);
});

testWith(["read"], "the library reaches nothing in program/ or probe/", () => {
  const reached = new Set(["handler.ts"]);
  for (const path of reached) IMPORTS.get(path)?.forEach((other) => reached.add(other));
  assert(reached.has("server/policy/echo.ts"));
  assertEquals([...reached].filter((path) => /^(program|probe)\//.test(path)), []);
});

testWith(["read"], "pure folders name nothing that acts", () => {
  const pure = [...IMPORTS.keys()].filter((path) => PURE.includes(partOf(path)));
  assert(pure.length > 0);
  for (const path of pure) {
    const text = Deno.readTextFileSync(join(ROOT, path));
    // In a template only the expressions are code.
    const code = withoutComments(text).replaceAll(
      TOKEN,
      (token) => token.match(/\$\{[^}]*\}/g)?.join(" ") ?? "",
    );
    assertEquals(code.match(ACTOR) ?? [], [], path);
  }
});

testWith(["read"], "static/mod.ts lists every file of its folder", () => {
  const files = filesOf("static").filter((path) => !path.endsWith(".ts"));
  // Files below vendor/ come from packages.
  const own = [...FILES].filter(([name]) => !name.startsWith("vendor/"));
  assertEquals(own.map(([name]) => `static/${name}`).sort(), files);
  for (const [name, content] of own) {
    assertEquals(content, Deno.readTextFileSync(join(ROOT, "static", name)), name);
  }
});
