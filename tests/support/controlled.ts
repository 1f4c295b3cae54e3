import { createHandler, createRegistry, drain } from "../../handler.ts";
import { listenControlled } from "../../program/control.ts";
import { type Config, DEFAULTS } from "../../server/policy/config.ts";
import { type Registry, resolveRegistry } from "../../server/registry.ts";
import { Client } from "./client.ts";
import { due } from "./deadline.ts";

export interface ControlAnswer {
  readonly status: number;
  readonly headers: Headers;
  // deno-lint-ignore no-explicit-any -- tests look at what they expect to be there
  readonly body: any;
}

export interface ControlRequest {
  /** Sent as JSON; text as it is. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** A server in this process that a test drives through its control port. */
export interface Controlled extends AsyncDisposable {
  readonly port: number;
  readonly controlPort: number;
  readonly registry: Registry;
  connect(query?: string): Promise<Client>;
  ask(request: string, options?: ControlRequest): Promise<ControlAnswer>;
  /** Stops as on a signal. */
  drain(): Promise<unknown>;
}

export function startControlled(config: Partial<Config> = {}): Controlled {
  const registry = resolveRegistry(createRegistry());
  const complete: Config = { ...DEFAULTS, port: 0, controlPort: 0, ...config };
  const options = { ...complete, onLost: () => {} };
  const handler = createHandler({ ...config, registry });
  const listener = listenControlled(handler, options, complete, registry);
  const { port, controlPort = 0 } = listener;
  return {
    port,
    controlPort,
    registry,
    connect: (query = "") => Client.open(`ws://127.0.0.1:${port}/?${query}`),
    ask: (request, options) => askControl(controlPort, request, options),
    drain: () => due(drain(registry, () => listener.shutdown(), 1000), "the drain"),
    [Symbol.asyncDispose]: () => listener.shutdown(),
  };
}

/** Sends a request such as `POST /server` to a control port. */
export async function askControl(
  port: number,
  request: string,
  { body, headers = {} }: ControlRequest = {},
): Promise<ControlAnswer> {
  const [method, path] = request.split(" ");
  const response = await due(
    fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { ...body !== undefined && { "content-type": "application/json" }, ...headers },
      body: body === undefined || typeof body === "string" ? body : JSON.stringify(body),
    }),
    `an answer to ${request}`,
  );
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
}
