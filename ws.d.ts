/** What this project uses of `npm:ws`, typed by hand: it comes without types. */

declare module "ws" {
  import type { IncomingMessage } from "node:http";

  /** A client's socket; it is a `WebSocket` of the browser's kind, and tells more. */
  export interface WsSocket extends WebSocket {
    on(event: "open" | "ping" | "pong" | "message", listener: () => void): this;
    on(event: "open" | "unexpected-response" | "close", listener: () => void): this;
    on(event: "upgrade", listener: (response: IncomingMessage) => void): this;
    on(
      event: "unexpected-response",
      listener: (request: unknown, response: IncomingMessage) => void,
    ): this;
    on(event: "error", listener: (error: Error & { code?: string }) => void): this;
    on(event: "close", listener: (code: number, reason: Uint8Array) => void): this;
    emit(event: "error", error: Error): void;
    ping(): void;
    terminate(): void;
  }

  export interface WsOptions {
    readonly headers?: Readonly<Record<string, string>>;
    /** Whether a certificate that is not trusted ends it. @default true */
    readonly rejectUnauthorized?: boolean;
    readonly perMessageDeflate?: boolean;
    /** In bytes. */
    readonly maxPayload?: number;
    /** How long the closing handshake may take, in milliseconds. */
    readonly closeTimeout?: number;
  }

  const WebSocketClient: {
    new (url: string, protocols: readonly string[], options?: WsOptions): WsSocket;
  };
  export default WebSocketClient;

  /** A server, for tests. */
  export interface WsServer {
    /** What it is about to answer to a handshake, line by line. */
    on(event: "headers", listener: (lines: string[]) => void): this;
    on(event: "connection", listener: (socket: WsServerSocket) => void): this;
    on(event: "listening", listener: () => void): this;
    readonly clients: Iterable<WsServerSocket>;
    address(): { readonly port: number };
    close(listener: () => void): void;
  }

  /** A server's socket. */
  export interface WsServerSocket {
    on(event: "message", listener: (content: Uint8Array, isBinary: boolean) => void): this;
    on(event: "close" | "error", listener: () => void): this;
    send(content: Uint8Array, options: { binary: boolean }): void;
    ping(): void;
    pong(): void;
    close(code?: number, reason?: string): void;
    terminate(): void;
  }

  export const WebSocketServer: {
    new (options: { host: string; port: number }): WsServer;
  };
}
