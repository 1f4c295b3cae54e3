import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { type Certificate, makeCertificate } from "./certificate.ts";
import { Client, type ClientOptions } from "./client.ts";
import { NGINX_HERE, proxyFile, type ProxyName } from "./deployed.ts";
import type { FloodKind } from "./flood.ts";
import { freePort } from "./port.ts";
import { Program } from "./program.ts";
import { type ConfiguredProxy, startConfigured } from "./proxy.ts";
import { RawSocket } from "./raw_socket.ts";

/**
 * A server of the fleet. It has an address of its own, so that nobody takes its port while it starts
 * again: those of clients are on 127.0.0.1.
 */
export class Instance {
  program: Program;
  readonly #args: readonly string[];

  /** @param metricsPort The port of metrics and health, which may be that of clients. */
  constructor(
    readonly host: string,
    readonly port: number,
    readonly metricsPort: number,
    args: readonly string[],
  ) {
    const clients = ["--host", host, "--port", `${port}`, "--trust-proxy"];
    const metrics = ["--metrics-host", host, "--metrics-port", `${metricsPort}`];
    this.#args = [...clients, ...metricsPort === port ? [] : metrics, ...args];
    this.program = this.start();
  }

  start(): Program {
    return this.program = Program.start(this.#args);
  }

  /** Resolves with the value of a metric, named with its labels. */
  async metric(name: string): Promise<number> {
    const response = await fetch(`http://${this.host}:${this.metricsPort}/metrics`);
    const line = (await response.text()).split("\n").find((line) => line.startsWith(`${name} `));
    return Number(line?.slice(name.length));
  }
}

const FLOOD = fromFileUrl(new URL("flood.ts", import.meta.url));

export interface FleetOptions {
  readonly args?: readonly string[];
  /** Whether the proxy's limits per client are as in `deploy/`. @default false */
  readonly hasClientLimits?: boolean;
  /** Whether the servers have metrics and health on the port of clients. @default false */
  readonly hasOnePort?: boolean;
}

/** Two servers behind a proxy that is configured as in `deploy/`, while it is in scope. */
export class Fleet implements AsyncDisposable {
  readonly instances: readonly Instance[];
  #proxy!: ConfiguredProxy;
  #certificate!: Certificate;
  #http!: Deno.HttpClient;
  readonly #stack = new AsyncDisposableStack();

  private constructor({ args = [], hasOnePort = false }: FleetOptions) {
    this.instances = ["127.0.0.11", "127.0.0.12"].map((host) => {
      const port = freePort();
      const instance = new Instance(host, port, hasOnePort ? port : freePort(), args);
      this.#stack.defer(() => instance.program[Symbol.asyncDispose]());
      return instance;
    });
  }

  /** Starts the servers, then the proxy. */
  static async start(proxy: ProxyName, options: FleetOptions = {}): Promise<Fleet> {
    const fleet = new Fleet(options);
    await using stack = new AsyncDisposableStack();
    stack.use(fleet);
    await Promise.all(fleet.instances.map(({ program }) => program.port()));
    fleet.#certificate = fleet.#stack.use(await makeCertificate());
    fleet.#http = fleet.#stack.use(Deno.createHttpClient({ caCerts: [fleet.#certificate.pem] }));
    const { instances } = fleet;
    const certificate = fleet.#certificate;
    const { hasClientLimits = false } = options;
    const { args, listening } = PROXIES[proxy];
    const configuration = (port: number) =>
      proxyFile(proxy, { port, instances, certificate, hasClientLimits });
    fleet.#proxy = fleet.#stack.use(await startConfigured(proxy, args, listening, configuration));
    stack.move();
    return fleet;
  }

  /** Where the proxy listens. */
  get proxy(): { host: string } & ConfiguredProxy {
    return { host: "127.0.0.1", ...this.#proxy };
  }

  open(path = "/", options: ClientOptions = {}): Promise<Client> {
    const url = `wss://localhost:${this.#proxy.port}${path}`;
    return Client.open(url, { ...options, client: this.#http });
  }

  /** Opens a TCP connection to the proxy and sends nothing. */
  connect(): Promise<RawSocket> {
    return RawSocket.connect(this.#proxy.port, this.#certificate.pem);
  }

  /** Opens a connection that does only what it is told. */
  openRaw(path?: string): Promise<RawSocket> {
    return RawSocket.open(this.#proxy.port, [], path, this.#certificate.pem);
  }

  fetch(path: string): Promise<Response> {
    // The browsers' types, which are in force, do not know Deno's own options.
    const options = { client: this.#http } as RequestInit;
    return fetch(`https://localhost:${this.#proxy.port}${path}`, options);
  }

  /** Floods the proxy, or a server, with connections that never pause, while it is in scope. */
  async flood(
    kind: FloodKind,
    connections: number,
    { host, port }: { host: string; port: number } | Instance = this.proxy,
  ): Promise<Program> {
    await using stack = new AsyncDisposableStack();
    const pem = port === this.proxy.port ? [this.#certificate.pem] : [];
    const args = ["run", "--no-prompt", "--allow-net", FLOOD, host, `${port}`, `${connections}`];
    const program = stack.use(new Program(Deno.execPath(), [...args, kind, ...pem]));
    await program.output(new RegExp(`(flooding\\s+){${connections}}`));
    stack.move();
    return program;
  }

  /** Stops a server and starts it again; resolves once the proxy sends it connections. */
  async restart(instance: Instance): Promise<void> {
    instance.program.kill("SIGTERM");
    assertEquals((await instance.program.ended()).code, 0);
    let isReached = false;
    const reached = instance.start().output(/"connection opened"/).finally(() => isReached = true);
    const trying = (async () => {
      while (!isReached) {
        await using client = await this.open();
        client.send("hola");
        await client.next();
      }
    })();
    await Promise.all([reached, trying]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }
}

/** Sends a message and resolves with whether it is answered; if not, 1001 has said so. */
export async function isAnswered(client: Client, message: string): Promise<boolean> {
  const arrived = new Promise<void>((resolve) => client.onMessage = resolve);
  client.send(message);
  await Promise.race([arrived, client.closed]);
  if (client.waiting === 0) {
    const { code, reason } = await client.closed;
    assertEquals([code, reason], [1001, "the server is stopping"]);
    return false;
  }
  assertEquals(await client.next(), `echo: ${message}`);
  return true;
}

const PROXIES = {
  // Without a master process it does not say when it listens.
  haproxy: { args: ["-W", "-f"], listening: /Loading success/ },
  nginx: { args: ["-p", ".", "-g", NGINX_HERE, "-c"], listening: /getrlimit/ },
};
