/**
 * Says to an echo server, over plain TCP, what a WebSocket client says, and shows every byte that
 * goes either way. The key and the mask are those of the examples in RFC 6455 (§1.3, §5.7), so that
 * all runs show the same; a real client draws a new key for each handshake and a new mask for each
 * frame.
 *
 * @module
 */
const HANDSHAKE = [
  "GET / HTTP/1.1",
  "Host: 127.0.0.1",
  "Upgrade: websocket",
  "Connection: Upgrade",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  "Sec-WebSocket-Version: 13",
  "",
  "",
].join("\r\n");
const MASK = [0x37, 0xfa, 0x21, 0x3d];
const TEXT = 1;
const CLOSE = 8;

const port = Number(Deno.args[0] ?? 8765);
using connection = await Deno.connect({ hostname: "127.0.0.1", port });
const received: number[] = [];

/** Waits until the server has sent so many bytes more, and takes them. */
async function take(length: number): Promise<number[]> {
  const chunk = new Uint8Array(1024);
  while (received.length < length) {
    const count = await connection.read(chunk);
    if (count === null) throw new Error("The server has closed the TCP connection");
    received.push(...chunk.subarray(0, count));
  }
  return received.splice(0, length);
}

async function readHandshake(): Promise<string> {
  let text = "";
  while (!text.endsWith("\r\n\r\n")) text += String.fromCharCode(...await take(1));
  return text;
}

/** Exclusive or with the mask, byte by byte: done twice, it gives back what was there before. */
function mask(payload: number[]): number[] {
  return payload.map((byte, index) => byte ^ MASK[index % 4]);
}

async function send(opcode: number, payload: number[]): Promise<void> {
  const frame = [0x80 | opcode, 0x80 | payload.length, ...MASK, ...mask(payload)];
  await connection.write(Uint8Array.from(frame));
  console.log(`The client sends ${frame.length} bytes`);
  showHead(frame);
  show(MASK, "masking key");
  show(mask(payload), "payload, masked");
  showPayload(opcode, payload, "not sent, payload unmasked");
}

async function receive(): Promise<void> {
  const head = await take(2);
  const payload = await take(head[1]);
  console.log(`The server sends ${head.length + payload.length} bytes`);
  showHead(head);
  showPayload(head[0] & 0x0f, payload);
}

function show(bytes: number[], meaning: string): void {
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  console.log(`  ${hex.padEnd(34)}${meaning}`);
}

function showHead([first, second]: number[]): void {
  show([first], `FIN ${first >> 7}, opcode ${first & 0x0f}`);
  show([second], `MASK ${second >> 7}, payload length ${second & 0x7f}`);
}

function showPayload(opcode: number, payload: number[], name = "payload"): void {
  const meaning = opcode === CLOSE
    ? `close code ${payload[0] * 256 + payload[1]}`
    : `"${new TextDecoder().decode(Uint8Array.from(payload))}"`;
  show(payload, `${name}: ${meaning}`);
}

await connection.write(new TextEncoder().encode(HANDSHAKE));
console.log(`The client sends ${HANDSHAKE.length} bytes\n${HANDSHAKE}`);
const answer = await readHandshake();
console.log(`The server sends ${answer.length} bytes\n${answer}`);
await send(TEXT, Array.from(new TextEncoder().encode("Hello")));
await receive();
await send(CLOSE, [1000 >> 8, 1000 & 0xff]);
await receive();
const end = await connection.read(new Uint8Array(1));
console.log(end === null ? "The server closes the TCP connection" : "There is more to come");
