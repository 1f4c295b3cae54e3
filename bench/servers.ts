import { fromFileUrl, join } from "@std/path";
import { pathOf } from "../tests/support/needs.ts";
import { ROOT } from "../tests/support/program.ts";
import { wsModule } from "../tests/support/ws_server.ts";

/** A server to measure. */
export interface Contestant {
  readonly name: string;
  /** Returns the command that serves on a port of the loopback interface; eco finds it in `PORT`. */
  readonly command: (port: number) => readonly string[];
  /** Environment variables beside those of this process. @default none */
  readonly env?: Readonly<Record<string, string>>;
  /** Folder to start it in. @default this project's */
  readonly cwd?: string;
  /** Whether it hands out the page too. */
  readonly hasPage: boolean;
}

/** A server that cannot be measured here, and why. */
export interface MissingContestant {
  readonly name: string;
  readonly reason: string;
}

/** From npm, since Debian has none. */
const BUN = "bun@1.4.5";

/**
 * Returns eco as its task starts it, with everything at its default: from this tree or another.
 *
 * @throws {RangeError} Where there is none in the folder.
 */
export function ecoOf(name: string, folder = ROOT, env: Record<string, string> = {}): Contestant {
  const [, ...args] = startTask(folder).replaceAll("'", "").split(" ");
  return {
    name,
    command: () => [Deno.execPath(), ...args],
    env,
    cwd: folder,
    hasPage: true,
  };
}

function startTask(folder: string): string {
  try {
    return JSON.parse(Deno.readTextFileSync(join(folder, "deno.json"))).tasks.start.command;
  } catch {
    throw new RangeError(
      "Cannot measure as --against must be the folder of a tree of eco, with its deno.json: " +
        `current value is ${JSON.stringify(folder)}`,
    );
  }
}

/** Returns the servers to compare eco with: the least that Deno needs, and what others made. */
export function findOthers(): (Contestant | MissingContestant)[] {
  const bare = ["run", "--no-prompt", "--allow-net", "--allow-read", pathTo("servers/bare.ts")];
  return [
    {
      name: "bare Deno",
      command: (port) => [Deno.execPath(), ...bare, `${port}`],
      hasPage: true,
    },
    ofProgram("Bun", findBun(), `npx cannot install ${BUN}`, ["servers/bun.ts"]),
    ofProgram("Node ws", pathOf("node"), "Node is not installed", ["servers/node.mjs", wsModule()]),
    ofProgram("Python websockets", pathOf("pythonWebsockets"), "it is not installed", [
      "servers/python.py",
    ]),
  ];
}

function ofProgram(
  name: string,
  path: string | undefined,
  reason: string,
  [file, ...args]: readonly string[],
): Contestant | MissingContestant {
  if (!path) return { name, reason };
  return { name, command: (port) => [path, pathTo(file), `${port}`, ...args], hasPage: false };
}

/** Returns where npx keeps Bun: started by npx it would be a child, whose time is not that of npx. */
function findBun(): string | undefined {
  const args = ["--yes", `--package=${BUN}`, "--call", "command -v bun"];
  const { success, stdout } = new Deno.Command("npx", { args, stderr: "null" }).outputSync();
  return success ? new TextDecoder().decode(stdout).trim() : undefined;
}

function pathTo(file: string): string {
  return fromFileUrl(new URL(file, import.meta.url));
}
