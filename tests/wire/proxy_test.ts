import { assertEquals } from "@std/assert";
import { Client } from "../support/client.ts";
import { RUN, testWith } from "../support/needs.ts";
import { freePort } from "../support/port.ts";
import { startProxy } from "../support/proxy.ts";
import { RawSocket } from "../support/raw_socket.ts";
import { startServer } from "../support/server.ts";

for (const program of ["nginx", "haproxy"] as const) {
  const needs = [...RUN, "write", program] as const;

  for (const variant of ["right", "smallBuffer", "tls"] as const) {
    const all = variant === "tls" ? [...needs, "openssl"] as const : needs;
    testWith(all, `through ${program} (${variant}) it echoes and closes as without`, async () => {
      await using server = startServer({ prefix: "" });
      await using proxy = await startProxy(program, server.port, variant);
      using http = Deno.createHttpClient({ caCerts: proxy.pem ? [proxy.pem] : [] });
      await using client = await Client.open(proxy.socketUrl, { client: http });
      assertEquals(await client.ask("hola"), "hola");
      const large = new Uint8Array(1024 * 1024).map((_, index) => index % 251);
      assertEquals(await client.ask(large), large.buffer);
      const { code, reason, wasClean } = await client.close(4000, "bye");
      assertEquals([code, reason, wasClean], [4000, "bye", true]);
    });
  }

  // nginx removes both header fields, so that eco sees a page view; HAProxy leaves Connection.
  const whenDown = { nginx: 502, haproxy: 503 }[program];
  for (
    const [what, variant, isUp, expected] of [
      ["that does not pass Upgrade on", "noUpgrade", true, 426],
      ["that redirects", "redirect", true, 301],
      ["with no server behind it", "right", false, whenDown],
    ] as const
  ) {
    testWith(needs, `through ${program} ${what} a handshake gets ${expected}`, async () => {
      await using server = startServer();
      await using proxy = await startProxy(program, isUp ? server.port : freePort(), variant);
      using socket = await RawSocket.open(proxy.port);
      assertEquals(Number(socket.head.split(" ")[1]), expected);
    });
  }
}
