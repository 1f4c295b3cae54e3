import { join } from "@std/path";
import type { Certificate } from "./certificate.ts";
import { type Endpoint, endpointOn } from "./endpoint.ts";
import { temporaryFolder } from "./folder.ts";
import { pathOf } from "./needs.ts";
import { freePort } from "./port.ts";
import { Program } from "./program.ts";

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
      timeout connect 5s
      timeout client 1m
      timeout server 1m
    listen proxy
      bind 127.0.0.1:${port}${tls}
      ${directives}
  `);
}

/** Starts a proxy with a configuration, and resolves once it says that it listens. */
export async function startConfigured(
  tool: "nginx" | "haproxy",
  args: readonly string[],
  listening: RegExp,
  configuration: (port: number, folder: string) => string,
): Promise<Endpoint> {
  await using stack = new AsyncDisposableStack();
  const { path } = stack.use(await temporaryFolder());
  const file = join(path, "configuration");
  const port = freePort();
  await Deno.writeTextFile(file, configuration(port, path) + "\n");
  const program = stack.use(new Program(pathOf(tool)!, [...args, file], { cwd: path }));
  await program.errorOutput(listening);
  const started = stack.move();
  return endpointOn(port, () => started.disposeAsync());
}
