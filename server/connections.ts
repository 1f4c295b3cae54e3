import { CLOSE_CODE } from "../static/shared/close_codes.js";
import type { Connection } from "./connection.ts";
import type { Reply } from "./delayed_replies.ts";
import { type Changes, checkClose } from "./policy/query.ts";
import type { Registry } from "./registry.ts";

/** An open connection, for a test that drives it. */
export interface EchoConnection {
  /** The name that the client gave it with `?name=`. */
  readonly name: string | undefined;
  /** Whether it replies to messages: its close has not begun. */
  readonly isOpen: boolean;
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
  setBehaviors(changes: Changes): void;
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
  /** Waits until no connection has the name. */
  waitFor(name: string, state: "closed", options?: WaitOptions): Promise<undefined>;
}

/** How long to wait. */
export interface WaitOptions {
  /** The longest wait in milliseconds. @default 5000 */
  readonly timeoutMs?: number;
}

/** Returns the connections of a registry for a test that drives them. */
export function createConnections(registry: Registry): EchoConnections {
  const get = (name: string) => {
    const connection = registry.getNamed(name);
    return connection && createHandle(connection);
  };
  async function waitFor(
    name: string,
    state: "open" | "closed",
    { timeoutMs = 5000 }: WaitOptions = {},
  ): Promise<EchoConnection | undefined> {
    const isReached = () => {
      const connection = registry.getNamed(name);
      return state === "open" ? connection?.isOpen ?? false : connection === undefined;
    };
    const reached = await registry.waitUntil(isReached, timeoutMs);
    if (reached) return get(name);
    const cause = registry.isDraining ? "before the server stopped" : `within ${timeoutMs} ms`;
    throw new Error(`The connection ${JSON.stringify(name)} was not ${state} ${cause}`);
  }
  return { get, waitFor: waitFor as EchoConnections["waitFor"] };
}

function createHandle(connection: Connection): EchoConnection {
  const checkOpen = () => {
    if (!connection.isOpen) throw new Error("The connection is not open");
  };
  return {
    name: connection.name,
    get isOpen() {
      return connection.isOpen;
    },
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
