/**
 * The program `eco`: reads the command line, serves until it is told to stop, and exits.
 *
 * @module
 */
import { authorityOf, localAuthorityOf } from "./server/policy/address.ts";
import { type Config, DEFAULTS } from "./server/policy/config.ts";
import { printable } from "./static/shared/escape.js";
import { checkConfig } from "./server/policy/settings.ts";
import project from "./deno.json" with { type: "json" };
import { createHandler } from "./handler.ts";
import type { Order } from "./program/command_line.ts";
import { readEnvironment } from "./server/environment.ts";
import { surviveFaults } from "./program/faults.ts";
import { serveAlone, serveWithWorkers, workersOf } from "./program/fleet.ts";
import { listen } from "./program/listen.ts";
import { log } from "./server/log.ts";
import { createOperationsHandler } from "./server/operations.ts";
import type { Registry } from "./server/registry.ts";
import { explainFailure } from "./program/start_error.ts";
import { startLog } from "./program/start_log.ts";
import { useVectoredWrites } from "./program/vectored_writes.ts";

/** Exit codes: stopped as asked, could not serve or go on serving, wrong use. */
const EXIT = { DONE: 0, FAILED: 1, WRONG_USE: 2 } as const;

/** How long draining may take while memory goes on growing. */
const HASTY_DRAIN_MS = 300;

/** Signals so close together are one. */
const SAME_SIGNAL_MS = 500;

/** Windows has no SIGTERM to listen to. */
const STOP_SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT", "SIGBREAK"]
  : ["SIGINT", "SIGTERM"];

/** Serves until a signal, or a trouble that only a new process mends; returns the exit code. */
async function serve(config: Config): Promise<number> {
  const { host, maxMemoryBytes, metricsPort } = config;
  const isTerminal = Deno.stdout.isTerminal();
  /** With the signal; without one it is a failure. */
  const stop = Promise.withResolvers<Deno.Signal | undefined>();
  const onFailure = () => stop.resolve(undefined);
  await using _log = startLog({ level: config.logLevel, isTerminal }, onFailure);
  // Registered before the server listens: Deno can panic on a signal while descriptors are short.
  stopOnSignals(stop.resolve);
  surviveFaults();
  useVectoredWrites();
  const makeHandler = (registry: Registry) =>
    createHandler({ ...config, registry, operations: metricsPort > 0 ? false : registry });
  const workers = workersOf(config);
  const { port, overview, drain } = workers > 1
    ? await serveWithWorkers(config, workers, onFailure)
    : await serveAlone(config, makeHandler, onFailure);
  if (metricsPort > 0) {
    const portFlag = "--metrics-port";
    listen(createOperationsHandler(overview), { host, port: metricsPort, portFlag });
  }
  announce(config, port, workers, isTerminal);
  let drainTimeoutMs = config.drainTimeoutSeconds * 1000;
  if (maxMemoryBytes > 0) {
    const { watchMemory } = await import("./program/memory_watch.ts");
    watchMemory(overview, maxMemoryBytes, () => {
      drainTimeoutMs = Math.min(drainTimeoutMs, HASTY_DRAIN_MS);
      onFailure();
    });
  }
  const signal = await stop.promise;
  // Asked before they drain, but not waited for: a worker that hangs does not answer.
  const counting = overview.snapshot();
  const drained = drain(drainTimeoutMs);
  log.info("server stopping", { signal, connections: (await counting).connections });
  await drained;
  log.info("server stopped");
  return signal ? EXIT.DONE : EXIT.FAILED;
}

/** The first signal drains, the second exits at once. */
function stopOnSignals(stop: (signal: Deno.Signal) => void): void {
  let firstAtMs: number | undefined;
  for (const signal of STOP_SIGNALS) {
    Deno.addSignalListener(signal, () => {
      firstAtMs ??= performance.now();
      stop(signal);
      // Ctrl+C can arrive twice: from the terminal, and from the task runner that passes it on.
      if (performance.now() - firstAtMs > SAME_SIGNAL_MS) Deno.exit(EXIT.FAILED);
    });
  }
}

/** Says where the server is, as a line of the log where the log is for programs. */
function announce(config: Config, port: number, workers: number, isTerminal: boolean): void {
  const { host, metricsPort, tlsCert } = config;
  const authority = localAuthorityOf(host, port);
  const s = tlsCert ? "s" : "";
  const webSocket = `ws${s}://${authority}`;
  const page = `http${s}://${authority}`;
  const metrics = metricsPort ? `http://${localAuthorityOf(host, metricsPort)}/metrics` : undefined;
  if (!isTerminal) return log.info("listening", { webSocket, page, metrics, host, workers });
  console.log(`eco ${project.version} is listening; Ctrl+C stops it.`);
  console.log(`  WebSocket  ${webSocket}\n  Page       ${page}`);
  if (metrics) console.log(`  Metrics    ${metrics}`);
  if (authority !== authorityOf(host, port)) {
    console.log("  Network    on every address of this machine");
  }
}

/** Does what the program is asked to, and returns the exit code; loads what serving does not need. */
async function obey(order: Order): Promise<number> {
  switch (order.kind) {
    case "serve":
      return serve(order.config);
    case "probe": {
      const { runProbe } = await import("./probe/run.ts");
      const isTerminal = Deno.stdout.isTerminal();
      const options = { asJson: order.asJson, isTerminal, isColored: isTerminal && !Deno.noColor };
      return await runProbe(order.request, options) ? EXIT.DONE : EXIT.FAILED;
    }
    case "healthcheck": {
      const { whyUnhealthy } = await import("./program/healthcheck.ts");
      const problem = await whyUnhealthy(order.healthcheck);
      if (problem) console.error(`error: ${printable(problem)}`);
      return problem ? EXIT.FAILED : EXIT.DONE;
    }
  }
}

/** Reads what the program is asked to do. */
async function read(args: readonly string[]): Promise<Order> {
  if (args.length > 0) {
    // What reads a command line takes longer to load than all the rest, and most starts have none.
    const { readOrder } = await import("./program/command_line.ts");
    return readOrder(args, project.version);
  }
  return { kind: "serve", config: checkConfig({ ...DEFAULTS, ...readEnvironment() }) };
}

/** Runs the program and returns its exit code. */
async function main(args: readonly string[]): Promise<number> {
  let order: Order;
  try {
    order = await read(args);
  } catch (error) {
    const { explainMisuse } = await import("./program/command_line.ts");
    const explanation = explainMisuse(error);
    if (explanation) console.error(`error: ${explanation}`);
    return explanation ? EXIT.WRONG_USE : EXIT.DONE;
  }
  try {
    return await obey(order);
  } catch (error) {
    console.error(`error: ${explainFailure(error)}`);
    return EXIT.FAILED;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
