import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { due } from "./deadline.ts";
import type { DocPlace } from "./doc_place.ts";
import { scriptOf } from "./doc_script.ts";
import type { Block } from "./documents.ts";
import { isTool, type Need, whyIgnored } from "./needs.ts";
import { Program, ROOT } from "./program.ts";
import { startNginx } from "./proxy.ts";

/** What the directives of a block mean, by their first word or words. */
const DIRECTIVES = ["needs ", "serves", "with server", "exit ", "shows ", "printed"];
const BUT_FOR_NUMBERS = "printed but for the numbers";

/** What a kind of block needs beside what all need. */
const NEEDS: Record<string, readonly Need[]> = { nginx: ["nginx"], python: ["pythonWebsockets"] };

/** How long the commands of one block may take. */
const TIMEOUT_MS = 30_000;

/** Returns what follows the first words of a directive, or nothing where a block does not have it. */
function directive(block: Block, words: string): string | undefined {
  return block.directives.find((text) => text.startsWith(words))?.slice(words.length);
}

/** Returns why a block cannot be tested here, or nothing where it can. */
export function whyBlockIgnored(block: Block): string | undefined {
  const need = directive(block, "needs ");
  const needs = NEEDS[block.kind] ?? [];
  if (need === undefined) return whyIgnored(needs);
  return isTool(need) ? whyIgnored([...needs, need]) : `needs ${need}`;
}

/**
 * Tests a block of a document.
 *
 * @param printed What the block of commands before it has printed.
 * @returns The same for the block after it.
 */
export async function checkBlock(
  block: Block,
  place: DocPlace,
  printed: string,
): Promise<string> {
  for (const text of block.directives) {
    assert(DIRECTIVES.some((words) => text.startsWith(words)), `Not a directive: ${text}`);
  }
  const file = directive(block, "shows ");
  if (file !== undefined) assertStringIncludes(await readOwn(file), block.code);
  else if (block.kind === "sh") return await runCommands(block, place);
  else await CHECKS[block.kind]?.(block, place, printed);
  assert(file !== undefined || block.kind in CHECKS, `No test knows blocks of ${block.kind}`);
  return printed;
}

function readOwn(file: string): Promise<string> {
  return Deno.readTextFile(join(ROOT, file));
}

/** What is tested of a block that shows no file, by its kind. */
const CHECKS: Record<
  string,
  (block: Block, place: DocPlace, printed: string) => void | Promise<void>
> = {
  text(block, place, printed) {
    if (directive(block, "printed") === undefined) return;
    const isRough = block.directives.includes(BUT_FOR_NUMBERS);
    const expected = patternOf(place.here(block.code.trimEnd()), isRough);
    assert(
      expected.test(printed.trimEnd()),
      `Printed was:\n${printed}\nand not:\n${block.code}`,
    );
  },
  ts(block) {
    assertEquals(block.attributes, [], "deno test --doc runs it, unless it shows a file");
  },
  json(block) {
    JSON.parse(block.code);
  },
  async nginx(block, place) {
    await using _nginx = await startNginx(place.here(block.code));
  },
  async python(block, place) {
    await using program = place.start(`python3 -m py_compile - <<'END'\n${block.code}END`);
    assertEquals((await program.ended()).code, 0);
  },
};

/** Turns what a document shows of an output into a pattern: … stands for anything on its line. */
function patternOf(shown: string, isRough: boolean): RegExp {
  const variable = isRough ? /(…| *\d[\d.,]*)/ : /(…)/;
  const parts = shown.split(variable).map((part, index) => {
    if (index % 2 === 0) return RegExp.escape(part);
    return part === "…" ? "[^\\n]*" : " *\\d[\\d.,]*";
  });
  return new RegExp(`^${parts.join("")}$`);
}

async function runCommands(block: Block, place: DocPlace): Promise<string> {
  await using stack = new AsyncDisposableStack();
  if (directive(block, "with server") !== undefined) await startEco(place, stack);
  const isServer = directive(block, "serves") !== undefined;
  const { text, serves } = scriptOf(place.here(block.code), isServer);
  const program = stack.use(place.start(text));
  if (serves) return await stopped(program);
  const { code, stdout, stderr } = await program.ended(TIMEOUT_MS);
  const expected = Number(directive(block, "exit ") ?? 0);
  assertEquals(code, expected, `${text}\nended with ${code}\n${stdout}\n${stderr}`);
  return stdout.replaceAll("\r", "");
}

async function startEco(place: DocPlace, stack: AsyncDisposableStack): Promise<void> {
  const server = stack.use(Program.start(["--port", `${place.port("8765")}`]));
  await server.port();
}

/** Waits until a server says where it is, stops it as Ctrl+C does, and resolves with what it said. */
async function stopped(program: Program): Promise<string> {
  await program.output(/(?:127\.0\.0\.1|0\.0\.0\.0|localhost):\d+/);
  program.kill("SIGINT");
  return (await due(program.ended(), "the server to stop")).stdout;
}
