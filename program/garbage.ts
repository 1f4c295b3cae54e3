import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

// What --expose-gc does on the command line, for those alone who come here.
setFlagsFromString("--expose-gc");

/**
 * Collects what this thread holds and nobody uses. By itself the engine does when more is asked
 * for, so that a server whose peers have left would go on holding what they took.
 */
export const collectGarbage: () => void = runInNewContext("gc");
