// Sends without pause on several connections, as fast as the server reads, until it is killed. A
// separate process, so that the test has time for others. Arguments: host, port, connections, kind,
// and the certificate to trust in PEM if it is to use TLS.
import { handshake, OPCODE, repeatFrame } from "./raw_socket.ts";

const FLOODS = {
  messages: repeatFrame(4096, OPCODE.TEXT, "hola, hola"),
  pongs: repeatFrame(10_000, OPCODE.PONG, ""),
};

/** What a flood is made of. */
export type FloodKind = keyof typeof FLOODS;

if (import.meta.main) {
  const [hostname, port, connections, kind, pem] = Deno.args;
  const open = () => {
    const address = { hostname, port: Number(port) };
    return pem ? Deno.connectTls({ ...address, caCerts: [pem] }) : Deno.connect(address);
  };
  for (let n = 0; n < Number(connections); n++) keepFlooding(open, kind as FloodKind);
}

async function keepFlooding(open: () => Promise<Deno.Conn>, kind: FloodKind): Promise<never> {
  for (;;) {
    // A server that closes the connection of a flood gets the next one.
    await flood(await open(), kind).catch(() => {});
  }
}

async function flood(connection: Deno.Conn, kind: FloodKind): Promise<void> {
  await write(connection, new TextEncoder().encode(handshake()));
  discard(connection).catch(() => {});
  console.log("flooding");
  for (;;) await write(connection, FLOODS[kind]);
}

async function discard(connection: Deno.Conn): Promise<void> {
  const chunk = new Uint8Array(65536);
  while (await connection.read(chunk) !== null);
}

async function write(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
}
