import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { makeCertificate } from "../support/certificate.ts";
import { Client } from "../support/client.ts";
import { testWith, whyIgnored } from "../support/needs.ts";
import { freePort } from "../support/port.ts";
import { Program, ROOT, taskArguments } from "../support/program.ts";
import { RawSocket } from "../support/raw_socket.ts";

const RUN = ["net", "read", "run", "env"] as const;
const TLS = [...RUN, "write", "openssl"] as const;

/** Returns whether the loopback interface has an address. */
function hasAddress(hostname: string): boolean {
  try {
    Deno.listen({ hostname, port: 0 }).close();
    return true;
  } catch {
    return false;
  }
}

testWith(RUN, "an origin is allowed however it is written", async () => {
  const written = "HTTPS://A.Example:443/,https://*.b.example,null,capacitor://localhost";
  await using program = Program.start(["--port", "0", "--allow-origin", written]);
  const port = await program.port();
  const answers = {
    "https://a.example": 101,
    "https://x.b.example": 101,
    "https://b.example": 403,
    "null": 101,
    "capacitor://localhost": 101,
    "tauri://localhost": 403,
  };
  for (const [origin, status] of Object.entries(answers)) {
    using socket = await RawSocket.open(port, [`Origin: ${origin}`]);
    assertStringIncludes(socket.head, `HTTP/1.1 ${status} `, origin);
  }
});

testWith(RUN, "an origin that no browser sends is refused at the start, exit 2", async () => {
  await using program = Program.start(["--allow-origin", "https://a.example/page"]);
  const { code, stderr } = await program.ended();
  assertEquals(code, 2);
  assertMatch(
    stderr,
    /^error: --allow-origin .* must be origins .*, not "https:\/\/a.example\/page"/,
  );
});

testWith(RUN, "flags after -- count, empty variables do not", async () => {
  const empty = ["HOST", "PORT", "ECO_REUSE_PORT", "ECO_MAX_PAYLOAD", "ECO_ALLOW_ORIGIN"];
  const env = { ...Object.fromEntries(empty.map((name) => [name, ""])), ECO_PREFIX: "" };
  await using program = Program.start(["--", "--port", "0"], { env });
  await using client = await Client.open(`ws://127.0.0.1:${await program.port()}`);
  client.send("hola");
  // The prefix may be empty, so an empty variable sets it.
  assertEquals(await client.next(), "hola");
});

for (const [args, env] of [[["--reuse-port"], {}], [[], { ECO_REUSE_PORT: "yes" }]] as const) {
  const label = [...args, ...Object.values(env)].join(" ");
  testWith([...RUN, "linux"], `two processes share a port: ${label}`, async () => {
    await using first = Program.start(["--port", "0", ...args], { env });
    const port = await first.port();
    await using second = Program.start(["--port", `${port}`, ...args], { env });
    assertEquals(await second.port(), port);
  });
}

testWith(
  RUN,
  "--host localhost listens on both loopback addresses, :: on all",
  async () => {
    for (const host of ["localhost", "::"]) {
      await using program = Program.start(["--port", "0", "--host", host]);
      const port = await program.port();
      for (const address of ["127.0.0.1", "[::1]"]) {
        const response = await fetch(`http://${address}:${port}/healthz`);
        assertEquals([response.status, await response.text()], [200, "ok\n"], `${host} ${address}`);
      }
    }
  },
  whyIgnored(RUN) ?? (hasAddress("::1") ? undefined : "needs IPv6"),
);

testWith(RUN, "--metrics-port is on the loopback address unless told otherwise", async () => {
  const metricsPort = `${freePort()}`;
  const args = ["--port", "0", "--host", "0.0.0.0", "--metrics-port", metricsPort];
  await using program = Program.start(args);
  await program.output(new RegExp(`"metrics":"http://127.0.0.1:${metricsPort}/metrics"`));
  // The whole of 127.0.0.0/8 is this machine, so it stands for an address of the network.
  const reach = () =>
    fetch(`http://127.0.0.2:${metricsPort}/healthz`).then((response) => response.text(), () => "");
  if (Deno.build.os === "linux") assertEquals(await reach(), "");
  program.kill("SIGTERM");
  await program.ended();
  await using open = Program.start([...args, "--metrics-host", "0.0.0.0"]);
  await open.port();
  if (Deno.build.os === "linux") assertEquals(await reach(), "ok\n");
});

