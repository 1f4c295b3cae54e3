import { assertEquals } from "@std/assert";
import { makeCertificate } from "../support/certificate.ts";
import { Client } from "../support/client.ts";
import { RUN, testWith } from "../support/needs.ts";
import { NGINX_UPGRADE, startProxy } from "../support/proxy.ts";
import { startServer } from "../support/server.ts";

for (const [program, directives] of [["nginx", NGINX_UPGRADE], ["haproxy", ""]] as const) {
  testWith(
    [...RUN, "write", program, "openssl"],
    `${program} passes eco on, by TLS too`,
    async () => {
      await using server = startServer({ prefix: "" });
      await using certificate = await makeCertificate();
      await using plain = await startProxy(program, server.port, { directives });
      await using secure = await startProxy(program, server.port, { directives, certificate });
      using http = Deno.createHttpClient({ caCerts: [certificate.pem] });
      for (const url of [plain.socketUrl, `wss://localhost:${secure.port}`]) {
        await using client = await Client.open(url, { client: http });
        assertEquals(await client.ask("hola"), "hola");
        const large = new Uint8Array(1024 * 1024).map((_, index) => index % 251);
        assertEquals(await client.ask(large), large.buffer);
        const { code, reason, wasClean } = await client.close(4000, "bye");
        assertEquals([code, reason, wasClean], [4000, "bye", true]);
      }
    },
  );
}
