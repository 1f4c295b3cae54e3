import { assertEquals } from "@std/assert";
import { encodeFrame, handshake, OPCODE } from "../tests/support/raw_socket.ts";
import type { Workload } from "./workloads.ts";

/** Clients at work on a server. */
export interface Load extends AsyncDisposable {
  /** How many replies have arrived whole. */
  readonly replies: number;
  /** Rejects where the server fails its clients. */
  readonly done: Promise<unknown>;
}

/** How often to try again while a server starts, and for how long. */
const RETRY_MS = 1;
const START_LIMIT_MS = 20_000;

/** Connects, to a server that may be starting still, and goes through the handshake. */
export async function open(port: number): Promise<Deno.TcpConn> {
  const limit = performance.now() + START_LIMIT_MS;
  for (;;) {
    try {
      return await tryToOpen(port);
    } catch (error) {
      if (performance.now() > limit) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

async function tryToOpen(port: number): Promise<Deno.TcpConn> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  connection.setNoDelay(true);
  await write(connection, new TextEncoder().encode(handshake()));
  let head = "";
  while (!head.includes("\r\n\r\n")) {
    const chunk = new Uint8Array(1024);
    head += new TextDecoder().decode(chunk.subarray(0, await read(connection, chunk)));
  }
  if (head.startsWith("HTTP/1.1 101 ")) return connection;
  throw new Error(`The server refused the handshake: ${head.split("\r\n")[0]}`);
}

/**
 * Opens the connections of a workload and keeps them busy: on plain TCP, with frames made before,
 * so that the clients take less of the machine than the server does. On each connection the first
 * replies are compared byte by byte; of the others the bytes are counted.
 */
export async function startLoad(port: number, workload: Workload): Promise<Load> {
  const { request, response } = exchangeOf(workload);
  let replies = 0;
  let isOver = false;

  async function work(connection: Deno.TcpConn): Promise<void> {
    using _ = connection;
    const received = new Uint8Array(response.length);
    for (let isFirst = true; !isOver; isFirst = false) {
      await write(connection, request);
      for (let length = 0; length < received.length;) {
        length += await read(connection, received.subarray(length));
      }
      if (isFirst) assertEquals(received, response);
      replies += workload.depth;
    }
  }

  const connections: Deno.TcpConn[] = [];
  while (connections.length < workload.connections) connections.push(await open(port));
  const done = Promise.all(connections.map(work));
  return {
    get replies() {
      return replies;
    },
    done,
    async [Symbol.asyncDispose]() {
      isOver = true;
      await done;
    },
  };
}

/** Returns what a client writes at a time, and what has to come back (RFC 6455 §5.2). */
function exchangeOf(
  { depth, type, bytes }: Workload,
): { request: Uint8Array; response: Uint8Array } {
  const isText = type === "text";
  const opcode = isText ? OPCODE.TEXT : OPCODE.BINARY;
  const payload = "x".repeat(bytes);
  const reply = isText ? `echo: ${payload}` : payload;
  return {
    request: repeat(encodeFrame(opcode, payload), depth),
    response: repeat(encodeFrame(opcode, reply, { masked: false }), depth),
  };
}

function repeat(bytes: Uint8Array, times: number): Uint8Array {
  const all = new Uint8Array(bytes.length * times);
  for (let index = 0; index < times; index++) all.set(bytes, index * bytes.length);
  return all;
}

async function write(connection: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
}

async function read(connection: Deno.TcpConn, into: Uint8Array): Promise<number> {
  const length = await connection.read(into);
  if (length === null) throw new Error("The server closed a connection");
  return length;
}