testWith(RUN, "a port that browsers refuse is warned of", async () => {
  const port = [6667, 6666, 6668, 6669, 10080].find((port) => {
    try {
      Deno.listen({ hostname: "127.0.0.1", port }).close();
      return true;
    } catch {
      return false;
    }
  });
  await using program = Program.start(["--port", `${port}`]);
  await program.output(new RegExp(`"WARNING".*browsers refuse port ${port}; choose another`));
});

testWith(RUN, "--help fits 80 columns, in groups, with units", async () => {
  for (const args of [["--help"], ["probe", "--help"], ["healthcheck", "--help"]]) {
    await using help = Program.start(args);
    const { code, stdout } = await help.ended();
    assertEquals(code, 0);
    const long = stdout.split("\n").filter((line) => line.length > 80);
    assertEquals(long, []);
    if (args.length > 1) continue;
    for (const part of ["\nListening:\n", "\nLimits:\n", "default: 1MiB", "default: 30s"]) {
      assertStringIncludes(stdout, part);
    }
    assert(!stdout.includes("1048576"));
  }
});

testWith(RUN, "deno task start-tls without a certificate does not serve, exit 2", async () => {
  for (const args of [["--port", "0"], ["--", "--port", "0"]]) {
    await using program = Program.start(args, { env: { ECO_TLS_CERT: "" } }, "start-tls");
    const { code, stdout, stderr } = await program.ended();
    assertEquals([code, stdout], [2, ""]);
    assertMatch(stderr, /^error: .* needs a certificate: give --tls-cert and --tls-key .*\n$/);
  }
});

/** Runs openssl. */
async function openssl(command: string): Promise<void> {
  const args = command.split(" ");
  const { success, stderr } = await new Deno.Command("openssl", { args }).output();
  assert(success, new TextDecoder().decode(stderr));
}

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
    const args = ["--port", "0", "--tls-cert", name, "--tls-key", name];
    // deno task starts in the project's folder, and says where it was called.
    await using program = Program.start(args, { env: { INIT_CWD: folder } }, "start-tls");
    const port = await program.port();
    const url = `https://localhost:${port}/healthz`;
    const response = await fetch(url, { client: http } as RequestInit);
    assertEquals(await response.text(), "ok\n", name);
  }
});

testWith(TLS, "TLS files that cannot serve are told what is wrong with them", async () => {
  await using good = await makeCertificate();
  await using curve = await makeCertificate({ key: "ec -pkeyopt ec_paramgen_curve:secp256k1" });
  const [pkcs8, sec1] = ["pkcs8.key", "sec1.key"].map((name) => join(good.cert, "..", name));
  await openssl(`pkey -in ${good.key} -aes256 -passout pass:secret -out ${pkcs8}`);
  await openssl(`ec -in ${good.key} -aes256 -passout pass:secret -out ${sec1}`);
  const cases: [string, string, string][] = [
    [good.cert, pkcs8, `private key in ${pkcs8} has a passphrase; remove it: openssl pkey -in`],
    [good.cert, sec1, `private key in ${sec1} has a passphrase; remove it: openssl pkey -in`],
    [good.cert, good.cert, `${good.cert} does not hold a private key in PEM; name another file`],
    [good.key, good.key, `${good.key} does not hold a certificate in PEM; name another file`],
    [curve.cert, curve.key, "--tls-key is of a kind that Deno does not support; make an RSA key"],
    ["no.pem", good.key, `cannot read ${join(ROOT, "no.pem")}: there is no such file`],
  ];
  for (const [cert, key, expected] of cases) {
    const args = [
      ...taskArguments("start-tls"),
      "--port",
      "0",
      "--tls-cert",
      cert,
      "--tls-key",
      key,
    ];
    const env = { INIT_CWD: ROOT };
    await using program = new Program(Deno.execPath(), args, { env });
    const { code, stdout, stderr } = await program.ended();
    assertEquals([code, stdout], [1, ""], stderr);
    assertStringIncludes(stderr, expected);
    assertEquals(stderr.split("\n").length, 2, stderr);
  }
});
