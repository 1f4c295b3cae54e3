import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { makeCertificate } from "../support/certificate.ts";
import { Client } from "../support/client.ts";
import { RUN, testWith } from "../support/needs.ts";
import { Program } from "../support/program.ts";

const TLS = [...RUN, "write", "openssl"] as const;

function startTls(cert: string, key: string, task: "start" | "start-tls" = "start-tls"): Program {
  return Program.start(["--port", "0", "--tls-cert", cert, "--tls-key", key], {}, task);
}

testWith(TLS, "with a certificate it serves wss:// and https://", async () => {
  await using certificate = await makeCertificate();
  await using program = startTls(certificate.cert, certificate.key);
  const port = await program.port();
  await program.output(/"webSocket":"wss:\/\/127\.0\.0\.1:\d+","page":"https:/);
  using http = Deno.createHttpClient({ caCerts: [certificate.pem] });
  const page = await fetch(`https://localhost:${port}/`, { client: http } as RequestInit);
  assertStringIncludes(await page.text(), "<title>eco</title>");
  await using client = await Client.open(`wss://localhost:${port}`, { client: http });
  assertEquals(await client.ask("hola"), "echo: hola");
});

testWith(TLS, "TLS files that do not serve are named in one line, exit 1", async () => {
  await using good = await makeCertificate();
  await using other = await makeCertificate();
  await using expired = await makeCertificate({ expired: true });
  const missing = /cannot read \/no\/file: there is no such file; check the path\n$/;
  const cases: [string, string, RegExp][] = [
    ["/no/file", good.key, missing],
    [good.cert, "/no/file", missing],
    ["deno.json", good.key, /deno\.json does not hold a certificate in PEM; name another file\n$/],
    [good.cert, good.cert, /does not hold a private key in PEM; name another file\n$/],
    [good.cert, other.key, /--tls-key is not the key of --tls-cert; name two files .*\n$/],
    [expired.cert, expired.key, /is valid from .* to .*; renew it, or set the clock\n$/],
  ];
  for (const [cert, key, expected] of cases) {
    await using program = startTls(cert, key);
    const { code, stdout, stderr } = await program.ended();
    assertEquals([code, stdout], [1, ""], stderr);
    assertMatch(stderr, expected);
    assertEquals(stderr.split("\n").length, 2, stderr);
  }
  await using unable = startTls(good.cert, good.key, "start");
  const { code, stderr } = await unable.ended();
  assertEquals(code, 1);
  assertMatch(stderr, /^error: Cannot serve TLS: .*; use deno task start-tls.*\n$/);
});
