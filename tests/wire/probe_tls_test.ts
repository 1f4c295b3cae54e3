import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { type CertificateOptions, makeCertificate, openssl } from "../support/certificate.ts";
import { temporaryFolder } from "../support/folder.ts";
import { pathOf, RUN, testWith } from "../support/needs.ts";
import { probeSteps, type Step } from "../support/probe.ts";
import { Program, taskArguments } from "../support/program.ts";
import { startServer } from "../support/server.ts";

const NEEDS = [...RUN, "write", "openssl"] as const;

/** Starts a server of openssl, and resolves with its port too. */
async function startTls(cert: string, key: string, args: readonly string[] = []) {
  const files = ["-accept", "127.0.0.1:0", "-cert", cert, "-key", key];
  const server = new Program(pathOf("openssl")!, ["s_server", "-www", ...files, ...args]);
  const [, port] = await server.output(/ACCEPT \S+:(\d+)/);
  return { port: Number(port), [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** Probes a port that speaks TLS, and resolves with the step of TLS. */
async function probeTls(port: number, trusted = ""): Promise<Step> {
  const probe = [...taskArguments("eco"), "probe", "--json", "--timeout", "3s"];
  const env = { DENO_CERT: trusted };
  await using eco = new Program(Deno.execPath(), [...probe, `wss://localhost:${port}`], { env });
  const { steps } = JSON.parse((await eco.ended()).stdout);
  return steps.find(({ step }: Step) => step === "TLS");
}

const OLD = ["-cipher", "DEFAULT@SECLEVEL=0"];
const NAMES = "DNS:a.example,DNS:b.example";
const SELF_SIGNED = /\(DEPTH_ZERO_SELF_SIGNED_CERT\)\. It is self-signed, .* DENO_CERT=cert\.pem/;

/** A certificate, more options of the server, and what probe finds of it if it is trusted. */
const CASES: readonly [CertificateOptions, server: string[], found: string, text: RegExp][] = [
  [{}, [], "noted: certificate", /^TLSv1\.3, certificate of localhost .* for 0 days, /],
  [
    { names: NAMES },
    [],
    "failed: otherName",
    /is not for localhost, but for DNS:a\.example, DNS:b\.example: /,
  ],
  [{ expired: true }, [], "failed: expired", /^The certificate of localhost .* expired on /],
  [{ key: "rsa:1024" }, OLD, "failed: unusable", /its certificate cannot be used /],
  [{}, ["-tls1_1", ...OLD], "failed: tlsRefused", /\(ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION\)/],
];

for (const [certificate, server, found, text] of CASES) {
  const what = [JSON.stringify(certificate), ...server].join(" ");
  testWith(NEEDS, `probe finds of TLS with a trusted certificate ${what}: ${found}`, async () => {
    await using files = await makeCertificate(certificate);
    await using started = await startTls(files.cert, files.key, server);
    const step = await probeTls(started.port, files.cert);
    assertEquals(`${step.outcome}: ${step.finding}`, found, step.text);
    assertMatch(step.text, text);
  });
}

testWith(NEEDS, "probe tells of a certificate that nobody trusts how to trust it", async () => {
  await using files = await makeCertificate();
  await using server = await startTls(files.cert, files.key);
  const { outcome, finding, text } = await probeTls(server.port);
  assertEquals([outcome, finding], ["failed", "untrusted"]);
  assertMatch(text, SELF_SIGNED);
});

testWith(NEEDS, "a connection that is cut once says nothing about the certificate", async () => {
  await using files = await makeCertificate();
  await using server = await startTls(files.cert, files.key);
  using front = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const passing = cutFirst(front, server.port);
  const { outcome, finding } = await probeTls((front.addr as Deno.NetAddr).port, files.cert);
  assertEquals([outcome, finding], ["failed", "tlsFailed"]);
  front.close();
  await passing;
});

/** Passes connections on to a port, but ends the first one on which something arrives. */
async function cutFirst(front: Deno.Listener, port: number): Promise<void> {
  let hasCut = false;
  const passing = [];
  for await (const connection of front) {
    passing.push(pass(connection));
  }
  await Promise.all(passing);

  async function pass(connection: Deno.Conn): Promise<void> {
    using client = connection;
    const buffer = new Uint8Array(65_536);
    const length = await client.read(buffer);
    if (length === null || !hasCut) {
      hasCut ||= length !== null;
      return;
    }
    using server = await Deno.connect({ port });
    await server.write(buffer.subarray(0, length));
    const both = [client.readable.pipeTo(server.writable), server.readable.pipeTo(client.writable)];
    await Promise.allSettled(both);
  }
}

const KEY = "ec -pkeyopt ec_paramgen_curve:prime256v1";
const CA = "basicConstraints=critical,CA:TRUE\n";
const LEAF = "subjectAltName=DNS:localhost\nbasicConstraints=critical,CA:FALSE\n";
const PLACE = "authorityInfoAccess=caIssuers;URI:http://ca.example/ca.der\n";

/** Who signs the certificate of the server, what it sends, what is trusted, and what probe says. */
const CHAINS: readonly [string, from: string, place: string, sends: string[], string, string][] = [
  ["a CA as its certificate", "self", "", [], "", "failed: untrusted, selfSignedCa"],
  ["a CA as its certificate, trusted", "self", "", [], "leaf", "failed: untrusted, selfSignedCa"],
  ["no intermediate", "inter", PLACE, [], "", "failed: untrusted, chainIncomplete"],
  ["no intermediate, root known", "inter", PLACE, [], "root", "failed: untrusted, chainIncomplete"],
  ["its intermediate", "inter", PLACE, ["inter"], "", "failed: untrusted, privateCa"],
  ["its intermediate, root trusted", "inter", PLACE, ["inter"], "root", "passed: certificate"],
  ["a leaf of an unknown CA", "root", "", [], "", "failed: untrusted, issuerUnknown"],
];

for (const [what, from, place, sends, trusted, expected] of CHAINS) {
  testWith(NEEDS, `probe tells of a server that sends ${what}: ${expected}`, async () => {
    await using folder = await temporaryFolder();
    const file = (name: string) => join(folder.path, name);
    const make = async (name: string, signer: string, extensions: string) => {
      await Deno.writeTextFile(file("extensions"), extensions);
      const [key, request] = [file(`${name}.key`), file(`${name}.csr`)];
      const subject = `/O=${name}/CN=${name}`;
      await openssl(
        `req -new -nodes -newkey ${KEY} -subj ${subject} -keyout ${key} -out ${request}`,
      );
      const sign = signer === name
        ? `-signkey ${key}`
        : `-CA ${file(signer)} -CAkey ${file(`${signer}.key`)} -CAcreateserial`;
      const files = `-in ${request} -extfile ${file("extensions")} -out ${file(name)}`;
      await openssl(`x509 -req -days 30 ${sign} ${files}`);
    };
    await make("root", "root", CA);
    await make("inter", "root", CA);
    if (from === "self") await make("leaf", "leaf", `subjectAltName=DNS:localhost\n${CA}`);
    else await make("leaf", from, LEAF + place);
    const chain = sends.flatMap((name) => ["-cert_chain", file(name)]);
    await using server = await startTls(file("leaf"), file("leaf.key"), chain);
    const step = await probeTls(server.port, trusted && file(trusted));
    const cause = step.cause ? `, ${step.cause}` : "";
    assertEquals(`${step.outcome}: ${step.finding}${cause}`, expected, step.text);
  });
}

testWith(NEEDS, "probe advises ws:// if a port answers without TLS", async () => {
  await using server = startServer();
  const { TLS } = await probeSteps(server.socketUrl.replace("ws", "wss"));
  assertEquals([TLS.finding, TLS.cause], ["tlsFailed", "speaksPlain"]);
  assertMatch(TLS.text, /the address must start with ws:\/\//);
});
