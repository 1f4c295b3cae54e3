import { join } from "@std/path";
import { assertEquals, assertMatch } from "@std/assert";
import { temporaryFolder } from "../support/folder.ts";
import { pathOf, testWith } from "../support/needs.ts";
import { probe, type Step } from "../support/probe.ts";
import { Program, taskArguments } from "../support/program.ts";
import { startServer } from "../support/server.ts";

const NEEDS = ["net", "read", "write", "run", "env", "openssl"] as const;
const KEY = "ec -pkeyopt ec_paramgen_curve:prime256v1";
const CA = "basicConstraints=critical,CA:TRUE\n";
const LEAF = "subjectAltName=DNS:localhost\nbasicConstraints=critical,CA:FALSE\n";
const PLACE = "authorityInfoAccess=caIssuers;URI:http://ca.example/ca.der\n";

/** Who signs the certificate of the server, what it sends, what is trusted, and what probe says. */
const CHAINS: readonly [string, from: string, place: string, sends: string[], string, string][] = [
  ["a CA as its certificate", "self", "", [], "", "failed: untrusted, selfSignedCa"],
  ["a CA as its certificate, trusted", "self", "", [], "leaf", "failed: untrusted, selfSignedCa"],
  ["no intermediate", "inter", PLACE, [], "", "failed: untrusted, chainIncomplete"],
  [
    "no intermediate, root trusted",
    "inter",
    PLACE,
    [],
    "root",
    "failed: untrusted, chainIncomplete",
  ],
  ["its intermediate", "inter", PLACE, ["inter"], "", "failed: untrusted, privateCa"],
  ["its intermediate, root trusted", "inter", PLACE, ["inter"], "root", "passed: certificate"],
  ["a leaf of an unknown CA", "root", "", [], "", "failed: untrusted, issuerUnknown"],
];

for (const [what, from, place, sends, trusted, verdict] of CHAINS) {
  testWith(NEEDS, `probe tells of a server that sends ${what}: ${verdict}`, async () => {
    await using folder = await temporaryFolder();
    const file = (name: string) => join(folder.path, name);
    const make = async (name: string, signer: string, extensions: string) => {
      await Deno.writeTextFile(file("extensions"), extensions);
      const request = `req -new -nodes -newkey ${KEY} -subj /O=${name}/CN=${name} -keyout`;
      await openssl([...request.split(" "), file(`${name}.key`), "-out", file(`${name}.csr`)]);
      const sign = signer === name
        ? ["-signkey", file(`${name}.key`)]
        : ["-CA", file(signer), "-CAkey", file(`${signer}.key`), "-CAcreateserial"];
      const files = [
        "-in",
        file(`${name}.csr`),
        "-extfile",
        file("extensions"),
        "-out",
        file(name),
      ];
      await openssl(["x509", "-req", "-days", "30", ...sign, ...files]);
    };
    await make("root", "root", CA);
    await make("inter", "root", CA);
    if (from === "self") await make("leaf", "leaf", `subjectAltName=DNS:localhost\n${CA}`);
    else await make("leaf", from, LEAF + place);
    await Deno.writeTextFile(file("chain"), await Deno.readTextFile(file("leaf")));
    const chain = sends.flatMap((name) => ["-cert_chain", file(name)]);
    const args = ["s_server", "-www", "-accept", "127.0.0.1:0", "-cert", file("leaf"), ...chain];
    await using server = new Program(pathOf("openssl")!, [...args, "-key", file("leaf.key")]);
    const [, port] = await server.output(/ACCEPT \S+:(\d+)/);
    const env = { DENO_CERT: trusted && file(trusted) };
    const start = [...taskArguments("eco"), "probe", "--json", "--timeout", "3s"];
    await using eco = new Program(Deno.execPath(), [...start, `wss://localhost:${port}`], { env });
    const { steps } = JSON.parse((await eco.ended()).stdout);
    const step: Step = steps.find(({ step }: Step) => step === "TLS");
    const cause = step.cause ? `, ${step.cause}` : "";
    assertEquals(`${step.outcome}: ${step.finding}${cause}`, verdict, step.text);
  });
}

testWith(NEEDS, "probe advises ws:// if a port answers without TLS", async () => {
  await using server = startServer();
  const { stdout } = await probe(server.socketUrl.replace("ws", "wss"), "--json");
  const { finding, cause, text } = JSON.parse(stdout).steps.find(({ step }: Step) =>
    step === "TLS"
  );
  assertEquals([finding, cause], ["tlsFailed", "speaksPlain"]);
  assertMatch(text, /the address must start with ws:\/\//);
});

async function openssl(args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(pathOf("openssl")!, { args }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
