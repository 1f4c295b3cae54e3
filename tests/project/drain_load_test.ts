// Stops a server to which far more is on its way than it answers in a moment.
import { assert, assertEquals } from "@std/assert";
import { RUN, testWith } from "../support/needs.ts";
import { Program } from "../support/program.ts";
import { OPCODE, RawSocket, repeatFrame } from "../support/raw_socket.ts";

/** How many peers send how many messages of how many bytes. */
type Load = readonly [peers: number, messages: number, bytes: number];

const LOADS: readonly Load[] = [
  [20, 1500, 1024],
  [100, 500, 1024],
  [200, 500, 1024],
  [400, 100, 100],
];

/** What a peer has seen when its connection has ended. */
interface Seen {
  readonly replies: number;
  /** The close code, or `undefined` if TCP ended without one. */
  readonly code: number | undefined;
}

/** Counts the replies until the close frame, and answers that. */
async function readToEnd(socket: RawSocket): Promise<Seen> {
  let replies = 0;
  try {
    for (;; replies++) {
      const { opcode, payload } = await socket.next();
      if (opcode !== OPCODE.CLOSE) continue;
      await socket.send(OPCODE.CLOSE, payload).catch(() => {}); // The server may have gone.
      return { replies, code: new DataView(payload.buffer).getUint16(0) };
    }
  } catch {
    return { replies, code: undefined }; // A reset, or the end of the program.
  }
}

/**
 * Sends a load, stops the server meanwhile, and returns what the peers have seen.
 *
 * @param isHeld Whether the server stands still until everything has been sent.
 */
async function stopUnder(load: Load, program: Program, isHeld: boolean): Promise<Seen[]> {
  const [peers, messages, bytes] = load;
  const port = await program.port();
  const sockets = await Promise.all(Array.from({ length: peers }, () => RawSocket.open(port)));
  const frames = repeatFrame(messages, OPCODE.BINARY, new Uint8Array(bytes));
  if (isHeld) program.kill("SIGSTOP");
  const seen = sockets.map(readToEnd);
  // A server that closes resets what it has not read.
  await Promise.all(sockets.map((socket) => socket.write(frames).catch(() => {})));
  program.kill("SIGTERM");
  if (isHeld) program.kill("SIGCONT");
  const all = await Promise.all(seen);
  for (const socket of sockets) socket[Symbol.dispose]();
  return all;
}

/** How long a stop may take, the load, and whether the server stands still until all is sent. */
const STOPS: readonly [timeout: string, Load, isHeld: boolean][] = [
  ...LOADS.flatMap((load): typeof STOPS[0][] => [
    ["30s", load, false],
    ["30s", load, true],
    ["3s", load, true],
  ]),
  ["300ms", [200, 500, 1024], true], // No machine answers that in time.
];

for (const [timeout, load, isHeld] of STOPS) {
  const [peers, messages, bytes] = load;
  const what = `${peers} peers with ${messages} messages of ${bytes} bytes`;
  const name = `${what}, ${isHeld ? "unread" : "being answered"}, stopped within ${timeout}`;
  // Other systems keep less of what is sent to a server that stands still.
  testWith([...RUN, "linux"], `what has no reply is logged, if any: ${name}`, async () => {
    await using program = Program.start(["--port", "0", "--drain-timeout", timeout]);
    const seen = await stopUnder(load, program, isHeld);
    const { code, stdout } = await program.ended();
    const records = stdout.trim().split("\n").map((line) => JSON.parse(line));
    const find = (message: string) => records.filter((record) => record.message === message);
    const [warning] = find("not everything was answered");
    const replies = seen.reduce((sum, { replies }) => sum + replies, 0);
    const hasAllCodes = seen.every(({ code }) => code === 1001);
    const sent = peers * messages;
    if (timeout === "30s") assertEquals([code, hasAllCodes], [0, true], stdout.slice(-1000));
    if (timeout === "30s" || warning === undefined) return assertEquals(replies, sent);
    const { unanswered, closedEarly, cut } = warning;
    const received = find("connection closed").reduce((sum, record) => sum + record.messages, 0);
    const figures = JSON.stringify({ ...warning, received, replies });
    assert(received === sent || closedEarly + cut > 0, figures);
    // A peer that is cut, or reset because it was still sending, does not see all replies.
    if (cut === 0 && hasAllCodes) assertEquals(received, replies + unanswered, figures);
    else assert(received >= replies + unanswered, figures);
  });
}
