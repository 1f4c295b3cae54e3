import project from "../deno.json" with { type: "json" };
import { createHandler, createRegistry, drain, logTo } from "../handler.ts";
import { readEnvironment } from "../server/environment.ts";
import { log } from "../server/log.ts";
import { formatAuthority, formatLocalAuthority } from "../server/policy/address.ts";
import { type Config, DEFAULTS } from "../server/policy/config.ts";
import { checkConfig } from "../server/policy/settings.ts";
import { createOperationsHandler } from "../server/routes.ts";
import { EXIT, StartError } from "./errors.ts";
import { listen } from "./listen.ts";
import { LogWriter } from "./log_writer.ts";
import { listenForStop } from "./signals.ts";
import { readTlsFiles, type TlsFiles } from "./tls.ts";

/** The longest wait for the log when the server has stopped. */
const MAX_FLUSH_MS = 500;

/**
 * Returns the settings of a program without arguments: the environment's, otherwise the defaults.
 *
 * @throws {RangeError} If a value breaks its rule.
 */
export function readConfig(): Config {
  return checkConfig({ ...DEFAULTS, ...readEnvironment() });
}

/**
 * Serves until a signal, or until the listener is lost; resolves with the exit code.
 *
 * @throws {StartError} If it cannot start.
 */
export async function serve(config: Config): Promise<number> {
  const { host, port, reusePort, metricsPort, drainTimeoutSeconds } = config;
  if (reusePort && Deno.build.os !== "linux") {
    throw new StartError("--reuse-port needs Linux: other systems do not spread connections");
  }
  const isTerminal = Deno.stdout.isTerminal();
  const writer = new LogWriter({ level: config.logLevel, isTerminal });
  logTo((record) => writer.write(record));
  /** Resolves with the signal, or with nothing if the listener is lost. */
  const stop = Promise.withResolvers<Deno.Signal | undefined>();
  const onLost = () => stop.resolve(undefined);
  // Before the server listens: Deno can panic on a signal while file descriptors are short.
  listenForStop(stop.resolve);
  logUncaughtErrors();
  useVectoredWrites();
  const registry = createRegistry();
  const handler = createHandler({ ...config, registry, operations: metricsPort === 0 });
  const tls = await readTls(config);
  const listener = listen(handler, { host, port, reusePort, tls, onLost });
  if (metricsPort > 0) {
    // Not shared: each scrape would reach any one of the processes.
    const options = { host, port: metricsPort, portFlag: "--metrics-port", onLost };
    listen(createOperationsHandler(registry), options);
  }
  announce(config, listener.port, isTerminal ? writer : undefined);

  const signal = await stop.promise;
  log.info("server stopping", { signal, connections: registry.snapshot().connections });
  const result = await drain(registry, listener.shutdown, drainTimeoutSeconds * 1000);
  if (Object.values(result).some((count) => count > 0)) {
    log.warning("not everything was answered", { ...result });
  }
  log.info("server stopped");
  await writer.flush(MAX_FLUSH_MS);
  return signal ? EXIT.DONE : EXIT.FAILED;
}

async function readTls({ tlsCert, tlsKey }: Config): Promise<TlsFiles | undefined> {
  return tlsCert ? await readTlsFiles(tlsCert, tlsKey) : undefined;
}

/** Logs errors that nothing else has caught, and lets the process live on. */
function logUncaughtErrors(): void {
  addEventListener("error", (event) => {
    event.preventDefault();
    log.error("uncaught error", { error: event.error });
  });
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    log.error("unhandled rejection", { error: event.reason });
  });
}

/** Read by the runtime once, when the first WebSocket opens. */
const VECTORED_WRITES = "DENO_USE_WRITEV";

/**
 * Makes the runtime pass the head of a frame and its payload to the system as they are, instead of
 * copying them into one buffer. Without the permission to set the variable, the copy is made.
 */
function useVectoredWrites(): void {
  const { state } = Deno.permissions.querySync({ name: "env", variable: VECTORED_WRITES });
  if (state === "granted") Deno.env.set(VECTORED_WRITES, "1");
}

/** Tells where the server is: people in a few lines, programs in a record. */
function announce({ host, metricsPort, tlsCert }: Config, port: number, people?: LogWriter): void {
  const authority = formatLocalAuthority(host, port);
  const secure = tlsCert ? "s" : "";
  const webSocket = `ws${secure}://${authority}`;
  const page = `http${secure}://${authority}`;
  const metrics = metricsPort
    ? `http://${formatLocalAuthority(host, metricsPort)}/metrics`
    : undefined;
  if (!people) return log.info("listening", { webSocket, page, metrics, host });
  people.writeLine(`eco ${project.version} is listening; Ctrl+C stops it.`);
  people.writeLine(`  WebSocket  ${webSocket}\n  Page       ${page}`);
  if (metrics) people.writeLine(`  Metrics    ${metrics}`);
  if (authority !== formatAuthority(host, port)) {
    people.writeLine("  Network    on every address of this machine");
  }
}
