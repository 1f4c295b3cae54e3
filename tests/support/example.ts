import { join } from "@std/path";
import { Program, ROOT } from "./program.ts";

/** A server of `docs/examples/`, and where it listens. */
export interface Example extends AsyncDisposable {
  readonly program: Program;
  /** `127.0.0.1` and its port. */
  readonly authority: string;
}

/** Starts an example as its first comment says, on a free port. */
export async function startExample(name: string): Promise<Example> {
  const path = new URL(`../../docs/examples/${name}`, import.meta.url);
  const [, command] = (await Deno.readTextFile(path)).match(/deno (run .*) \S+\.ts/)!;
  // The nearest deno.json is that of the tutorial, which does not name eco.
  const config = `--config=${join(ROOT, "deno.json")}`;
  const args = [...command.split(" "), config, "--no-prompt", path.href, "0"];
  const program = new Program(Deno.execPath(), args);
  const [, authority] = await program.errorOutput(/Listening on http:\/\/([^/]+)\//);
  return { program, authority, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
}
