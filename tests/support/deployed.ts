import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import type { Certificate } from "./certificate.ts";
import { whyIgnored } from "./needs.ts";
import { freePort } from "./port.ts";
import { ROOT } from "./program.ts";

export type ProxyName = "haproxy" | "nginx";

/** What a test with a proxy as in `deploy/` needs. */
const NEEDS = ["net", "read", "write", "run", "env", "sys", "openssl"] as const;

/** Returns what a test with a proxy as in `deploy/` needs, and why it cannot run here. */
export function needsOf(proxy: ProxyName) {
  const needs = [...NEEDS, proxy];
  // They start as root and change to an account of their own, which Debian's packages make.
  const isRoot = () => Deno.build.os === "linux" && Deno.uid() === 0;
  return { needs, reason: whyIgnored(needs) ?? (isRoot() ? undefined : "needs root on Linux") };
}

/** Where a file of `deploy/` names a machine: each match in turn becomes the next value. */
export type Replacement = readonly [pattern: RegExp, ...values: string[]];

/** Returns a file of `deploy/`, with what depends on the machine replaced and all else as it is. */
export function deployed(name: string, replacements: readonly Replacement[] = []): string {
  let text = Deno.readTextFileSync(join(ROOT, "deploy", name));
  for (const [pattern, ...values] of replacements) {
    assertEquals(text.match(pattern)?.length, values.length, `${pattern} in deploy/${name}`);
    text = text.replace(pattern, () => values.shift()!);
  }
  return text;
}

/** What nginx is told beside its file: to be one process in the foreground, with its files here. */
export const NGINX_HERE = "daemon off; master_process off; pid pid; error_log stderr notice;";

/** What the file of a proxy names. */
export interface Surroundings {
  readonly port: number;
  readonly instances: readonly { host: string; port: number; metricsPort: number }[];
  readonly certificate: Certificate;
  /** Whether the limits per client are those of the file, not so wide that one can play many. */
  readonly hasClientLimits: boolean;
}

/** Returns the file of a proxy, with addresses, ports and paths of this machine. */
export function proxyFile(proxy: ProxyName, surroundings: Surroundings): string {
  const { port, instances, certificate: { cert, key }, hasClientLimits } = surroundings;
  const addresses = instances.map(({ host, port }) => `${host}:${port}`);
  const wide = (...limits: Replacement[]) => hasClientLimits ? [] : limits;
  if (proxy === "haproxy") {
    return deployed("haproxy.cfg", [
      [/bind :80$/gm, `bind 127.0.0.1:${freePort()}`],
      [/bind :443\b/g, `bind 127.0.0.1:${port}`],
      [/(?<=crt )\S+/g, cert], // It looks for the key in the file with ".key" after its name too.
      [
        /192\.0\.2\.\d+:8765 check port 9765/g,
        ...instances.map(({ metricsPort }, n) => `${addresses[n]} check port ${metricsPort}`),
      ],
      [/192\.0\.2\.\d+:8765(?= backup)/g, ...addresses],
      ...wide(
        [/(?<=sc0_conn_cur gt )\d+/g, "100000"],
        [/(?<=sc0_http_req_rate gt )\d+/g, "100000"],
        [/(?<=bwlim-in .* limit )\S+/g, "1g"],
      ),
    ]);
  }
  return deployed("nginx.conf", [
    [/(?<=listen )80\b/g, `127.0.0.1:${freePort()}`],
    [/(?<=listen )443\b/g, `127.0.0.1:${port}`],
    [/\/etc\/nginx\/eco\.(pem|key)/g, cert, key],
    [/192\.0\.2\.\d+:8765/g, ...addresses],
    ...wide([/(?<=limit_conn connections )\d+/g, "60000"], [/(?<=rate=)\d+/g, "100000"]),
  ]);
}
