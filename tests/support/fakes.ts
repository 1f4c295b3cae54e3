import { createServer, type Socket } from "node:net";
// @ts-types="npm:@types/ws@8.18.2"
import type { ServerOptions, WebSocket } from "ws";
import { type Endpoint, endpointOn } from "./endpoint.ts";

/** What would take over a terminal: escape sequences, a C1 control, a bell, a bidi override. */
const HOSTILE = "\x1b]0;owned\x07\x1b[2J\x1b[31mred\x9b32m\b\0\x7f\u202e";

/** How long a connection may be silent with the fakes that drop it. */
export const FORGETS_AFTER_MS = 1500;

type Message = string | Uint8Array;

/** Echo servers, each of which is broken in the way that its name says. */
const FAKES = {
  right: conversing(),
  truncates: replying((message) => message.slice(0, 1000)),
  binaryAsText: replying((message) =>
    typeof message === "string" ? message : new TextDecoder("latin1").decode(message)
  ),
  textAsBinary: replying((message) =>
    typeof message === "string" ? new TextEncoder().encode(message) : message
  ),
  hostileText: replying(() => `${HOSTILE}\r\nforged`),
  hostileReason: conversing((socket) => () => socket.close(4000, `${HOSTILE}\r\nforged`)),
  hostileRefusal: answering((lines) => {
    const length = new TextEncoder().encode(HOSTILE).length;
    const head = [`HTTP/1.1 403 ${HOSTILE}`, `Server: ${HOSTILE}`, `Content-Length: ${length}`];
    lines.splice(0, Infinity, ...head, "", HOSTILE);
  }),
  wrongAccept: answering((lines) => {
    const index = lines.findIndex((line) => line.startsWith("Sec-WebSocket-Accept:"));
    lines[index] = "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  }),
  /** Loses every 100th message of a connection. */
  loses: conversing((socket) => {
    let count = 0;
    return (message) => ++count % 100 === 0 || socket.send(message);
  }),
  /** Swaps a message with the next one if that comes soon. */
  reorders: conversing((socket) => {
    let held: Message | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const release = () => {
      if (held !== undefined) socket.send(held);
      held = undefined;
    };
    socket.on("close", () => clearTimeout(timer));
    return (message) => {
      clearTimeout(timer);
      if (held !== undefined) {
        socket.send(message);
        return release();
      }
      held = message;
      timer = setTimeout(release, 20);
    };
  }),
  /** Sends nothing any more once it has received nothing for a while, as a NAT that forgets. */
  forgets: conversing((socket) => {
    let heardAtMs = performance.now();
    return (message) => {
      const isForgotten = performance.now() - heardAtMs >= FORGETS_AFTER_MS;
      heardAtMs = isForgotten ? -Infinity : performance.now();
      if (!isForgotten) socket.send(message);
    };
  }),
  /** Ends a connection that was silent for a while when it is used again, as some proxies do. */
  endsLate: conversing((socket) => {
    const openedAtMs = performance.now();
    return (message) =>
      performance.now() - openedAtMs < FORGETS_AFTER_MS ? socket.send(message) : socket.terminate();
  }),
  /** Resets a connection after a while, as a firewall does. */
  resets: conversing((socket) => {
    const timer = setTimeout(() => tcpOf(socket).resetAndDestroy(), FORGETS_AFTER_MS);
    socket.on("close", () => clearTimeout(timer));
  }),
  greets: conversing((socket) => socket.send("Request served by x")),
  chats: conversing((socket) => {
    socket.send("Welcome to the chat!");
    return () => socket.send("ana: how are you?");
  }),
  /** Receives everything, and sends nothing. */
  sink: conversing(() => () => {}),
  /** Sends a message every 300 ms. */
  pushes: conversing((socket) => {
    repeat(socket, 300, () => socket.send("news"));
    return () => {};
  }),
  /** Pushes, and still ends a connection from which it has received nothing. */
  pushesAndEnds: conversing((socket) => {
    repeat(socket, 300, () => socket.send("news"));
    const timer = setTimeout(() => socket.close(4008, "idle"), FORGETS_AFTER_MS);
    const heard = () => clearTimeout(timer);
    socket.on("close", heard);
    return heard;
  }),
  /** Sends a ping every 500 ms. */
  pings: conversing((socket) => repeat(socket, 500, () => socket.ping())),
  /** Answers only the handshake and the close, as if a hop swallowed frames. */
  mute: conversing((socket) => {
    socket.pong = () => {};
    return () => {};
  }),
  dropsSubprotocol: conversing(() => {}, { handleProtocols: () => false }),
  closesOtherwise: conversing((socket) => {
    socket.close = socket.close.bind(socket, 4321, "another reason");
  }),
  /** Takes its time to answer the close frame of the step that checks the answer. */
  closesLate: conversing((socket) => {
    const close = socket.close.bind(socket);
    socket.close = (code, reason) => {
      if (code === 4567) setTimeout(close, 1500, code, reason);
      else close(code, reason);
    };
  }),
  /** An application that knows no such text: engine.io, a parser of JSON that throws, another. */
  closes1005: conversing((socket) => {
    socket.send('0{"sid":"x","upgrades":[],"pingInterval":25000,"pingTimeout":20000}');
    return () => socket.close();
  }),
  closes1007: conversing((socket) => () => socket.close(1007, "not JSON")),
  closes1011: conversing((socket) => () => socket.close(1011)),
  closesFirst: conversing((socket) => socket.close(4000, "go away")),
  limits64KiB: conversing(() => {}, { maxPayload: 65_536 }),
  /** Answers a close frame, and leaves TCP open. */
  endsTcpLate: conversing((socket) => {
    const tcp = tcpOf(socket);
    tcp.end = () => tcp;
  }),
  answersWithoutUpgrade: answering((lines) => drop(lines, "Upgrade:")),
  answersWithoutConnection: answering((lines) => drop(lines, "Connection:")),
  mixesUp: pairing((first, second) => {
    first.send("second");
    second.send("first");
  }),
  sendsAllToOne: pairing((_, second) => {
    second.send("second");
    second.send("first");
  }),
  html: answering((lines) => {
    const page = "<!doctype html><title>Hello</title>";
    const fields = ["Content-Type: text/html", `Content-Length: ${page.length}`];
    lines.splice(0, Infinity, "HTTP/1.1 200 OK", ...fields, "", page);
  }),
  /** Accepts TCP connections, and answers nothing. */
  hangs: accepting(() => {}),
  /** Sends an interim answer before the one to the handshake. */
  announces: answering((lines) =>
    void lines.unshift("HTTP/1.1 103 Early Hints", "Link: </x>; rel=preload", "")
  ),
  /** Answers that an answer will come, without an end. */
  continues: accepting((socket) => pour(socket, "HTTP/1.1 100 Continue\r\n\r\n")),
  /** Sends empty fragments of one message without an end, and stops after 200 MB. */
  fragments: conversing((socket) => {
    const tcp = tcpOf(socket);
    tcp.write(new Uint8Array([0x01, 0x01, 0x78]));
    pour(tcp, "\0\0", () => tcp.write(new Uint8Array([0x80, 0x00])));
    return () => {};
  }),
  /** Answers byte by byte, and never to the end. */
  drips: accepting((socket) => {
    socket.write("HTTP/1.1 200 OK\r\nX: ");
    const timer = setInterval(() => socket.write("x"), 100);
    socket.on("close", () => clearInterval(timer));
  }),
} satisfies Record<string, () => Promise<Endpoint>>;

export type Fake = keyof typeof FAKES;

export function startFake(name: Fake): Promise<Endpoint> {
  return FAKES[name]();
}

/**
 * Returns a function that starts a WebSocket server.
 *
 * @param converse Called with each connection. What it returns gets each message; if it returns
 * nothing, the messages are sent back.
 * @param changeAnswer Changes the lines of the answer to a handshake.
 */
function conversing(
  converse: (socket: WebSocket) => void | ((message: Message) => void) = () => {},
  options: ServerOptions = {},
  changeAnswer: (lines: string[]) => void = () => {},
): () => Promise<Endpoint> {
  return async () => {
    // It reads the environment when it is loaded, which not every run of the tests may.
    // @ts-types="npm:@types/ws@8.18.2"
    const { WebSocketServer } = await import("ws");
    const server = new WebSocketServer({ host: "127.0.0.1", port: 0, ...options });
    server.on("headers", changeAnswer);
    server.on("connection", (socket) => {
      socket.on("error", () => {}); // Without a listener it would end the process.
      const answer = converse(socket) ?? ((message) => socket.send(message));
      socket.on("message", (data: Uint8Array, isBinary) => {
        answer(isBinary ? data : new TextDecoder().decode(data));
      });
    });
    await new Promise<void>((resolve) => server.on("listening", resolve));
    return endpointOn((server.address() as { port: number }).port, () => {
      for (const socket of server.clients) socket.terminate();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    });
  };
}

/** Returns a function that starts a TCP server. */
function accepting(answer: (socket: Socket) => void): () => Promise<Endpoint> {
  return async () => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => {}); // Without a listener it would end the process.
      socket.resume();
      answer(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return endpointOn((server.address() as { port: number }).port, () => {
      for (const socket of sockets) socket.destroy();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    });
  };
}

/** How many bytes {@linkcode pour} wrote to each connection, added when it closed. */
export const poured: number[] = [];

/** Writes a text again and again as long as the peer reads, 200 MB at most. */
function pour(socket: Socket, text: string, end: () => void = () => {}): void {
  const chunk = text.repeat(100_000 / text.length);
  socket.on("close", () => poured.push(socket.bytesWritten));
  const write = () => {
    while (!socket.destroyed && socket.bytesWritten < 2e8) {
      if (!socket.write(chunk)) return socket.once("drain", write);
    }
    end();
  };
  write();
}

function replying(reply: (message: Message) => Message) {
  return conversing((socket) => (message) => socket.send(reply(message)));
}

function answering(changeAnswer: (lines: string[]) => void) {
  return conversing(() => {}, {}, changeAnswer);
}

/** Returns the TCP connection below a WebSocket, which ws keeps to itself. */
const tcpOf = (socket: WebSocket) => (socket as unknown as { _socket: Socket })._socket;

function drop(lines: string[], start: string): void {
  lines.splice(lines.findIndex((line) => line.startsWith(start)), 1);
}

/** Waits until two connections have said which one they are, and then replies to both. */
function pairing(reply: (first: WebSocket, second: WebSocket) => void) {
  const sockets = new Map<Message, WebSocket>();
  return conversing((socket) => (message) => {
    if (message !== "first" && message !== "second") return socket.send(message);
    sockets.set(message, socket);
    if (sockets.size === 2) reply(sockets.get("first")!, sockets.get("second")!);
  });
}

function repeat(socket: WebSocket, everyMs: number, run: () => void): void {
  const timer = setInterval(run, everyMs);
  socket.on("close", () => clearInterval(timer));
}
