/** The server cannot start, for a reason outside the program; the message is for the operator. */
export class StartError extends Error {
  override readonly name = "StartError";
}

/** Returns in words for the operator why the program ends; what is no fault of his is thrown on. */
export function explainFailure(error: unknown): string {
  if (error instanceof StartError) return error.message;
  if (!(error instanceof Deno.errors.NotCapable)) throw error;
  return `Deno was not given a permission, which "deno task eco" gives: ${error.message}`;
}
