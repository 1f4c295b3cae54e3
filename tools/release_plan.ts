import { format, greaterOrEqual, increment, parse, tryParse } from "@std/semver";

/** What a release depends on. */
export interface ReleaseFacts {
  /** The text of `deno.json`. */
  readonly config: string;
  /** The text of `CHANGELOG.md`. */
  readonly changelog: string;
  /** The texts of {@linkcode DOCUMENTS}, by path. */
  readonly documents: Readonly<Record<string, string>>;
  /** Day of the release, as in `2026-01-31`. */
  readonly date: string;
  /** The branch that is checked out. */
  readonly branch: string;
  /** Whether all is committed. */
  readonly isClean: boolean;
  /** The tags there are. */
  readonly tags: readonly string[];
}

/** What to do for a release, or why there is none. */
export type ReleasePlan =
  | {
    readonly kind: "release";
    /** The version before, and the one to be. */
    readonly from: string;
    readonly version: string;
    readonly tag: string;
    /** The texts to be of `deno.json`, of `CHANGELOG.md`, and of the documents, by path. */
    readonly config: string;
    readonly changelog: string;
    readonly documents: Readonly<Record<string, string>>;
    /** What is new in it, in Markdown. */
    readonly notes: string;
  }
  /** The caller has to ask for something else. */
  | { readonly kind: "misuse"; readonly reason: string }
  /** The repository is not ready for it. */
  | { readonly kind: "failure"; readonly reason: string };

/** The files beside `deno.json` that name the version of today. */
export const DOCUMENTS = ["README.md", "docs/behaviors.md", "deploy/kubernetes.yaml"] as const;

/** A version of eco where a text names it: `eco 1.2.3`, `eco/1.2.3`, `eco:1.2.3-rc.1`. */
export const MENTION = /(?<=\beco[ /:])\d+\.\d+\.\d+(?:-[\w.-]*\w)?/g;

const STEPS = ["major", "minor", "patch"] as const;
const VERSION = /(?<="version": ")[^"]+/;
const UNRELEASED = "## Unreleased\n";

/** Returns what to do for a release; it is for the caller to do it. */
export function planRelease(wish: string, facts: ReleaseFacts): ReleasePlan {
  const { config, changelog, date } = facts;
  const from = config.match(VERSION)?.[0] ?? "";
  const version = versionFrom(wish, from);
  if (version === undefined) return { kind: "misuse", reason: misuse(wish, from) };
  const tag = `v${version}`;
  const { head, notes, older } = split(changelog);
  const reason = whyNotReady(facts, tag, notes);
  if (reason) return { kind: "failure", reason };
  return {
    kind: "release",
    from,
    version,
    tag,
    config: config.replace(VERSION, version),
    changelog: `${head}${UNRELEASED}\n## ${version} - ${date}\n\n${notes}\n${older}`,
    documents: renew(facts.documents, from, version),
    notes,
  };
}

function renew(documents: ReleaseFacts["documents"], from: string, version: string) {
  return Object.fromEntries(
    Object.entries(documents).map(([path, text]) => [
      path,
      text.replaceAll(MENTION, (named) => named === from ? version : named),
    ]),
  );
}

function whyNotReady({ branch, isClean, tags }: ReleaseFacts, tag: string, notes: string) {
  if (branch !== "main") return `the branch must be main: current value is "${branch}"`;
  if (!isClean) return "there are changes that are not committed: git status lists them";
  if (tags.includes(tag)) return `the tag ${tag} exists: name a higher version`;
  if (!/^[-*] /m.test(notes)) {
    return 'CHANGELOG.md has no entry below "## Unreleased": say there what is new';
  }
}

/** Splits a changelog into what is before the unreleased entries, these, and what is after them. */
function split(changelog: string): { head: string; notes: string; older: string } {
  // What looks like a heading in a block of code is none.
  const prose = changelog.replace(/^```[^]*?^```/gm, (block) => block.replaceAll("#", "-"));
  const start = prose.search(/^## Unreleased\n/m);
  if (start === -1) return { head: changelog, notes: "", older: "" };
  const notesStart = start + UNRELEASED.length;
  const length = prose.slice(notesStart).search(/^## /m);
  const end = length === -1 ? changelog.length : notesStart + length;
  const older = end < changelog.length ? `\n${changelog.slice(end)}` : "";
  return { head: changelog.slice(0, start), notes: changelog.slice(notesStart, end).trim(), older };
}

/** Returns the version wished for, or nothing where it is none or older than the current one. */
function versionFrom(wish: string, from: string): string | undefined {
  const current = parse(from);
  const step = STEPS.find((step) => step === wish);
  if (step) return format(increment(current, step));
  const version = tryParse(wish);
  // What is after a plus orders nothing and is not allowed in the tag of an image.
  if (!version || version.build?.length || !greaterOrEqual(version, current)) return;
  return format(version);
}

function misuse(wish: string, from: string): string {
  return `the version must be ${STEPS.join(", ")} or one from ${from} on: current value is ` +
    JSON.stringify(wish);
}
