import { createHandler, type HandlerOptions } from "../../handler.ts";
import { Client, type ClientOptions } from "./client.ts";
import { type Endpoint, endpointOn } from "./endpoint.ts";

/** A server in this process, on a free port of the loopback interface, while it is in scope. */
export interface TestServer extends Endpoint {
  /** The address of its page, without a slash at the end. */
  readonly pageUrl: string;
  connect(path?: string, options?: ClientOptions): Promise<Client>;
}

/** Starts a server with the handler under test, on a free port unless one is given. */
export function startServer(options?: HandlerOptions, atPort = 0): TestServer {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: atPort, onListen: () => {} },
    createHandler(options),
  );
  const endpoint = endpointOn(server.addr.port, () => server.shutdown());
  return {
    ...endpoint,
    pageUrl: `http://127.0.0.1:${endpoint.port}`,
    connect: (path = "/", options) => Client.open(endpoint.socketUrl + path, options),
  };
}

/** Resolves with the samples of `/metrics`, by name and labels. */
export async function scrape(port: number): Promise<Map<string, number>> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return new Map(
    Array.from(text.matchAll(/^([^#].*) (\S+)$/gm), ([, name, value]) => [name, Number(value)]),
  );
}
