import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { FILES } from "../../static/mod.ts";
import { testWith } from "../support/needs.ts";
import { ROOT } from "../support/program.ts";

function filesOf(folder: string): string[] {
  return Array.from(Deno.readDirSync(join(ROOT, folder)), ({ name }) => name).sort();
}

testWith(["read"], "static/mod.ts lists every file of its folder", () => {
  const files = filesOf("static").filter((name) => name !== "mod.ts");
  assertEquals([...FILES.keys()].sort(), files);
  for (const name of files) {
    assertEquals(FILES.get(name), Deno.readTextFileSync(join(ROOT, "static", name)), name);
  }
});

testWith(["read"], "core/ imports nothing from outside and names nothing that acts", () => {
  const files = filesOf("core");
  assert(files.length > 0);
  for (const name of files) {
    const source = Deno.readTextFileSync(join(ROOT, "core", name))
      .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    const imports = Array.from(source.matchAll(/from "(.*)"/g), ([, specifier]) => specifier);
    assertEquals(imports.filter((specifier) => !/^\.\/\w+\.ts$/.test(specifier)), [], name);
    const code = source.replaceAll(/"[^"\n]*"|'[^'\n]*'|`[^`]*`/g, "");
    const actors = code.match(/\b(?:Deno|WebSocket|console|Date\.now|document)\b/g) ?? [];
    assertEquals(actors, [], name);
  }
});
