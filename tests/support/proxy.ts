import { join } from "@std/path";
import type { Certificate } from "./certificate.ts";
import { type Endpoint, endpointOn } from "./endpoint.ts";
import { temporaryFolder } from "./folder.ts";
import { pathOf } from "./needs.ts";
import { freePort } from "./port.ts";
import { Program } from "./program.ts";

export interface ProxyOptions {
  /** More of the section with the server, in the proxy's own words. */
  readonly directives?: string;
  /** Where it terminates TLS. */
  readonly certificate?: Certificate;
}

/** What nginx needs to be told to pass handshakes on; HAProxy does so by itself. */
export const NGINX_UPGRADE = "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; " +
  "proxy_set_header Connection upgrade;";

/** Starts a proxy in front of a port of the loopback interface. */
export function startProxy(
  program: "nginx" | "haproxy",
  port: number,
  { directives = "", certificate }: ProxyOptions = {},
): Promise<Endpoint> {
  return program === "nginx"
    ? startNginx(`location / { proxy_pass http://127.0.0.1:${port}; ${directives} }`, certificate)
    : startHaproxy(`${directives}\n server eco 127.0.0.1:${port}`, certificate);
}

/**
 * Starts nginx on a free port.
 *
 * @param directives What stands in its one `server` block.
 * @param certificate Where it terminates TLS.
 */
export function startNginx(directives: string, certificate?: Certificate): Promise<Endpoint> {
  const tls = certificate &&
    `ssl_certificate ${certificate.cert}; ssl_certificate_key ${certificate.key};`;
  return startConfigured("nginx", ["-c"], /getrlimit/, (port, folder) => `
    daemon off; master_process off; pid ${folder}/pid; error_log stderr notice;
    events {}
    http {
      access_log off;
      client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
      fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
      server {
        listen 127.0.0.1:${port}${tls ? ` ssl; ${tls}` : ";"}
        ${directives}
      }
    }
  `);
}

/**
 * Starts HAProxy on a free port.
 *
 * @param directives What stands in its one `listen` section.
 * @param certificate Where it terminates TLS.
 */
export function startHaproxy(directives: string, certificate?: Certificate): Promise<Endpoint> {
  // It looks for the key in the file of the certificate, then in the one with ".key" after its name.
  const tls = certificate ? ` ssl crt ${certificate.cert}` : "";
  // Without a master process it does not say when it listens.
  return startConfigured("haproxy", ["-W", "-f"], /Loading success/, (port) => `
    defaults
      mode http
      retries 0
      timeout connect 5s
      timeout client 1m
      timeout server 1m
    listen proxy
      bind 127.0.0.1:${port}${tls}
      ${directives}
  `);
}

/** A proxy with a configuration, while it is in scope. */
export interface ConfiguredProxy extends Endpoint {
  /** Resolves with the match once its log has it. */
  log(pattern: RegExp): Promise<RegExpMatchArray>;
}

/** Starts a proxy with a configuration, and resolves once it says that it listens. */
export async function startConfigured(
  tool: "nginx" | "haproxy" | "caddy",
  args: readonly string[],
  listening: RegExp,
  configuration: (port: number, folder: string) => string,
): Promise<ConfiguredProxy> {
  await using stack = new AsyncDisposableStack();
  const { path } = stack.use(await temporaryFolder());
  const file = join(path, "configuration");
  const port = freePort();
  await Deno.writeTextFile(file, configuration(port, path) + "\n");
  const program = stack.use(new Program(pathOf(tool)!, [...args, file], { cwd: path }));
  await program.errorOutput(listening);
  const started = stack.move();
  const log = (pattern: RegExp) => program.errorOutput(pattern);
  return { ...endpointOn(port, () => started.disposeAsync()), log };
}
