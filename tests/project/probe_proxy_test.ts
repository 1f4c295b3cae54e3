import { assert, assertEquals, assertMatch } from "@std/assert";
import { testWith } from "../support/needs.ts";
import { probe, type Step, troubles } from "../support/probe.ts";
import { type ProxyVariant, startProxy } from "../support/proxy.ts";
import { startServer } from "../support/server.ts";

const NEEDS = ["net", "read", "write", "run", "env"] as const;

const HOST_CHANGES = { report: "noted: changedOnTheWay" };
/** Of each way to configure a proxy, what probe finds; HAProxy leaves the Host field as it is. */
const PROXIES: readonly [ProxyVariant, string[], nginx: object, haproxy: object][] = [
  ["right", [], HOST_CHANGES, {}],
  ["smallBuffer", [], HOST_CHANGES, {}],
  ["tls", [], { TLS: "failed: untrusted" }, { TLS: "failed: untrusted" }],
  ["tls", ["--insecure"], { TLS: "noted: untrusted", ...HOST_CHANGES }, {
    TLS: "noted: untrusted",
    ...HOST_CHANGES,
  }],
];

for (const program of ["nginx", "haproxy"] as const) {
  for (const [variant, args, ...expected] of PROXIES) {
    const needs = variant === "tls" ? [...NEEDS, program, "openssl"] as const : [...NEEDS, program];
    const name = `probe through ${program} (${[variant, ...args].join(" ")})`;
    testWith(needs, `${name} names what is wrong`, async () => {
      await using server = startServer();
      await using proxy = await startProxy(program, server.port, variant);
      const found = await troubles(proxy.socketUrl, ...args);
      assertEquals(found, { ...expected[program === "nginx" ? 0 : 1] } as Record<string, string>);
    });
  }

  testWith(
    [...NEEDS, program],
    `probe finds the idle time-out of ${program} within 1 s`,
    async () => {
      await using server = startServer();
      await using proxy = await startProxy(program, server.port, "idle3s");
      const { stdout } = await probe(proxy.socketUrl, "--json", "--idle", "6s");
      const { outcome, steps } = JSON.parse(stdout);
      const { values, text } = steps.find(({ step }: Step) => step === "idle");
      assertEquals(outcome, "failed");
      assert(Math.abs(values.seconds - 3) < 1, text);
      assertMatch(text, /dropped after [\d.]+ s, by the end of TCP without a close frame/);
    },
  );
}
