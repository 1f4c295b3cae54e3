/** Runs tests: Deno is only asked whether it understands the command line. */
const TESTING = /^(.*?\bdeno(?:@\S+)?) (?:task )?test\b(.*)/;
/** Checks the whole project, as those who run this do: not run again. */
const CHECKING = /\bdeno(?:@\S+)? (?:task (?:ok|soak|screenshots)|check)\b/;
/** Serves until it is told to stop, whether or not the document says so. */
const SERVING = /\bdeno(?:@\S+)? (?:task start(?:-tls)?|serve)\b/;

/** A block of commands, ready to be run. */
export interface Script {
  /** For `bash -eu`. */
  readonly text: string;
  /** Whether its last command serves until it is told to stop: nothing would come after it. */
  readonly serves: boolean;
}

/**
 * Turns a block of commands into a script.
 *
 * @param isServer Whether the document says that the last one serves.
 */
export function scriptOf(code: string, isServer: boolean): Script {
  const commands = code.replaceAll("\\\n", "").split("\n")
    .map((line) => line.replace(/(^|\s+)#.*/, "").trim())
    .filter((command) => command && !CHECKING.test(command))
    .map((command) => command.replace(TESTING, "$1 test$2 --help >/dev/null"));
  const [server, ...more] = isServer
    ? commands.splice(-1)
    : commands.filter((command) => SERVING.test(command));
  if (more.length > 0) throw new Error("A block has one server at most: the rest would never run");
  if (!server) return { text: commands.join("\n"), serves: false };
  // By exec, so that a signal reaches the server itself.
  const before = commands.filter((command) => command !== server);
  return { text: [...before, "exec 2>&1", `exec env ${server}`].join("\n"), serves: true };
}
