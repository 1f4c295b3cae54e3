import { pause } from "../../server/pause.ts";
import { type Endpoint, endpointOn } from "./endpoint.ts";
import { conversing, type Message, replying, serving } from "./fake_server.ts";
import { startWsServer } from "./ws_server.ts";

/** What would take over a terminal: escape sequences, a C1 control, a bell, a bidi override. */
export const HOSTILE = "\x1b]0;owned\x07\x1b[2J\x1b[31mred\x9b32m\b\0\x7f\u202e";

/** How long one may be silent with the fake that forgets. */
export const FORGETS_AFTER_MS = 1500;

/** Echo servers, each of which is wrong in the way that its name says, and right otherwise. */
const FAKES = {
  right: replying((message) => message),
  truncates: replying((message) => message.slice(0, 1000)),
  binaryAsText: replying((message) =>
    typeof message === "string" ? message : new TextDecoder("latin1").decode(message)
  ),
  textAsBinary: replying((message) =>
    typeof message === "string" ? new TextEncoder().encode(message) : message
  ),
  hostileText: replying((message) =>
    typeof message === "string" ? `${HOSTILE}\r\nforged` : message
  ),
  hostileReason: conversing((socket) => () => socket.close(4000, `${HOSTILE}\r\nforged`)),
  /** Loses every 100th message of a connection. */
  loses: conversing((socket) => {
    let count = 0;
    return (message) => ++count % 100 === 0 || socket.send(message);
  }),
  /** Swaps a message with the next one where that comes soon. */
  reorders: conversing((socket) => {
    let held: Message | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const release = () => {
      if (held !== undefined) socket.send(held);
      held = undefined;
    };
    socket.addEventListener("close", () => clearTimeout(timer));
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
  /** Says no more once it has heard nothing for a while, as a path whose state is gone. */
  forgets: conversing((socket) => {
    let heardAtMs = performance.now();
    return (message) => {
      const silentMs = performance.now() - heardAtMs;
      heardAtMs = silentMs < FORGETS_AFTER_MS ? performance.now() : -Infinity;
      if (silentMs < FORGETS_AFTER_MS) socket.send(message);
    };
  }),
  /** Ends a connection that was silent for a while when it is used again, as some proxies do. */
  endsLate: () =>
    startWsServer((server) =>
      server.on("connection", (socket) => {
        const openedAtMs = performance.now();
        const send = socket.send.bind(socket);
        socket.send = (content, options) => {
          if (performance.now() - openedAtMs >= FORGETS_AFTER_MS) socket.terminate();
          else send(content, options);
        };
      })
    ),
  greets: conversing((socket) => {
    socket.send("Request served by x");
    return (message) => socket.send(message);
  }),
  chats: conversing((socket) => {
    socket.send("Welcome to the chat!");
    return () => socket.send("ana: how are you?");
  }),
  /** Hears everything, and never says a word. */
  sink: conversing(() => () => {}),
  pushes: conversing((socket) => {
    push(socket);
    return () => {};
  }),
  /** Pushes, and ends all the same a connection from which it has heard nothing. */
  pushesAndEnds: conversing((socket) => {
    push(socket);
    const timer = setTimeout(() => socket.close(4008, "idle"), FORGETS_AFTER_MS);
    const heard = () => clearTimeout(timer);
    socket.addEventListener("close", heard);
    return heard;
  }),
  dropsSubprotocol: replying((message) => message, false),
  mixesUp: mixing((first, second) => {
    first.send("second");
    second.send("first");
  }),
  sendsAllToOne: mixing((_, second) => {
    second.send("second");
    second.send("first");
  }),
  html: serving(() =>
    new Response("<!doctype html><title>Hello</title>", {
      headers: { "content-type": "text/html" },
    })
  ),
  /** Takes a TCP connection, as the kernel does where nobody asks for it, and never says a word. */
  hangs: () => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    return endpointOn(listener.addr.port, () => listener.close());
  },
  /** Answers byte by byte, and never to the end. */
  drips: () => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const drips: Promise<void>[] = [];
    const drip = async (connection: Deno.Conn) => {
      using _open = connection;
      await connection.write(new TextEncoder().encode("HTTP/1.1 200 OK\r\nX: "));
      // Until its peer has gone.
      while (await connection.write(new Uint8Array([120]))) await pause(100);
    };
    const accepting = (async () => {
      for await (const connection of listener) drips.push(drip(connection).catch(() => {}));
    })();
    return endpointOn(listener.addr.port, async () => {
      listener.close();
      await accepting;
      await Promise.all(drips);
    });
  },
  noAccept: spoilt((lines) => lines.splice(acceptLine(lines), 1)),
  wrongAccept: spoilt((lines) =>
    lines[acceptLine(lines)] = "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA="
  ),
  hostileRefusal: spoilt((lines) => {
    const length = new TextEncoder().encode(HOSTILE).length;
    const head = [`HTTP/1.1 403 ${HOSTILE}`, `Server: ${HOSTILE}`, `Content-Length: ${length}`];
    lines.splice(0, Infinity, ...head, "", HOSTILE);
  }),
  closesOtherwise: () =>
    startWsServer((server) =>
      server.on("connection", (socket) => {
        socket.close = socket.close.bind(socket, 4321, "a reason of its own");
      })
    ),
  /** Takes its time to answer the close frame of the step that looks at the answer. */
  closesLate: () =>
    startWsServer((server) =>
      server.on("connection", (socket) => {
        const close = socket.close.bind(socket);
        socket.close = (code, reason) => {
          if (code === 4567) setTimeout(close, 1500, code, reason);
          else close(code, reason);
        };
      })
    ),
  /** Answers nothing but the handshake and the end, as where frames are swallowed on the way. */
  mute: () =>
    startWsServer((server) => {
      server.on("connection", (socket) => {
        socket.send = () => {};
        socket.pong = () => {};
      });
    }),
  /** Sends a ping every 500 ms. */
  pings: () =>
    startWsServer((server) =>
      server.on("connection", (socket) => {
        const timer = setInterval(() => socket.ping(), 500);
        socket.on("close", () => clearInterval(timer));
      })
    ),
} satisfies Record<string, () => Endpoint | Promise<Endpoint>>;

/** Name of a broken echo server. */
export type Fake = keyof typeof FAKES;

/** Starts a broken echo server. */
export async function startFake(name: Fake): Promise<Endpoint> {
  return await FAKES[name]();
}

/** Sends something of its own every 300 ms. */
function push(socket: WebSocket): void {
  const timer = setInterval(() => socket.send("news"), 300);
  socket.addEventListener("close", () => clearInterval(timer));
}

/** Waits until two connections have said which they are, and replies to both. */
function mixing(reply: (first: WebSocket, second: WebSocket) => void): () => Endpoint {
  return () => {
    const sockets = new Map<Message, WebSocket>();
    return conversing((socket) => (message) => {
      if (message !== "first" && message !== "second") return socket.send(message);
      sockets.set(message, socket);
      if (sockets.size === 2) reply(sockets.get("first")!, sockets.get("second")!);
    })();
  };
}

/** Changes the lines of the answer to a handshake. */
function spoilt(change: (lines: string[]) => void): () => Promise<Endpoint> {
  return () => startWsServer((server) => server.on("headers", change));
}

function acceptLine(lines: readonly string[]): number {
  return lines.findIndex((line) => line.startsWith("Sec-WebSocket-Accept:"));
}
