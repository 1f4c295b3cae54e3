import { assertEquals } from "@std/assert";
import { LogWriter } from "../../../program/log_writer.ts";
import type { LogRecord } from "../../../server/log.ts";
import { due } from "../../support/deadline.ts";

/** An output whose reader the test is. */
class FakeOutput {
  text = "";
  /** What the next write waits for. */
  turn: Promise<void> = Promise.resolve();

  /** What the next writes do: take this many bytes, or fail. Later writes take everything. */
  takes: (number | Error)[] = [];

  async write(bytes: Uint8Array): Promise<number> {
    await this.turn;
    const taken = this.takes.shift() ?? bytes.length;
    if (taken instanceof Error) throw taken;
    this.text += new TextDecoder().decode(bytes.subarray(0, taken));
    return taken;
  }

  get messages(): string[] {
    return this.text.trim().split("\n").map((line) => JSON.parse(line).message);
  }
}

function record(message: string, text = ""): LogRecord {
  return { timestamp: 0, level: "info", message, properties: { text } };
}

/** Longer than a quarter of what may wait, so that three wait and a fourth is dropped. */
const LONG = "x".repeat(1.2 * 1024 ** 2);

Deno.test("the log of a reader that sleeps waits in a queue; what it has no place for is counted", async () => {
  const output = new FakeOutput();
  const writer = new LogWriter({ level: "info", isTerminal: false, output });
  const asleep = Promise.withResolvers<void>();
  output.turn = asleep.promise;
  writer.write(record("being written"));
  for (let n = 1; n <= 5; n++) writer.write(record(`${n}`, LONG));
  await writer.flush(0); // It does not wait for the reader.
  assertEquals(output.text, "");
  asleep.resolve();
  await due(writer.flush(60_000), "everything to be written");
  assertEquals(output.messages, ["being written", "1", "2", "3", "log records dropped"]);
  assertEquals(JSON.parse(output.text.trim().split("\n").at(-1)!).dropped, 2);
});

Deno.test("records that cannot be written are counted once writing works again", async () => {
  const output = new FakeOutput();
  const writer = new LogWriter({ level: "info", isTerminal: false, output });
  output.turn = Promise.reject(new Deno.errors.BrokenPipe());
  writer.write(record("lost"));
  await due(writer.flush(60_000), "the failure");
  output.turn = Promise.resolve();
  writer.write(record("kept"));
  await due(writer.flush(60_000), "everything to be written");
  assertEquals(output.messages, ["kept", "log records dropped"]);
});

Deno.test("a write that would block is tried again, with what is left", async () => {
  const output = new FakeOutput();
  const writer = new LogWriter({ level: "info", isTerminal: false, output });
  output.takes = [5, new Deno.errors.WouldBlock(), new Deno.errors.WouldBlock(), 5];
  writer.write(record("whole"));
  await due(writer.flush(60_000), "everything to be written");
  assertEquals(output.messages, ["whole"]);
});

Deno.test("a line that was written in part is counted, and the next one starts anew", async () => {
  const output = new FakeOutput();
  const writer = new LogWriter({ level: "info", isTerminal: false, output });
  const full = new Error("no space left");
  output.takes = ["1\n".length, "22\n33".length, full, full];
  for (const line of ["1", "22", "333"]) writer.writeLine(line);
  await due(writer.flush(60_000), "the first failure");
  writer.writeLine("4");
  await due(writer.flush(60_000), "the second failure");
  writer.writeLine("5");
  await due(writer.flush(60_000), "everything to be written");
  const [report, ...lines] = output.text.trim().split("\n").reverse();
  assertEquals(lines, ["5", "33", "22", "1"]);
  assertEquals(JSON.parse(report).dropped, 2);
});
