import { assertEquals, assertMatch } from "@std/assert";
import { type CertificateOptions, makeCertificate } from "../support/certificate.ts";
import { pathOf, testWith } from "../support/needs.ts";
import type { Step } from "../support/probe.ts";
import { Program, taskArguments } from "../support/program.ts";

const NEEDS = ["net", "read", "write", "run", "env", "openssl"] as const;

const OLD = ["-cipher", "DEFAULT@SECLEVEL=0"];

/** A certificate, more options of the server, and what probe finds of it. */
const CASES: readonly [
  string,
  CertificateOptions,
  server: string[],
  found: string,
  text: RegExp,
][] = [
  ["trusted", {}, [], "noted: certificate", /^TLSv1\.3, certificate of localhost .* for 0 days, /],
  [
    "unknown",
    {},
    [],
    "failed: untrusted",
    /\(DEPTH_ZERO_SELF_SIGNED_CERT\)\. It is self-signed, .* DENO_CERT=cert\.pem/,
  ],
  [
    "trusted",
    { names: "DNS:a.example,DNS:b.example" },
    [],
    "failed: otherName",
    /is not for localhost, but for DNS:a\.example, DNS:b\.example: /,
  ],
  [
    "trusted",
    { expired: true },
    [],
    "failed: expired",
    /^The certificate of localhost .* expired on /,
  ],
  ["trusted", { key: "rsa:1024" }, OLD, "failed: unusable", /its certificate cannot be used /],
  [
    "trusted",
    {},
    ["-tls1_1", ...OLD],
    "failed: tlsRefused",
    /\(ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION\)/,
  ],
];

for (const [trust, certificate, server, found, text] of CASES) {
  const what = [trust, JSON.stringify(certificate), ...server].join(" ");
  testWith(NEEDS, `probe finds of TLS with a certificate ${what}: ${found}`, async () => {
    await using files = await makeCertificate(certificate);
    const args = ["s_server", "-www", "-accept", "127.0.0.1:0", "-cert", files.cert];
    await using program = new Program(pathOf("openssl")!, [...args, "-key", files.key, ...server]);
    const [, port] = await program.output(/ACCEPT \S+:(\d+)/);
    const url = `wss://localhost:${port}`;
    const env = { DENO_CERT: trust === "trusted" ? files.cert : "" };
    const probe = [...taskArguments("eco"), "probe", "--json", "--timeout", "1s", url];
    await using eco = new Program(Deno.execPath(), probe, { env });
    const { steps } = JSON.parse((await eco.ended()).stdout);
    const step: Step = steps.find(({ step }: Step) => step === "TLS");
    assertEquals(`${step.outcome}: ${step.finding}`, found, step.text);
    assertMatch(step.text, text);
  });
}
