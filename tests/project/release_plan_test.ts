import { assert, assertEquals } from "@std/assert";
import { planRelease, type ReleaseFacts } from "../../tools/release_plan.ts";

const FACTS: ReleaseFacts = {
  config: '{\n  "name": "@eco/eco",\n  "version": "1.2.3",\n  "tasks": {}\n}\n',
  changelog:
    "# Changelog\n\n## Unreleased\n\n### Added\n\n- This.\n\n## 1.2.3 - 2026-01-01\n\n- It.\n",
  documents: { "a.md": "eco 1.2.3; eco/1.2.3, eco:1.2.3. eco 1.2.3-rc.1 and ws 1.2.3 stay." },
  date: "2026-02-03",
  branch: "main",
  isClean: true,
  tags: ["v1.2.3"],
};

Deno.test("planRelease bumps the version and dates the entries", () => {
  const plan = planRelease("minor", FACTS);
  assertEquals(plan, {
    kind: "release",
    from: "1.2.3",
    version: "1.3.0",
    tag: "v1.3.0",
    config: FACTS.config.replace("1.2.3", "1.3.0"),
    changelog: "# Changelog\n\n## Unreleased\n\n## 1.3.0 - 2026-02-03\n\n### Added\n\n- This.\n\n" +
      "## 1.2.3 - 2026-01-01\n\n- It.\n",
    documents: { "a.md": "eco 1.3.0; eco/1.3.0, eco:1.3.0. eco 1.2.3-rc.1 and ws 1.2.3 stay." },
    notes: "### Added\n\n- This.",
  });
});

Deno.test("planRelease makes the first release of all too, of the version that is there", () => {
  const changelog = "## Unreleased\n\n- This.\n";
  const plan = planRelease("1.2.3", { ...FACTS, tags: [], changelog });
  assert(plan.kind === "release");
  assertEquals(plan.config, FACTS.config);
  assertEquals(plan.changelog, "## Unreleased\n\n## 1.2.3 - 2026-02-03\n\n- This.\n");
});

Deno.test("planRelease takes no heading from a block of code, nor from a sentence", () => {
  const head = "Entries stand below ## Unreleased\n\n";
  const notes = "- This:\n\n```sh\n## start\n```";
  const changelog = `${head}## Unreleased\n\n${notes}\n`;
  const plan = planRelease("1.2.4", { ...FACTS, changelog });
  assert(plan.kind === "release");
  assertEquals(plan.notes, notes);
  assertEquals(plan.changelog, `${head}## Unreleased\n\n## 1.2.4 - 2026-02-03\n\n${notes}\n`);
});

Deno.test("planRelease takes a step or a version that is not older", () => {
  const cases = {
    major: "2.0.0",
    patch: "1.2.4",
    "v2.0.0": "2.0.0",
    "2.0.0-rc.1": "2.0.0-rc.1",
    "1.10.0": "1.10.0",
  };
  for (const [wish, version] of Object.entries(cases)) {
    const plan = planRelease(wish, FACTS);
    assertEquals([plan.kind, "version" in plan && plan.version], ["release", version]);
  }
  const none = ["", "majors", "1.2", "01.2.3", "1.2.2", "1.2.3-rc.1", "2.0.0+b", "2.0.0 --yes"];
  for (const wish of none) {
    assertEquals(planRelease(wish, FACTS), {
      kind: "misuse",
      reason: "the version must be major, minor, patch or one from 1.2.3 on: current value is " +
        JSON.stringify(wish),
    });
  }
});

Deno.test("planRelease says why the repository is not ready", () => {
  const empty = 'CHANGELOG.md has no entry below "## Unreleased": say there what is new';
  const cases: [Partial<ReleaseFacts>, string][] = [
    [{ isClean: false }, "there are changes that are not committed: git status lists them"],
    [{ branch: "wip" }, 'the branch must be main: current value is "wip"'],
    [{ branch: "" }, 'the branch must be main: current value is ""'],
    [{ tags: ["v1.2.3", "v1.2.4"] }, "the tag v1.2.4 exists: name a higher version"],
    [{ changelog: "## Unreleased\n\n### Added\n\n## 1.2.3\n\n- It.\n" }, empty],
    [{ changelog: "## Unreleased\n" }, empty],
    [{ changelog: "## 1.2.3\n\n- It.\n" }, empty],
  ];
  for (const [facts, reason] of cases) {
    assertEquals(planRelease("patch", { ...FACTS, ...facts }), { kind: "failure", reason });
  }
});
