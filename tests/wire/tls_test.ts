import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { makeCertificate, openssl } from "../support/certificate.ts";
import { Client } from "../support/client.ts";
import { RUN, testWith } from "../support/needs.ts";
import { Program, ROOT } from "../support/program.ts";

const TLS = [...RUN, "write", "openssl"] as const;

/** Starts the server with files that it finds from a folder, as deno task says where it was called. */
function startTls(
  cert: string,
  key: string,
  { folder = ROOT, task = "start-tls" }: { folder?: string; task?: "start" | "start-tls" } = {},
): Program {
  const args = ["--port", "0", "--tls-cert", cert, "--tls-key", key];
  return Program.start(args, { env: { INIT_CWD: folder } }, task);
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

testWith(TLS, "TLS files work in the forms that people have", async () => {
  await using certificate = await makeCertificate();
  const key = await Deno.readTextFile(certificate.key);
  const both = `${key}${certificate.pem}`;
  const folder = join(certificate.cert, "..");
  const utf16 = (text: string) => {
    const units = Uint16Array.from(`\ufeff${text}`, (unit) => unit.charCodeAt(0));
    return new Uint8Array(units.buffer);
  };
  const forms = {
    "key-first.pem": new TextEncoder().encode(both),
    "with-mark.pem": new TextEncoder().encode(`\ufeff${both}`),
    "windows.pem": new TextEncoder().encode(both.replaceAll("\n", "\r\n")),
    "powershell.pem": utf16(both),
  };
  using http = Deno.createHttpClient({ caCerts: [certificate.pem] });
  for (const [name, content] of Object.entries(forms)) {
    await Deno.writeFile(join(folder, name), content);
    await using program = startTls(name, name, { folder });
    const url = `https://localhost:${await program.port()}/healthz`;
    const response = await fetch(url, { client: http } as RequestInit);
    assertEquals(await response.text(), "ok\n", name);
  }
});

testWith(TLS, "TLS files that do not serve are named in one line, exit 1", async () => {
  await using good = await makeCertificate();
  await using other = await makeCertificate();
  await using expired = await makeCertificate({ expired: true });
  await using curve = await makeCertificate({ key: "ec -pkeyopt ec_paramgen_curve:secp256k1" });
  const [pkcs8, sec1] = ["pkcs8.key", "sec1.key"].map((name) => join(good.cert, "..", name));
  await openssl(`pkey -in ${good.key} -aes256 -passout pass:secret -out ${pkcs8}`);
  await openssl(`ec -in ${good.key} -aes256 -passout pass:secret -out ${sec1}`);
  const missing = "no.pem: there is no such file; check the path";
  const passphrase = "has a passphrase; remove it: openssl pkey -in";
  const cases: [string, string, string][] = [
    ["no.pem", good.key, `cannot read ${join(ROOT, missing)}`],
    [good.cert, "/no.pem", `cannot read /${missing}`],
    ["deno.json", good.key, "deno.json does not hold a certificate in PEM; name another file"],
    [good.key, good.key, `${good.key} does not hold a certificate in PEM; name another file`],
    [good.cert, good.cert, `${good.cert} does not hold a private key in PEM; name another file`],
    [good.cert, pkcs8, `private key in ${pkcs8} ${passphrase}`],
    [good.cert, sec1, `private key in ${sec1} ${passphrase}`],
    [good.cert, other.key, "--tls-key is not the key of --tls-cert; name two files"],
    [curve.cert, curve.key, "Deno does not support the kind of --tls-key; make an RSA key"],
    [expired.cert, expired.key, "renew it, or set the clock"],
  ];
  for (const [cert, key, expected] of cases) {
    const { code, stdout, stderr } = await startTls(cert, key).ended();
    assertEquals([code, stdout], [1, ""], stderr);
    assertStringIncludes(stderr, expected);
    assertEquals(stderr.split("\n").length, 2, stderr);
  }
  const { code, stderr } = await startTls(good.cert, good.key, { task: "start" }).ended();
  assertEquals(code, 1);
  assertMatch(stderr, /^error: Cannot serve TLS: .*; use deno task start-tls.*\n$/);
});

testWith(RUN, "deno task start-tls without a certificate does not serve, exit 2", async () => {
  for (const args of [["--port", "0"], ["--", "--port", "0"]]) {
    await using program = Program.start(args, { env: { ECO_TLS_CERT: "" } }, "start-tls");
    const { code, stdout, stderr } = await program.ended();
    assertEquals([code, stdout], [2, ""]);
    assertMatch(stderr, /^error: .* needs a certificate: give --tls-cert and --tls-key .*\n$/);
  }
});
