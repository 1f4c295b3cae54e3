/**
 * A server with its own routes, and eco with its page below `/echo/`:
 *
 *     deno run --unstable-no-legacy-abort --allow-net mount.ts [port]
 *
 * Until eco is on JSR, use a clone beside your project and this `deno.json`:
 *
 *     { "imports": { "@eco/eco": "../eco/handler.ts" } }
 *
 * `deno doc handler.ts` in the clone shows the options. `logTo()` receives the records of the log.
 *
 * @module
 */
import { createHandler, createRegistry, drain } from "@eco/eco"; // deno add jsr:@eco/eco

const registry = createRegistry();
const echo = createHandler({ basePath: "/echo/", prefix: "you said: ", registry });

const server = Deno.serve(
  { hostname: "127.0.0.1", port: Number(Deno.args[0] ?? 8000) },
  (request, info) => {
    const { pathname } = new URL(request.url);
    if (`${pathname}/`.startsWith("/echo/")) return echo(request, info);
    if (pathname === "/") return new Response(`${registry.size} are connected to /echo/\n`);
    return new Response("No such page\n", { status: 404 });
  },
);

const stopSignals: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
for (const signal of stopSignals) {
  Deno.addSignalListener(signal, async () => {
    await drain(registry, () => server.shutdown(), 3000);
    Deno.exit();
  });
}
