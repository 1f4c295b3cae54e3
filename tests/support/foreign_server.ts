import { fromFileUrl } from "@std/path";
import { type Endpoint, endpointOn } from "./endpoint.ts";
import { pathOf } from "./needs.ts";
import { Program } from "./program.ts";
import { wsModule } from "./ws_server.ts";

const SERVERS = {
  python: () => [pathOf("pythonWebsockets")!, pathTo("echo_server.py")],
  node: async () => [pathOf("node")!, pathTo("echo_server.mjs"), await wsModule()],
};

/** Starts an echo server that others wrote: Python's websockets, or ws under Node. */
export async function startForeignServer(name: keyof typeof SERVERS): Promise<Endpoint> {
  const [path, ...args] = await SERVERS[name]();
  await using stack = new AsyncDisposableStack();
  const [, port] = await stack.use(new Program(path, args)).output(/^(\d+)\n/);
  const started = stack.move();
  return endpointOn(Number(port), () => started.disposeAsync());
}

function pathTo(file: string): string {
  return fromFileUrl(new URL(file, import.meta.url));
}
