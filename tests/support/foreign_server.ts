import { fromFileUrl } from "@std/path";
import { type Endpoint, endpointOn } from "./endpoint.ts";
import { pathOf } from "./needs.ts";
import { Program } from "./program.ts";

const FOLDER = fromFileUrl(new URL("../../bench/servers", import.meta.url));
const SERVERS = {
  python: () => [pathOf("pythonWebsockets")!, "python.py"],
  node: async () => [pathOf("node")!, "node.mjs", await wsModule()],
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

/** Resolves with the URL of ws, as Node can load it. */
async function wsModule(): Promise<string> {
  // Without an import, plain `deno test` resolves the name to `npm:ws@…`. ws is loaded only here,
  // since it reads the environment, which not every run of the tests may.
  await import("ws");
  return import.meta.resolve("ws");
}
