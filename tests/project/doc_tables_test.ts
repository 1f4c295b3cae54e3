import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { readBehavior, sortQuery } from "../../server/policy/query.ts";
import project from "../../deno.json" with { type: "json" };
import { DOCUMENTS, MENTION } from "../../tools/release_plan.ts";
import {
  type Block,
  type Document,
  filesOf,
  readBlocks,
  readDocuments,
} from "../support/documents.ts";
import { isGranted, testWith } from "../support/needs.ts";
import { ROOT } from "../support/program.ts";

const documents = isGranted("read") ? readDocuments() : [];

Deno.test("readBlocks finds indented blocks, attributes and directives", () => {
  const text = "# a\n\n<!-- test: with server, exit 1 -->\n\n```sh\nx\n```\n\n- b\n\n" +
    "  ```ts ignore\n  y\n\n    z\n  ```\n";
  assertEquals(readBlocks(text), [
    { line: 5, kind: "sh", attributes: [], directives: ["with server", "exit 1"], code: "x\n" },
    { line: 11, kind: "ts", attributes: ["ignore"], directives: [], code: "y\n\n  z\n" },
  ]);
});

testWith(["read"], "no block and no comment on testing escapes readBlocks", () => {
  for (const { path, text, blocks } of documents) {
    const fences = text.match(/^ *(?:```|~~~)/gm)?.length ?? 0;
    assertEquals(fences, 2 * blocks.length, path);
    const comments = text.match(/^ *<!-- test:/gm)?.length ?? 0;
    assertEquals(blocks.filter(({ directives }) => directives.length > 0).length, comments, path);
  }
});

/** The anchors of a document, as GitHub makes them of its headings. */
function anchorsOf(text: string): string[] {
  return Array.from(
    text.matchAll(/^#+ (.*)$/gm),
    ([, heading]) =>
      heading.toLowerCase().replaceAll(/[^\p{L}\p{N}_ -]/gu, "").replaceAll(" ", "-"),
  );
}

testWith(["read"], "every link to a file of the project leads there", () => {
  for (const { path, text } of documents) {
    for (const [, target] of text.matchAll(/\]\((?!\w+:)([^)\s]+)\)/g)) {
      const [file, anchor] = target.split("#");
      const linked = file ? join(ROOT, path, "..", file) : join(ROOT, path);
      assert(Deno.statSync(linked), `${path}: ${target}`);
      if (anchor === undefined) continue;
      assert(anchorsOf(Deno.readTextFileSync(linked)).includes(anchor), `${path}: ${target}`);
    }
  }
});

testWith(["read"], "every query string for this server is one that it accepts", () => {
  let count = 0;
  for (const { path, text } of documents) {
    for (const [whole, query] of text.matchAll(/(?:\bws:\/\/127\.0\.0\.1:\d+\/|`)\?([^\s`]+)/g)) {
      const asked = new URLSearchParams(query);
      // A name alone, as in `?delay`, is no query string but that of a parameter.
      const isComplete = !whole.startsWith("`") || query.includes("=");
      if (isComplete) assertEquals(readBehavior(asked).refusal, undefined, `${path}: ${whole}`);
      assertEquals(sortQuery(asked).unknown, [], `${path}: ${whole}`);
      count += 1;
    }
  }
  assert(count > 5, `${count}`);
});

testWith(
  ["read"],
  "every version of eco in documents and deploy/ is one that releases renew",
  () => {
    const paths = [...documents.map(({ path }) => path), ...filesOf("deploy")];
    const naming = new Set<string>();
    for (const path of paths) {
      for (const [version] of Deno.readTextFileSync(join(ROOT, path)).matchAll(MENTION)) {
        assertEquals(version, project.version, path);
        naming.add(path);
      }
    }
    assertEquals([...naming].sort(), [...DOCUMENTS].sort());
  },
);

/** What of a block is the same in every language: all but comments, strings and output. */
function skeletonOf({ kind, code, directives }: Block): unknown {
  const comment = kind === "sh" || kind === "python" ? /#.*/g : /\/\/.*|\/\*[^]*?\*\//g;
  const rest = code.replaceAll(/"[^"\n]*"|'[^'\n]*'/g, '""').replaceAll(comment, "");
  return { kind, directives, code: kind === "text" ? "" : rest.replaceAll(/[ \t]+$/gm, "") };
}

const levelsOf = ({ text }: Document) => text.replaceAll(/^```[^]*?^```/gm, "").match(/^#+(?= )/gm);

testWith(["read"], "the tutorial and the exercises are the same in both languages", () => {
  const of = (language: string) =>
    documents.filter(({ path }) => path.startsWith(`docs/${language}/`));
  const names = (language: string) => of(language).map(({ path }) => path.split("/").pop());
  assertEquals(names("es"), ["exercises.md", "tutorial.md"]);
  assertEquals(names("en"), names("es"));
  of("es").forEach((spanish, index) => {
    const english = of("en")[index];
    assertEquals(levelsOf(english), levelsOf(spanish), spanish.path);
    assertEquals(english.blocks.map(skeletonOf), spanish.blocks.map(skeletonOf), spanish.path);
  });
});
