import { assertEquals, assertMatch } from "@std/assert";
import { type CertificateOptions, makeCertificate } from "../support/certificate.ts";
import { pathOf, testWith } from "../support/needs.ts";
import type { Step } from "../support/probe.ts";
import { Program, taskArguments } from "../support/program.ts";

const NEEDS = ["net", "read", "write", "run", "env", "openssl"] as const;

interface Case {
  readonly certificate?: CertificateOptions;
  /** Whether the client trusts it. */
  readonly trusted: boolean;
  /** More options of the server. */
  readonly server?: readonly string[];
  readonly outcome: string;
  readonly finding: string;
  readonly text: RegExp;
}

const CASES: readonly Case[] = [
  {
    trusted: true,
    outcome: "noted",
    finding: "certificate",
    text: /^TLSv1\.3, certificate of localhost by localhost, valid for 0 days, until /,
  },
  {
    trusted: false,
    outcome: "failed",
    finding: "untrusted",
    text: /is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)\. .* DENO_CERT=ca\.pem .* --insecure/,
  },
  {
    certificate: { names: "DNS:a.example,DNS:b.example" },
    trusted: true,
    outcome: "failed",
    finding: "otherName",
    text: /is not for localhost, but for DNS:a\.example, DNS:b\.example\./,
  },
  {
    certificate: { expired: true },
    trusted: true,
    outcome: "failed",
    finding: "expired",
    text: /^The certificate of localhost by localhost expired on /,
  },
  {
    certificate: { key: "rsa:1024" },
    trusted: true,
    server: ["-cipher", "DEFAULT@SECLEVEL=0"],
    outcome: "failed",
    finding: "unusable",
    text: /^It speaks TLS, but its certificate cannot be used /,
  },
  {
    trusted: true,
    server: ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"],
    outcome: "failed",
    finding: "tlsRefused",
    text: /^It speaks TLS, but refuses the handshake \(ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION\)/,
  },
];

for (const { certificate, trusted, server = [], ...expected } of CASES) {
  const what = [JSON.stringify({ ...certificate, trusted }), ...server].join(" ");
  testWith(NEEDS, `probe finds of TLS with ${what}: ${expected.finding}`, async () => {
    await using files = await makeCertificate(certificate);
    await using program = new Program(pathOf("openssl")!, [
      ..."s_server -www -accept 127.0.0.1:0 -cert".split(" "),
      files.cert,
      "-key",
      files.key,
      ...server,
    ]);
    const [, port] = await program.output(/ACCEPT \S+:(\d+)/);
    const step = await stepOfTls(`wss://localhost:${port}`, trusted ? files.cert : "");
    assertEquals([step.outcome, step.finding], [expected.outcome, expected.finding], step.text);
    assertMatch(step.text, expected.text);
  });
}

/** Probes an address, and resolves with what the step TLS tells. */
async function stepOfTls(url: string, trustedFile: string): Promise<Step> {
  const args = [...taskArguments("eco"), "probe", "--json", "--timeout", "1s", url];
  await using program = new Program(Deno.execPath(), args, { env: { DENO_CERT: trustedFile } });
  const { steps } = JSON.parse((await program.ended()).stdout);
  return steps.find(({ step }: Step) => step === "TLS");
}
