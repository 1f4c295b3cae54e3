import { fromFileUrl } from "@std/path";
import { type Endpoint, endpointOn } from "./endpoint.ts";
import { pathOf } from "./needs.ts";
import { Program } from "./program.ts";

const FOLDER = fromFileUrl(new URL("../../bench/servers", import.meta.url));
const SERVERS = {
  python: () => [pathOf("pythonWebsockets")!, "python.py"],
  node: async () => {
    // Without the import, plain `deno test` resolves the name to `npm:ws@…`, which Node cannot load.
    // It is loaded only here, because it reads variables that not every run of the tests may read.
    await import("ws");
    return [pathOf("node")!, "node.mjs", import.meta.resolve("ws")];
  },
};

/** Starts an echo server that others wrote: Python's websockets, or ws under Node. */
export async function startForeignServer(name: keyof typeof SERVERS): Promise<Endpoint> {
  const [path, ...args] = await SERVERS[name]();
  await using stack = new AsyncDisposableStack();
  const program = stack.use(new Program(path, args, { cwd: FOLDER, env: { PORT: "0" } }));
  const [, port] = await program.output(/^(\d+)\n/);
  const started = stack.move();
  return endpointOn(Number(port), () => started.disposeAsync());
}
