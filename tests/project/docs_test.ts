import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import project from "../../deno.json" with { type: "json" };
import * as library from "../../handler.ts";
import { isGranted, RUN, testWith } from "../support/needs.ts";
import { Program, ROOT, taskArguments } from "../support/program.ts";

const { createHandler } = library;

/** What is not part of the sources. */
const FOREIGN = new Set([".git", "node_modules", "dist", "coverage", "ports.json"]);

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

/** Returns the names in code that start the rows of a table, which is found by its first heading. */
function firstColumn(path: string, heading: string): string[] {
  const lines = read(path).split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} `)) + 2;
  const end = lines.indexOf("", start);
  return lines.slice(start, end).flatMap((line) =>
    Array.from(line.split("|")[1].matchAll(/`([^`]+)`/g), ([, code]) => code)
  );
}

testWith(["read"], "docs/reference/info.md has every field of /info", async () => {
  const response = await createHandler()(new Request("http://localhost/info"));
  assertEquals(firstColumn("docs/reference/info.md", "Field"), Object.keys(await response.json()));
});

testWith(["read"], "docs/reference/metrics.md has every metric", async () => {
  const response = await createHandler()(new Request("http://localhost/metrics"));
  const metrics = Array.from(
    (await response.text()).matchAll(/^# TYPE (\S+)/gm),
    ([, name]) => name,
  );
  const documented = firstColumn("docs/reference/metrics.md", "Metric");
  assertEquals(documented.map((name) => name.replace(/\{.*/, "")).sort(), metrics.sort());
});

testWith(["read"], "the picture in performance.md shows figures of the table", () => {
  const text = read("docs/explanation/performance.md");
  const [, labels, bars] = text.match(/x-axis (\[.*\])[^]* bar (\[.*\])/)!;
  const table = text.split("\n").filter((line) => line.startsWith("| "))
    .map((line) => line.replaceAll("`", "").split("|").map((cell) => cell.trim()));
  const shown = JSON.parse(labels).map((label: string) => {
    const [row, server] = label.split(", ");
    return parseFloat(table.find(([, name]) => name === row)![table[0].indexOf(server)]);
  });
  assertEquals(JSON.parse(bars), shown);
});

testWith(["read"], "docs/reference/library.md has every export", () => {
  const documented = firstColumn("docs/reference/library.md", "Export");
  const names = documented.map((name) => name.replace(/\(.*/, ""));
  const exports = Object.keys(library).filter((name) => name !== "default");
  assertEquals(names.sort(), exports.sort());
});

testWith(
  RUN,
  "docs/reference/probe.md names options that exist, and has every field of a step",
  async () => {
    const run = async (...args: string[]) => {
      await using program = new Program(Deno.execPath(), [
        ...taskArguments("eco"),
        "probe",
        ...args,
      ]);
      return (await program.ended()).stdout;
    };
    const help = await run("--help");
    const options = read("docs/reference/probe.md").match(/(?<=`)--(?!allow-)[a-z-]+/g)!;
    assertEquals(options.filter((option) => !help.includes(`  ${option} `)), []);
    // Nobody listens there.
    const { steps } = JSON.parse(await run("--json", "ws://127.0.0.1:1"));
    const fields = new Set(steps.flatMap(Object.keys));
    const known = firstColumn("docs/reference/probe.md", "Field");
    assertEquals([...fields].filter((field) => !known.includes(field as string)), []);
    assertEquals(known.filter((field) => !fields.has(field)), ["change"]);
  },
);

testWith(["read"], "documents and deploy/ name the version of deno.json", () => {
  for (const path of [...DOCUMENTS.keys(), ...filesOf("deploy")]) {
    for (const [version] of read(path).matchAll(/(?<=\beco[ /:])\d+\.\d+\.\d+(?:-[\w.-]*\w)?/g)) {
      assertEquals(version, project.version, path);
    }
  }
});

testWith(["read"], "what is in both languages has the same sections in both", () => {
  const outline = (path: string) => read(path).match(/^(?:#+|```\w*)(?= |$)/gm);
  const unit = ["tutorial", "python", "exercises", "teacher", "sheet"];
  for (const [name, folder] of [...unit.map((name) => [name, "en"]), ["classroom", "how-to"]]) {
    assertEquals(outline(`docs/es/${name}.md`), outline(`docs/${folder}/${name}.md`), name);
  }
});
