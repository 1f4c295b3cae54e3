import { Buffer } from "node:buffer";
import { createHash, timingSafeEqual } from "node:crypto";
import type { Connection } from "./connection.ts";
import { checkOpen, ConflictError, getKeptMessages, WaitError, waitFor } from "./connections.ts";
import description from "./control_api.json" with { type: "json" };
import { log } from "./log.ts";
import {
  CONNECTION_ACTS,
  isOwnHost,
  LIST_QUERY,
  MESSAGES_QUERY,
  parseActs,
  parseControlQuery,
  parseName,
  SERVER_ACTS,
  STATE_QUERY,
} from "./policy/control.ts";
import { getQuery, getRawPath, isHost } from "./policy/address.ts";
import { UNCACHED_HEADERS } from "./policy/refusal.ts";
import type { Registry } from "./registry.ts";

/** What the control port acts on. */
export interface ControlContext {
  readonly registry: Registry;
  readonly restarter: {
    /** Resolves once nobody can connect; the server listens again after a time in milliseconds. */
    restart(pauseMs: number): Promise<void>;
    /** Listens again now, and resolves when it does. */
    resume(): Promise<void>;
  };
  /** What each request must know; empty: nothing. */
  readonly token: string;
}

interface ControlRequest extends ControlContext {
  /** The part of the path that stands for `{name}`. */
  readonly name: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly signal: AbortSignal;
}

type Route = (request: ControlRequest) => unknown;

/** Every request that the control port answers; `control_api.json` describes them. */
export const ROUTES: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  "/connections": { GET: listConnections },
  "/connections/{name}": { GET: showConnection, POST: driveConnection },
  "/connections/{name}/messages": { GET: showMessages },
  "/server": { GET: showServer, POST: driveServer },
  "/server/faults": { DELETE: clearFaults },
  "/openapi.json": { GET: () => description },
};

const MAX_BODY_BYTES = 2 * 1024 ** 2;
/** How long a client may take to send it. */
const BODY_TIMEOUT_MS = 10_000;
/** The most names in an error. */
const MAX_NAMES = 100;

/** An expected error: the status and the message to answer with. */
class ControlError extends Error {
  override readonly name = "ControlError";

  constructor(
    readonly status: number,
    message: string,
    readonly details: object = {},
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }
}

/** Creates the handler of the control port, which answers each request with JSON. */
export function createControlHandler(context: ControlContext): Deno.ServeHandler {
  return async (request) => {
    try {
      return respond(200, await answer(request, context));
    } catch (error) {
      return respondToError(error as Error);
    }
  };
}

function respondToError(error: Error): Response {
  const { message } = error;
  if (error instanceof ControlError) {
    return respond(error.status, { error: message, ...error.details }, error.headers);
  }
  if (error instanceof RangeError) return respond(400, { error: message });
  if (error instanceof ConflictError) return respond(409, { error: message });
  if (error instanceof WaitError) {
    const { isDraining, connection } = error;
    return respond(isDraining ? 503 : 408, { error: message, connection });
  }
  log.error("control request failed", { error });
  return respond(500, { error: "The server failed to do this; its log has the reason" });
}

function respond(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(`${JSON.stringify(body, null, 2)}\n`, {
    status,
    headers: {
      ...UNCACHED_HEADERS,
      "content-type": "application/json",
      "cross-origin-resource-policy": "same-origin",
      ...headers,
    },
  });
}

async function answer(request: Request, context: ControlContext): Promise<unknown> {
  checkSource(request.headers, context);
  const path = getRawPath(request.url);
  const [pattern, name = ""] = findRoute(path);
  const method = request.method === "HEAD" ? "GET" : request.method;
  const methods = ROUTES[pattern];
  if (!Object.hasOwn(methods, method)) {
    const allow = Object.keys(methods).join(", ").replace("GET", "GET, HEAD");
    throw new ControlError(405, `${pattern} takes ${allow}, not ${request.method}`, {}, { allow });
  }
  const body = method === "POST" ? await readJson(request) : undefined;
  const { signal } = request;
  const query = getQuery(request.url);
  if (method !== "GET") parseControlQuery(query, {}); // Before it acts.
  const result = await methods[method]({ ...context, name, query, body, signal });
  // Logs only the names of the fields: messages and reasons belong to the test.
  const fields = body === undefined ? body : Object.keys(body as object).join(" ");
  if (method !== "GET") log.info("control request", { method, path, fields });
  return result;
}

/** Returns the pattern of the route of a path, and the name in the path. */
function findRoute(path: string): [pattern: string, name?: string] {
  for (const pattern of Object.keys(ROUTES)) {
    const source = pattern.replace(".", "\\.").replace("{name}", "(?<name>[^/]*)");
    const match = path.match(`^${source}$`);
    const name = match?.groups?.name;
    if (match) return [pattern, name === undefined ? name : parseName(name)];
  }
  throw new ControlError(404, `No such path: there are ${Object.keys(ROUTES).join(", ")}`);
}

/**
 * Checks that no web page sends a request. A browser adds `Origin` to every request that could act,
 * and `Sec-Fetch-Site` to all; `none` is an address that a person has typed.
 */
