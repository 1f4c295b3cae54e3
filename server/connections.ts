import { CLOSE_CODE } from "../static/shared/close_codes.js";
import type { Connection, ConnectionState } from "./connection.ts";
import type { Reply } from "./delayed_replies.ts";
import { type BehaviorChanges, checkClose } from "./policy/query.ts";
import type { Registry } from "./registry.ts";

/** An open connection, for a test that drives it. */
export interface EchoConnection {
  /** The name that the client gave it with `?name=`. */
  readonly name: string | undefined;
  /** Whether it replies to messages: its close has not begun. */
  readonly isOpen: boolean;
  /**
   * The last messages of the client, oldest first: as many as its handshake asked for with `?record=`,
   * at most 1 MiB; empty once the connection has ended.
   */
  readonly messages: readonly (string | ArrayBuffer)[];
  /** Returns a copy of what is known about it now. */
  describe(): ConnectionState;
  /**
   * Sends a message now.
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
   * `null` ends one. What closes or pushes starts anew.
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
  /** The longest wait in milliseconds. @default 5000 */
  readonly timeoutMs?: number;
}

/** Returns the connections of a registry for a test that drives them. */
export function createConnections(registry: Registry): EchoConnections {
  registry.startDriving();
  const get = (name: string) => {
    const connection = registry.getNamed(name);
    return connection && createHandle(connection);
  };
  async function wait(
    name: string,
    condition: Condition,
    { timeoutMs = 5000 }: WaitOptions = {},
  ): Promise<EchoConnection | ConnectionState | undefined> {
    const isReached = () => meets(registry.getNamed(name), condition);
    if (await registry.waitUntil(isReached, timeoutMs)) {
      return get(name) ?? registry.driven?.closed.get(name);
    }
    const cause = registry.isDraining ? "before the server stopped" : `within ${timeoutMs} ms`;
    throw new Error(describeMissed(name, condition, cause));
  }
  return {
    get,
    waitFor: wait as EchoConnections["waitFor"],
    waitForMessages: wait as EchoConnections["waitForMessages"],
  };
}

/** What a test waits for: a state, or a number of messages from the client. */
export type Condition = "open" | "closed" | number;

/** Returns whether the newest connection with a name, if there is one, is as a test waits for. */
export function meets(connection: Connection | undefined, condition: Condition): boolean {
  if (condition === "closed") return connection === undefined;
  if (!connection?.isOpen) return false;
  return condition === "open" || (connection.kept?.received ?? 0) >= condition;
}

/** Describes a wait that was in vain. @param cause Words such as "within 5000 ms". */
export function describeMissed(name: string, condition: Condition, cause: string): string {
  const what = typeof condition === "number"
    ? `had not sent ${condition} messages`
    : `was not ${condition}`;
  return `The connection ${JSON.stringify(name)} ${what} ${cause}`;
}

/** The connection does not reply to messages any more. */
export class NotOpenError extends Error {
  override readonly name = "NotOpenError";
}

/** Returns a connection for a test that drives it. */
export function createHandle(connection: Connection): EchoConnection {
  const checkOpen = () => {
    if (!connection.isOpen) throw new NotOpenError("The connection is not open");
  };
  return {
    name: connection.name,
    get isOpen() {
      return connection.isOpen;
    },
    get messages() {
      return connection.kept?.messages ?? [];
    },
    describe: () => connection.describe(),
    send(message: Reply) {
      checkOpen();
      if (connection.ensureCapacity(0)) connection.send(message);
    },
    close(code = CLOSE_CODE.NORMAL_CLOSURE, reason = "") {
      checkClose(code, reason);
      connection.close(code, reason);
    },
    setBehaviors(changes) {
      checkOpen(); // Nothing would stop what it pushes.
      connection.setBehaviors(changes);
    },
  };
}
