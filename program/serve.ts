import project from "../deno.json" with { type: "json" };
import { createHandler, createRegistry, drain, logTo } from "../handler.ts";
import { log } from "../server/log.ts";
import { formatAuthority, formatLocalAuthority } from "../server/policy/address.ts";
import type { Config } from "../server/policy/config.ts";
import { createOperationsHandler } from "../server/routes.ts";
import { EXIT, StartError } from "./errors.ts";
import type { ControlledListener } from "./control.ts";
import { listen } from "./listen.ts";
import { LogWriter } from "./log_writer.ts";
import type { Ports } from "./ports_file.ts";
import { readTlsFiles, type TlsFiles } from "./tls.ts";

/** The longest wait for the log before the program ends. */
const MAX_FLUSH_MS = 500;

/**
 * Serves until a signal, or until the listener is lost; resolves with the exit code.
 *
 * @throws {StartError} If it cannot start.
 */
export async function serve(config: Config): Promise<number> {
  const isTerminal = Deno.stdout.isTerminal();
  const writer = new LogWriter({ level: config.logLevel, isTerminal });
  logTo((record) => writer.write(record));
  try {
    return await serveUntilStopped(config, writer, isTerminal);
  } finally {
    await writer.flush(MAX_FLUSH_MS);
  }
}

async function serveUntilStopped(
  config: Config,
  writer: LogWriter,
  isTerminal: boolean,
): Promise<number> {
  const { host, port, reusePort, metricsHost, metricsPort, drainTimeoutSeconds } = config;
  if (reusePort && Deno.build.os !== "linux") {
    throw new StartError("--reuse-port needs Linux: other systems do not spread connections");
  }
  /** Resolves with the signal, or with nothing if the listener is lost. */
  const stop = Promise.withResolvers<Deno.Signal | undefined>();
  const onLost = () => stop.resolve(undefined);
  // Before the server listens: Deno can panic on a signal while file descriptors are short.
  listenForStop(stop.resolve, () => exit(writer));
  logUncaughtErrors();
  useVectoredWrites();
  const registry = createRegistry();
  const handler = createHandler({ ...config, registry, operations: metricsPort === 0 });
  const tls = await readTls(config);
  const options = { host, port, reusePort, tls, onLost };
  // Both modules are loaded for tests alone.
  const portsFile = config.portsFile
    ? await (await import("./ports_file.ts")).PortsFile.prepare(config.portsFile, host)
    : undefined;
  const control = config.controlPort === "off" ? undefined : await import("./control.ts");
  const listener: ControlledListener = control
    ? control.listenControlled(handler, options, config, registry)
    : listen(handler, options);
  if (metricsPort > 0) {
    // Not shared: each scrape would reach any one of the processes.
    const flags = { hostFlag: "--metrics-host", portFlag: "--metrics-port" };
    const metricsOptions = { host: metricsHost, port: metricsPort, ...flags, onLost };
    listen(createOperationsHandler(registry), metricsOptions);
  }
  const ports = { port: listener.port, controlPort: listener.controlPort };
  announce(config, ports, isTerminal ? writer : undefined);
  await portsFile?.write({ ...ports, metricsPort: metricsPort || undefined });

  const signal = await stop.promise;
  log.info("server stopping", { signal, connections: registry.snapshot().connections });
  const result = await drain(registry, listener.shutdown, drainTimeoutSeconds * 1000);
  if (Object.values(result).some((count) => count > 0)) {
    log.warning("not everything was answered", { ...result });
  }
  await portsFile?.remove();
  log.info("server stopped");
  return signal ? EXIT.DONE : EXIT.FAILED;
}

async function readTls({ tlsCert, tlsKey }: Config): Promise<TlsFiles | undefined> {
  return tlsCert ? await readTlsFiles(tlsCert, tlsKey) : undefined;
}

/** Signals within this time after the first count as the first. */
const SAME_SIGNAL_MS = 500;

/** Windows has no SIGTERM to listen to. */
const STOP_SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT", "SIGBREAK"]
  : ["SIGINT", "SIGTERM", "SIGHUP"];

/** Ends the program as soon as its log is written. */
async function exit(writer: LogWriter): Promise<void> {
  await writer.flush(MAX_FLUSH_MS);
  Deno.exit(EXIT.FAILED);
}

/** Calls a function on the first signal to stop, and another one on the second. */
function listenForStop(stop: (signal: Deno.Signal) => void, stopNow: () => void): void {
  let firstAtMs: number | undefined;
  for (const signal of STOP_SIGNALS) {
    Deno.addSignalListener(signal, () => {
      firstAtMs ??= performance.now();
      stop(signal);
      // Ctrl+C can arrive twice: from the terminal, and from the task runner that passes it on.
      if (performance.now() - firstAtMs > SAME_SIGNAL_MS) stopNow();
    });
  }
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

/** The ports that browsers refuse, because other protocols use them (WHATWG Fetch, "bad port"). */
const BLOCKED_PORTS = new Set([
  ...[0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87],
  ...[95, 101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143],
  ...[161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554],
  ...[556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045],
  ...[4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080],
]);

/** Tells where the server is: people in a few lines, programs in a record. */
function announce(config: Config, ports: Ports, people?: LogWriter): void {
  const { host, metricsHost, metricsPort, controlHost, tlsCert } = config;
  const { port, controlPort } = ports;
  const authority = formatLocalAuthority(host, port);
  const secure = tlsCert ? "s" : "";
  const webSocket = `ws${secure}://${authority}`;
  const page = `http${secure}://${authority}`;
  const metrics = metricsPort
    ? `http://${formatLocalAuthority(metricsHost, metricsPort)}/metrics`
    : undefined;
  const control = controlPort
    ? `http://${formatLocalAuthority(controlHost, controlPort)}`
    : undefined;
  const warning = BLOCKED_PORTS.has(port)
    ? `browsers refuse port ${port}; choose another with --port`
    : undefined;
  if (!people) {
    log.info("listening", { webSocket, page, metrics, control, host, ...ports });
    if (warning) log.warning(warning);
    return;
  }
  people.writeLine(`eco ${project.version} is listening; Ctrl+C stops it.`);
  people.writeLine(`  WebSocket  ${webSocket}\n  Page       ${page}`);
  if (metrics) people.writeLine(`  Metrics    ${metrics}`);
  if (control) people.writeLine(`  Control    ${control}`);
  if (authority !== formatAuthority(host, port)) {
    people.writeLine("  Network    on every address of this machine");
  }
  if (warning) people.writeLine(`  Warning    ${warning}`);
}
