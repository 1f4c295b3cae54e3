/** The exit codes of the program. */
export const EXIT = {
  /** It did what it was asked to do. */
  DONE: 0,
  /** It could not start, could not go on, or found a problem. */
  FAILED: 1,
  /** The command line or the environment cannot be used. */
  WRONG_USE: 2,
} as const;

/** The server cannot start for a reason outside the program; the message is for the operator. */
export class StartError extends Error {
  override readonly name = "StartError";
}

/** How a program ends, and what it says about that. */
export interface Failure {
  readonly exitCode: number;
  /** One line for the operator; absent after `--help` and `--version`. */
  readonly message?: string;
}

/** Describes why the command line or the environment cannot be used; rethrows any other error. */
export function describeMisuse(error: unknown): Failure {
  if (error instanceof Deno.errors.NotCapable) {
    return { exitCode: EXIT.WRONG_USE, message: describeMissingPermission(error) };
  }
  const { code, exitCode, message } = error as Error & { code?: string; exitCode?: number };
  // Errors of Commander; its class would have to be imported for every start.
  const isCommanderError = code?.startsWith("commander.") ?? false;
  if (isCommanderError && exitCode === 0) return { exitCode: EXIT.DONE };
  if (!isCommanderError && !(error instanceof RangeError)) throw error;
  // Commander puts its suggestion on a separate line, and sometimes ends with a full stop.
  const line = message.replace(/^error: /, "").replace("\n", " ").replace(/\.$/, "");
  return { exitCode: EXIT.WRONG_USE, message: `${line} (--help lists the options)` };
}

/** Describes why a command could not be run; rethrows an error that is a bug of the program. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof StartError) return { exitCode: EXIT.FAILED, message: error.message };
  if (error instanceof Deno.errors.NotCapable) {
    return { exitCode: EXIT.FAILED, message: describeMissingPermission(error) };
  }
  throw error;
}

function describeMissingPermission({ message }: Error): string {
  return `Deno was not given a permission, which "deno task eco" gives: ${message}`;
}