function checkSource(headers: Headers, { token }: ControlContext): void {
  if (headers.has("origin") || !["none", null].includes(headers.get("sec-fetch-site"))) {
    throw new ControlError(403, "Web pages may not use the control port: use a program");
  }
  const sentHost = headers.get("host") ?? "";
  // With a token any name will do, such as that of a container: no page knows the token.
  if (!isHost(sentHost) || (token === "" && !isOwnHost(sentHost))) {
    throw new ControlError(
      403,
      "The Host header must be an IP address or localhost: use one of them, or set --control-token",
    );
  }
  // The name of the scheme is in any case of letters (RFC 9110 §11.1).
  const sentToken = /^bearer +(.*)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? "";
  if (token !== "" && !isSame(sentToken, token)) {
    const message = 'The control port needs its token: send "Authorization: Bearer TOKEN"';
    throw new ControlError(401, message, {}, { "www-authenticate": "Bearer" });
  }
}

/** Returns whether two texts are the same, in a time that does not depend on where they differ. */
function isSame(text: string, secret: string): boolean {
  const digest = (value: string) => createHash("sha256").update(value).digest();
  return timingSafeEqual(digest(text), digest(secret));
}

async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  // A page can send other types without asking first (CORS).
  if (!/^application\/json *(;|$)/i.test(type)) {
    throw new ControlError(415, 'The body must be JSON: send "Content-Type: application/json"');
  }
  const bytes = await readBody(request);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new RangeError("The body must be JSON in UTF-8");
  }
}

async function readBody({ body }: Request): Promise<Uint8Array> {
  let length = 0;
  const limit = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      length += chunk.length;
      if (length <= MAX_BODY_BYTES) return controller.enqueue(chunk);
      controller.error(new ControlError(413, `A body has at most ${MAX_BODY_BYTES} bytes`));
    },
  });
  const late = AbortSignal.timeout(BODY_TIMEOUT_MS);
  try {
    return await new Response(body?.pipeThrough(limit, { signal: late })).bytes();
  } catch (error) {
    if (error instanceof ControlError) throw error;
    throw late.aborted
      ? new ControlError(408, `The body must come within ${BODY_TIMEOUT_MS} ms`)
      : new ControlError(400, "The client left before the end of the body");
  }
}

function listConnections({ registry, query }: ControlRequest) {
  const { limit = 100, after = 0, name } = parseControlQuery(query, LIST_QUERY);
  const page: Connection[] = [];
  for (const connection of registry.open) {
    if (connection.id <= after || (name !== undefined && connection.name !== name)) continue;
    page.push(connection);
    if (page.length > limit) break;
  }
  const hasMore = page.length > limit;
  const connections = page.slice(0, limit).map((connection) => connection.describe());
  const next = new URLSearchParams({ limit: `${limit}`, after: `${connections.at(-1)?.id}` });
  if (name !== undefined) next.set("name", name);
  return {
    open: registry.open.size,
    connections,
    next: hasMore ? `/connections?${next}` : null,
  };
}

async function showConnection(request: ControlRequest) {
  const { registry, name, signal } = request;
  const { wait, timeout } = parseControlQuery(request.query, STATE_QUERY);
  if (wait === undefined) return findConnection(request).describe();
  const connection = await waitFor({ registry, name, condition: wait, timeoutMs: timeout, signal });
  return connection?.describe() ?? { name, state: "closed" };
}

function driveConnection(request: ControlRequest) {
  const { send, sendBase64, behaviors, close } = parseActs(request.body, CONNECTION_ACTS);
  const connection = findConnection(request);
  const messages = [send, sendBase64].filter((message) => message !== undefined);
  if (messages.length > 0 || behaviors) checkOpen(connection);
  if (behaviors) connection.checkBehaviors(behaviors);
  // All is checked. A message that finds no room closes, and what follows has nothing to act on.
  for (const message of messages) connection.sendIfRoom(message);
  if (behaviors) connection.setBehaviors(behaviors);
  if (close) connection.close(close.code, close.reason);
  return connection.describe();
}

async function showMessages(request: ControlRequest) {
  const { registry, name, signal } = request;
  const { wait, timeout } = parseControlQuery(request.query, MESSAGES_QUERY);
  const found = wait === undefined
    ? registry.named.get(name) ?? registry.named.getEnded(name)
    : await waitFor({ registry, name, condition: wait, timeoutMs: timeout, signal });
  const connection = found ?? findConnection(request);
  const { received, messages } = getKeptMessages(connection);
  return {
    id: connection.id,
    received,
    messages: messages.map((message) =>
      typeof message === "string"
        ? { text: message }
        : { base64: Buffer.from(message).toString("base64") }
    ),
  };
}

function findConnection({ registry, name }: ControlRequest): Connection {
  const connection = registry.named.get(name);
  if (connection) return connection;
  const names = registry.named.names.take(MAX_NAMES).toArray();
  const known = names.length > 0 ? `there are ${names.join(", ")}` : "none has a name";
  throw new ControlError(404, `No open connection is named ${JSON.stringify(name)}: ${known}`, {
    names,
  });
}

function showServer({ registry, query }: ControlRequest) {
  parseControlQuery(query, {});
  const { state, open, faults } = registry;
  const refuse = faults.describe(performance.now());
  return { state, open: open.size, refuse, refused: faults.refused };
}

async function driveServer(request: ControlRequest) {
  const { refuse, restart } = parseActs(request.body, SERVER_ACTS);
  const { registry, restarter } = request;
  const { state, faults } = registry;
  if (restart !== undefined && state !== "listening") {
    throw new ControlError(409, `The server is ${state} already: it cannot restart`);
  }
  if (refuse !== undefined) faults.set(refuse, performance.now());
  if (restart !== undefined) await restarter.restart(restart);
  return showServer(request);
}

async function clearFaults(request: ControlRequest) {
  request.registry.faults.set(null, performance.now());
  for (const connection of request.registry.open) connection.resetBehaviors();
  await request.restarter.resume();
  return showServer(request);
}
