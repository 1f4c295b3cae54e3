/**
 * One of several threads that serve on the same port, as its supervisor tells it.
 *
 * @module
 */
import type { Counts } from "../server/policy/counts.ts";
import { createHandler } from "../handler.ts";
import { surviveFaults } from "./faults.ts";
import { type Ledger, Registry } from "../server/registry.ts";
import { type Server, startServer } from "./server.ts";
import { Share } from "../server/share.ts";
import { startLog } from "./start_log.ts";
import { ask, type FromWorker, type ToWorker, type WorkerStart } from "./worker_messages.ts";

/** How long the supervisor, which does nothing for long, may take for an answer. */
const ANSWER_TIMEOUT_MS = 10_000;

/** The other side, to which this thread is what a worker is to it. */
const supervisor = self as unknown as Worker;

const tell = (message: FromWorker) => supervisor.postMessage(message);

let registry: Registry;
let server: Server | undefined;
let written: AsyncDisposable | undefined;
let garbage: Promise<typeof import("./garbage.ts")> | undefined;

supervisor.onmessage = async ({ data, ports: [port] }: MessageEvent<ToWorker>) => {
  switch (data.type) {
    case "start":
      return start(data.start);
    case "count":
      return port.postMessage(registry.snapshot());
    case "collect":
      return (await garbage)?.collectGarbage();
    case "drain":
      await server?.drain(data.timeoutMs);
      await written?.[Symbol.asyncDispose]();
      return port.postMessage("drained");
  }
};

const ledger: Ledger = {
  async reserve(address) {
    const granted = await ask<boolean>(supervisor, { type: "reserve", address }, ANSWER_TIMEOUT_MS);
    // The answer may still come, and nobody would give the place back.
    if (granted === undefined) tell({ type: "release", address });
    return granted ?? false;
  },
  release: (address) => tell({ type: "release", address }),
};

function start({ config, tls, index, memory, isTerminal }: WorkerStart): void {
  // Without a log it is worth nothing: the supervisor replaces it.
  written = startLog({ level: config.logLevel, isTerminal, worker: index }, () => self.close());
  surviveFaults();
  if (config.maxMemoryBytes > 0) garbage = import("./garbage.ts");
  registry = new Registry({
    share: new Share(memory, index),
    ledger: config.maxConnectionsPerAddress > 0 ? ledger : undefined,
  });
  const operations = config.metricsPort > 0 ? false : {
    get draining() {
      return registry.draining;
    },
    snapshot: async () =>
      await ask<Counts>(supervisor, { type: "count all" }, ANSWER_TIMEOUT_MS) ??
        registry.snapshot(),
  };
  try {
    server = startServer(createHandler({ ...config, registry, operations }), registry, {
      host: config.host,
      port: config.port,
      tls,
      reusePort: true,
      onDescriptorsLost: () => tell({ type: "descriptors lost" }),
    });
  } catch (error) {
    return tell({ type: "failed", reason: (error as Error).message });
  }
  tell({ type: "listening" });
}
