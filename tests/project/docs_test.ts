import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import project from "../../deno.json" with { type: "json" };
import { createHandler } from "../../handler.ts";
import { isGranted, RUN, testWith } from "../support/needs.ts";
import { Program, ROOT, taskArguments } from "../support/program.ts";

/** Folders that are not part of the sources. */
const FOREIGN = new Set([".git", "node_modules", "dist", "coverage"]);

function filesOf(folder: string): string[] {
  return Array.from(Deno.readDirSync(join(ROOT, folder)))
    .filter(({ name }) => !FOREIGN.has(name))
    .flatMap(({ name, isDirectory }) => {
      const path = folder ? `${folder}/${name}` : name;
      return isDirectory ? filesOf(path) : [path];
    }).sort();
}

const read = (path: string) => Deno.readTextFileSync(join(ROOT, path));

const FILES = isGranted("read") ? filesOf("") : [];
/** The text of every document by its path. The changelog is left out: it describes the past. */
const DOCUMENTS = new Map(
  FILES.filter((path) => path.endsWith(".md") && path !== "CHANGELOG.md")
    .map((path) => [path, read(path)]),
);

/** Returns the anchors that GitHub makes of the headings of a document. */
function anchorsOf(text: string): string[] {
  const headings = Array.from(text.matchAll(/^#+ (.*)$/gm), ([, heading]) => heading);
  return headings.map((heading) =>
    heading.toLowerCase().replaceAll(/[^\p{L}\p{N}_ -]/gu, "").replaceAll(" ", "-")
  );
}

testWith(["read"], "every link to a file of the project leads there", () => {
  let count = 0;
  for (const [path, text] of DOCUMENTS) {
    for (const [, target] of text.matchAll(/(?:\]\(|^\[.+\]: )(?!\w+:)([^)\s]+)/gm)) {
      const [file, anchor] = target.split("#");
      const linked = file ? join(path, "..", file) : path;
      assert(Deno.statSync(join(ROOT, linked)), `${path}: ${target}`);
      if (anchor) assert(anchorsOf(read(linked)).includes(anchor), `${path}: ${target}`);
      count += 1;
    }
  }
  assert(count > 50, `${count}`);
});

testWith(["read"], "every file and folder that a document names is there", () => {
  const missing = [...DOCUMENTS].flatMap(([document, text]) => {
    const names = text.matchAll(/`([\w.-]+(?:\/[\w.-]+)*(?:\/|\.(?:[jt]s|json|md|html|py|yml)))`/g);
    return Array.from(names, ([, name]) => name)
      .filter((name) => !FOREIGN.has(name.split("/")[0]))
      .filter((name) => !name.startsWith("docs/lab/")) // the reader's own files
      .filter((name) => !FILES.some((path) => `/${path}`.includes(`/${name}`)))
      .map((name) => `${document}: ${name}`);
  });
  assertEquals(missing, []);
});

testWith(["read"], "every task that a document names is there", () => {
  for (const [path, text] of DOCUMENTS) {
    const tasks = text.match(/(?<=\bdeno(?:@[\d.]+)? task )[a-z][a-z:-]*/g) ?? [];
    assertEquals(tasks.filter((task) => !(task in project.tasks)), [], path);
  }
});

testWith(RUN, "eco has every flag that a document gives it", async () => {
  const flags = new Set<string>();
  for (const command of [[], ["probe"], ["healthcheck"]]) {
    const args = [...taskArguments("eco"), ...command, "--help"];
    await using program = new Program(Deno.execPath(), args);
    const { stdout } = await program.ended();
    for (const flag of stdout.match(/--[a-z][a-z-]*/g) ?? []) flags.add(flag);
  }
  for (const [path, text] of DOCUMENTS) {
    const commands = text.match(/\b(?:deno(?:@[\d.]+)? task (?:start|eco)|eco probe)\b[^`\n#]*/g);
    const given = commands?.flatMap((command) => command.match(/(?<= )--[a-z][a-z-]*/g) ?? []);
    assertEquals(given?.filter((flag) => !flags.has(flag)) ?? [], [], path);
  }
});

testWith(["read"], "every query string for this server is one that it accepts", async () => {
  const handler = createHandler();
  let count = 0;
  for (const [path, text] of DOCUMENTS) {
    for (const [whole, query] of text.matchAll(/(?:\bws:\/\/127\.0\.0\.1:\d+\/|`)\?([^\s`]+)/g)) {
      // A name alone, as in `?delay`, names a parameter and is no query string.
      if (whole.startsWith("`") && !query.includes("=")) continue;
      const response = await handler(new Request(`http://localhost/info?${query}`));
      const { problem, unknown } = await response.json();
      assertEquals([problem, unknown], [null, []], `${path}: ${whole}`);
      count += 1;
    }
  }
  assert(count > 5, `${count}`);
});

testWith(["read"], "documents and deploy/ name the version of deno.json", () => {
  for (const path of [...DOCUMENTS.keys(), ...filesOf("deploy")]) {
    for (const [version] of read(path).matchAll(/(?<=\beco[ /:])\d+\.\d+\.\d+(?:-[\w.-]*\w)?/g)) {
      assertEquals(version, project.version, path);
    }
  }
});

testWith(["read"], "the unit for a class has the same sections in both languages", () => {
  const outline = (path: string) => read(path).match(/^(?:#+|```\w*)(?= |$)/gm);
  for (const name of ["tutorial.md", "python.md", "exercises.md", "teacher.md", "sheet.md"]) {
    assertEquals(outline(`docs/es/${name}`), outline(`docs/en/${name}`), name);
  }
});
