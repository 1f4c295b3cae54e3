import { assert } from "@std/assert";
import { join } from "@std/path";
import englishExercises from "../../docs/en/exercises.md" with { type: "text" };
import englishPython from "../../docs/en/python.md" with { type: "text" };
import englishTeacher from "../../docs/en/teacher.md" with { type: "text" };
import english from "../../docs/en/tutorial.md" with { type: "text" };
import spanishExercises from "../../docs/es/exercises.md" with { type: "text" };
import spanishPython from "../../docs/es/python.md" with { type: "text" };
import spanishTeacher from "../../docs/es/teacher.md" with { type: "text" };
import spanish from "../../docs/es/tutorial.md" with { type: "text" };

export const TUTORIAL = [spanish, english] as const;
export const PYTHON = [spanishPython, englishPython] as const;
export const EXERCISES = [spanishExercises, englishExercises] as const;
export const TEACHER = [spanishTeacher, englishTeacher] as const;

/** Returns the blocks of code of a page that begin with these words: `sh`, `ts ignore`… */
export function blocksOf(page: string, language: string): string[] {
  const pattern = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, "gm");
  return Array.from(page.matchAll(pattern), ([, code]) => code);
}

/** Returns a step with one part changed, as the page tells the reader to. */
export function change(code: string, part: string | RegExp, replacement: string): string {
  const changed = code.replace(part, () => replacement);
  assert(changed !== code, `${part} is not in the code`);
  return changed;
}

/** Writes what the reader writes, for another port; resolves with its path. */
export async function write(
  folder: string,
  name: string,
  code: string,
  port: number | string,
): Promise<string> {
  const path = join(folder, name);
  await Deno.writeTextFile(path, change(code, "8765", `${port}`));
  return path;
}

const handler = /^ *socket\.addEventListener\("message"[^]*?^ *\}\);\n/m;

/** Returns the steps of the server: two, the finished file, and the one for JSON. */
export function serverSteps(): string[] {
  const [wait, accept, finished, json] = blocksOf(TUTORIAL[0], "ts ignore");
  return [wait, accept, finished, change(finished, handler, json)];
}

/** Returns the steps of the client: two, the finished file, and the one for JSON. */
export function clientSteps(): string[] {
  const [connect, finished] = blocksOf(TUTORIAL[0], "html");
  const [talk, json] = blocksOf(TUTORIAL[0], "js ignore");
  const [onMessage, send] = json.split("\n");
  return [
    connect,
    change(connect, /^ *socket\.onopen.*\n/m, talk),
    finished,
    change(change(finished, /^ *socket\.onmessage.*$/m, onMessage), /^ *socket\.send.*$/m, send),
  ];
}
