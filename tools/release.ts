/**
 * Makes a release here: version, changelog, commit and tag. `deno task release` shows what it would
 * do, `deno task release minor --yes` does it; to push it is left to the caller.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { DOCUMENTS, planRelease, type ReleasePlan } from "./release_plan.ts";

/** Exit codes: done or shown, could not be done, wrong use. */
const EXIT = { DONE: 0, FAILED: 1, WRONG_USE: 2 } as const;

const CONFIG = "deno.json";
const CHANGELOG = "CHANGELOG.md";

type Release = Extract<ReleasePlan, { kind: "release" }>;

/** Runs git and returns what it says. @throws {Error} With what it says is wrong. */
function git(...args: readonly string[]): string {
  const { success, stdout, stderr } = new Deno.Command("git", { args: [...args] }).outputSync();
  const decoder = new TextDecoder();
  if (!success) throw new Error(`git ${args[0]}: ${decoder.decode(stderr).trim()}`);
  return decoder.decode(stdout).trim();
}

function plan(wish: string): ReleasePlan {
  return planRelease(wish, {
    config: Deno.readTextFileSync(CONFIG),
    changelog: Deno.readTextFileSync(CHANGELOG),
    documents: Object.fromEntries(DOCUMENTS.map((path) => [path, Deno.readTextFileSync(path)])),
    date: new Date().toISOString().slice(0, 10),
    branch: git("branch", "--show-current"),
    isClean: git("status", "--porcelain") === "",
    tags: git("tag", "--list").split("\n"),
  });
}

function release({ config, changelog, documents, notes, version, tag }: Release): void {
  const files = { [CONFIG]: config, [CHANGELOG]: changelog, ...documents };
  const message = `eco ${version}\n\n${notes}`;
  const before = git("rev-parse", "HEAD");
  try {
    for (const [path, text] of Object.entries(files)) Deno.writeTextFileSync(path, text);
    git("commit", "--all", "--message", `chore(release): ${version}`);
    // Headings of the notes would otherwise be taken for comments.
    git("tag", "--annotate", "--cleanup=verbatim", "--message", message, tag);
  } catch (error) {
    git("reset", "--hard", before); // All that there was is committed.
    throw error;
  }
}

function show({ from, version, tag, notes }: Release): void {
  const files = [CONFIG, ...DOCUMENTS].join(", ");
  console.log(
    `Would change the version from ${from} to ${version} in ${files},\n` +
      `put these entries of ${CHANGELOG} under it, commit all and tag that ${tag}:\n\n${notes}\n\n` +
      "Nothing has been changed: --yes does it.",
  );
}

function readWish(args: readonly string[]): { wish: string; yes: boolean } {
  const options = { yes: { type: "boolean", default: false } } as const;
  const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (positionals.length !== 1) {
    throw new TypeError("usage: deno task release <major|minor|patch|version> [--yes]");
  }
  return { wish: positionals[0], yes: values.yes };
}

/** Does what it is asked to, and returns the exit code. */
function main(args: readonly string[]): number {
  const { wish, yes } = readWish(args);
  const planned = plan(wish);
  if (planned.kind !== "release") {
    console.error(`error: Cannot release as ${planned.reason}`);
    return planned.kind === "misuse" ? EXIT.WRONG_USE : EXIT.FAILED;
  }
  if (!yes) show(planned);
  else {
    release(planned);
    console.log(`Released ${planned.tag}: git push --atomic origin main ${planned.tag}`);
  }
  return EXIT.DONE;
}

if (import.meta.main) {
  try {
    Deno.exit(main(Deno.args));
  } catch (error) {
    console.error(`error: ${(error as Error).message}`);
    Deno.exit(error instanceof TypeError ? EXIT.WRONG_USE : EXIT.FAILED);
  }
}
