import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { compileArguments, TARGETS } from "../../tools/compile_all.ts";
import { inlineTexts } from "../../tools/inline_texts.ts";
import { pointAtJsr } from "../../tools/use_jsr.ts";
import { testWith } from "../support/needs.ts";
import { Program, ROOT } from "../support/program.ts";

Deno.test("inlineTexts puts any text into a module, and leaves the rest of it", () => {
  const text = 'a "quote", `${x}` \\ $& $1\u2028\r\nñ';
  const module =
    'import { a } from "../unit/a.ts";\nimport b from "../unit/b.js" with { type: "text" };\nb;\n';
  const inlined = inlineTexts(module, (path) => path + text);
  const [first, second, ...rest] = inlined.split("\n");
  assertEquals([first, rest], ['import { a } from "../unit/a.ts";', ["b;", ""]]);
  assertEquals(JSON.parse(second.match(/^const b = ([^]*);$/)![1]), "./b.js" + text);
});

testWith(["read"], "pointAtJsr changes where the names of @std lead, and nothing else", () => {
  const config = Deno.readTextFileSync(join(ROOT, "deno.json"));
  const { imports, compilerOptions, ...rest } = JSON.parse(pointAtJsr(config));
  const { imports: before, compilerOptions: optionsBefore, ...restBefore } = JSON.parse(config);
  assertEquals(imports, {
    ...before,
    "@std/assert": "jsr:@std/assert@1",
    "@std/http/etag": "jsr:@std/http@1/etag",
    "@std/http/negotiation": "jsr:@std/http@1/negotiation",
    "@std/path": "jsr:@std/path@1",
    "@std/semver": "jsr:@std/semver@1",
  });
  assertEquals(compilerOptions, { ...optionsBefore, types: [] });
  assertEquals(rest, restBefore);
});

Deno.test("compileArguments has the flags of the task, before the module", () => {
  const task = "deno compile --frozen '--allow-env=HOST,ECO_*' --output dist/eco main.ts";
  assertEquals(compileArguments(task, "x86_64-apple-darwin"), [
    "compile",
    "--frozen",
    "--allow-env=HOST,ECO_*",
    "--output",
    "dist/eco-x86_64-apple-darwin",
    "--target",
    "x86_64-apple-darwin",
    "main.ts",
  ]);
});

testWith(["run", "read", "env"], "TARGETS are all that deno compile has", async () => {
  await using program = new Program(Deno.execPath(), ["compile", "--target", "none", "main.ts"]);
  const { stderr } = await program.ended();
  assertEquals(stderr.match(/(?<=possible values: ).*/)?.[0].split(", "), [...TARGETS]);
});
