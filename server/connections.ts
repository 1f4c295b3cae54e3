import { CLOSE_CODE } from "../static/shared/close_codes.js";
import type { Connection, ConnectionState } from "./connection.ts";
import type { Reply } from "./delayed_replies.ts";
import type { KeptMessages } from "./named.ts";
import { checkTimeout } from "./pause.ts";
import { type BehaviorChanges, checkClose } from "./policy/query.ts";
import type { Registry } from "./registry.ts";

/** An open connection, for a test that drives it. */
export interface EchoConnection {
  /** The name that the client gave it with `?name=`. */
  readonly name: string | undefined;
  /** Whether it replies to messages: its close has not begun. */
  readonly isOpen: boolean;
  /**
   * A copy of the last messages of the client, oldest first: as many as its handshake asked for with
   * `?record=`, at most 1 MiB. It is there after the end too.
   */
  readonly messages: readonly (string | ArrayBuffer)[];
  /** Returns a copy of what is known about it now. */
  describe(): ConnectionState;
  /**
   * Sends a message now. If more than `maxBufferedBytes` wait for the client already, it is not sent,
   * and the connection closes with 1013.
   *
   * @throws {Error} If the connection is not open.
   */
  send(message: string | ArrayBuffer): void;
  /**
   * Starts the closing handshake; does nothing if it has begun.
   *
   * @param code The close code. @default 1000
   * @param reason The close reason. @default ""
   * @throws {RangeError} If a server may not send the code, or the reason is over 123 bytes.
   */
  close(code?: number, reason?: string): void;
  /**
   * Changes behaviors from the next message on. Names and values are those of the query string,
   * `null` ends one. What closes or pushes starts anew if it changes.
   *
   * @throws {RangeError} If a name or a value breaks its rule.
   * @throws {Error} If the connection is not open.
   */
  setBehaviors(changes: BehaviorChanges): void;
}

/** The open connections of an echo, by name. */
export interface EchoConnections {
  /** Returns the newest connection with a name, or `undefined` if none is open. */
  get(name: string): EchoConnection | undefined;
  /**
   * Waits until the newest connection with a name is open.
   *
   * @param options.timeoutMs The longest wait in milliseconds. @default 5000
   * @returns The connection. Rejects after the longest wait, or when the server begins to stop.
   */
  waitFor(name: string, state: "open", options?: WaitOptions): Promise<EchoConnection>;
  /**
   * Waits until no connection has the name.
   *
   * @returns How the last one ended, such as its close code; `undefined`: there was none.
   */
  waitFor(
    name: string,
    state: "closed",
    options?: WaitOptions,
  ): Promise<ConnectionState | undefined>;
  /**
   * Waits until the newest connection with a name is open and its client has sent this many messages.
   * The handshake must ask for `?record=`.
   *
   * @returns The connection. Rejects as {@linkcode waitFor} does.
   */
  waitForMessages(name: string, count: number, options?: WaitOptions): Promise<EchoConnection>;
}

/** How long to wait. */
export interface WaitOptions {
  /** The longest wait in milliseconds, up to 2147483647. @default 5000 */
  readonly timeoutMs?: number;
}

/** Returns the connections of a registry for a test that drives them. */
export function createConnections(registry: Registry): EchoConnections {
  const { named } = registry;
  named.isDriven = true;
  async function wait(name: string, condition: "open" | "closed" | number, options?: WaitOptions) {
    const connection = await waitFor({ registry, name, condition, ...options });
    return condition === "closed" ? connection?.describe() : createHandle(connection!);
  }
  return {
    get(name) {
      const connection = named.get(name);
      return connection && createHandle(connection);
    },
    waitFor: wait as EchoConnections["waitFor"],
    waitForMessages: wait as EchoConnections["waitForMessages"],
  };
}

function createHandle(connection: Connection): EchoConnection {
  return {
    name: connection.name,
    get isOpen() {
      return connection.isOpen;
    },
    get messages() {
      return [...connection.keptMessages?.messages ?? []];
    },
    describe: () => connection.describe(),
    send(message: Reply) {
      checkOpen(connection);
      connection.sendIfRoom(message);
    },
    close(code = CLOSE_CODE.NORMAL_CLOSURE, reason = "") {
      checkClose(code, reason);
      connection.close(code, reason);
    },
    setBehaviors(changes) {
      checkOpen(connection);
      connection.setBehaviors(changes);
    },
  };
}

const DEFAULT_TIMEOUT_MS = 5000;

/** What a test waits for: a state, or a number of messages from the client. */
type Condition = "open" | "closed" | number;

interface Wait extends WaitOptions {
  readonly registry: Registry;
  readonly name: string;
  readonly condition: Condition;
  readonly signal?: AbortSignal;
}

/**
 * Waits until the newest connection with a name is as a test waits for, even if only briefly.
 *
 * @returns That connection; if the test waits for the end, the one that ended last, if any.
 * @throws {RangeError} If the longest wait breaks its rule.
 * @throws {WaitError} After the longest wait, or when the server begins to stop.
 * @throws {ConflictError} If a connection opens that keeps no messages to wait for.
 */
export async function waitFor(
  { registry, name, condition, timeoutMs = DEFAULT_TIMEOUT_MS, signal }: Wait,
): Promise<Connection | undefined> {
  checkTimeout(timeoutMs);
  const { named, draining } = registry;
  const find = () => {
    const connection = named.get(name);
    return isMet(connection, condition) ? { connection } : undefined;
  };
  const found = await named.waitUntil(find, timeoutMs, signal ? [draining, signal] : [draining]);
  if (found === undefined) throw new WaitError(registry, name, condition, timeoutMs);
  return found.connection ?? named.getEnded(name);
}

/** @throws {ConflictError} If the connection keeps no messages: the wait would be in vain. */
function isMet(connection: Connection | undefined, condition: Condition): boolean {
  if (condition === "closed") return connection === undefined;
  if (!connection?.isOpen) return false;
  return condition === "open" || getKeptMessages(connection).received >= condition;
}

/** What a test has waited for has not happened. */
export class WaitError extends Error {
  override readonly name = "WaitError";
  readonly isDraining: boolean;
  /** The newest connection with the name; `null`: there is none. */
  readonly connection: ConnectionState | null;

  constructor(registry: Registry, name: string, condition: Condition, timeoutMs: number) {
    const { isDraining } = registry;
    const what = typeof condition === "number"
      ? `had not sent ${condition} messages`
      : `was not ${condition}`;
    const cause = isDraining ? "before the server stopped" : `within ${timeoutMs} ms`;
    super(`The connection ${JSON.stringify(name)} ${what} ${cause}`);
    this.isDraining = isDraining;
    this.connection = registry.named.get(name)?.describe() ?? null;
  }
}

/** A connection cannot do what a test asks for. */
export class ConflictError extends Error {
  override readonly name = "ConflictError";
}

/** Throws a {@linkcode ConflictError} if a connection is not open. */
export function checkOpen({ isOpen }: Connection): void {
  if (!isOpen) throw new ConflictError("The connection is not open");
}

/** Returns the messages that a connection keeps. @throws {ConflictError} If it keeps none. */
export function getKeptMessages({ name, keptMessages }: Connection): KeptMessages {
  if (keptMessages) return keptMessages;
  throw new ConflictError(
    `The connection ${JSON.stringify(name)} keeps no messages: connect with ?record=100`,
  );
}
