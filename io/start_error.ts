/** The server cannot start, for a reason outside the program; the message is for the operator. */
export class StartError extends Error {
  override readonly name = "StartError";
}
