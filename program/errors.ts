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
  readonly message: string;
}

/** Describes why the command line or the environment cannot be used; rethrows any other error. */
export function describeMisuse(error: unknown): Failure {
  if (error instanceof Deno.errors.NotCapable) {
    return { exitCode: EXIT.WRONG_USE, message: describeMissingPermission(error) };
  }
  if (!(error instanceof RangeError)) throw error;
  return { exitCode: EXIT.WRONG_USE, message: `${error.message} (--help lists the options)` };
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
