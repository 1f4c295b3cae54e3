import { assertEquals } from "@std/assert";
import { Client } from "../support/client.ts";
import { due } from "../support/deadline.ts";
import { testWith } from "../support/needs.ts";
import { freePort } from "../support/port.ts";
import { startProxy } from "../support/proxy.ts";
import { RawSocket } from "../support/raw_socket.ts";
import { startServer } from "../support/server.ts";

const NEEDS = ["net", "read", "write", "run", "env"] as const;

for (const program of ["nginx", "haproxy"] as const) {
  const needs = [...NEEDS, program];

  for (const variant of ["right", "smallBuffer", "tls"] as const) {
    testWith(
      variant === "tls" ? [...needs, "openssl"] : needs,
      `through ${program} (${variant}) it echoes and closes as it does without`,
      async () => {
        await using server = startServer({ prefix: "" });
        await using proxy = await startProxy(program, server.port, variant);
        using http = Deno.createHttpClient({ caCerts: proxy.pem ? [proxy.pem] : [] });
        await using client = await Client.open(proxy.socketUrl, { client: http });
        const large = new Uint8Array(1024 * 1024).map((_, index) => index % 251);
        client.send("hola");
        client.send(large);
        assertEquals(await client.next(), "hola");
        assertEquals(await client.next(), large.buffer);
        const { code, reason, wasClean } = await client.close(4000, "bye");
        assertEquals([code, reason, wasClean], [4000, "bye", true]);
      },
    );
  }

  // nginx takes both header fields away, so that eco sees a page view; HAProxy leaves Connection.
  const withoutUpgrade = { nginx: 200, haproxy: 400 }[program];
  const whenDown = { nginx: 502, haproxy: 503 }[program];
  const answers = [
    ["that does not pass Upgrade on", "noUpgrade", true, withoutUpgrade],
    ["that redirects", "redirect", true, 301],
    ["with nobody behind", "right", false, whenDown],
  ] as const;
  for (const [what, variant, isUp, expected] of answers) {
    testWith(needs, `through ${program} ${what} a handshake gets ${expected}`, async () => {
      await using server = startServer();
      await using proxy = await startProxy(program, isUp ? server.port : freePort(), variant);
      using socket = await RawSocket.open(proxy.port);
      assertEquals(Number(socket.head.split(" ")[1]), expected);
    });
  }

  testWith(needs, `${program} drops a connection that is idle for too long`, async () => {
    await using server = startServer({ prefix: "", idleTimeoutSeconds: 0 });
    await using proxy = await startProxy(program, server.port, "idle3s");
    await using client = await Client.open(proxy.socketUrl);
    client.send("hola");
    assertEquals(await client.next(), "hola");
    const { wasClean } = await due(client.closed, "the end of the connection");
    assertEquals(wasClean, false);
  });
}
