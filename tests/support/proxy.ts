import { join } from "@std/path";
import { type Certificate, makeCertificate } from "./certificate.ts";
import { type Endpoint, endpointOn } from "./endpoint.ts";
import { temporaryFolder } from "./folder.ts";
import { pathOf } from "./needs.ts";
import { freePort } from "./port.ts";
import { Program } from "./program.ts";

const NGINX_UPGRADE = `
  proxy_http_version 1.1;
  proxy_set_header Upgrade $http_upgrade;
  proxy_set_header Connection "upgrade";
`;

/** What each variant says beside where the server is. HAProxy passes handshakes on by itself. */
const VARIANTS = {
  right: { nginx: NGINX_UPGRADE, haproxy: "" },
  noUpgrade: { nginx: "", haproxy: "http-request del-header Upgrade" },
  idle3s: { nginx: `${NGINX_UPGRADE} proxy_read_timeout 3s;`, haproxy: "timeout tunnel 3s" },
  smallBuffer: {
    nginx: `${NGINX_UPGRADE} proxy_buffer_size 16k; proxy_buffers 4 16k;`,
    haproxy: "global\n tune.bufsize 16384",
  },
  tls: { nginx: NGINX_UPGRADE, haproxy: "" },
  redirect: {
    nginx: "return 301 https://$host$request_uri;",
    haproxy: "http-request redirect scheme https code 301",
  },
};

/** How a proxy is configured: right, or in another way that proxies are found in. */
export type ProxyVariant = keyof typeof VARIANTS;

/** A proxy in front of a server, while it is in scope. */
export interface TestProxy extends Endpoint {
  /** Its certificate in PEM, where it terminates TLS. */
  readonly pem?: string;
}

/** Starts a proxy in front of a port of the loopback interface. */
export async function startProxy(
  program: "nginx" | "haproxy",
  upstreamPort: number,
  variant: ProxyVariant = "right",
): Promise<TestProxy> {
  await using stack = new AsyncDisposableStack();
  const certificate = variant === "tls" ? stack.use(await makeCertificate()) : undefined;
  const directives = VARIANTS[variant][program];
  const upstream = `127.0.0.1:${upstreamPort}`;
  const { port } = stack.use(
    program === "nginx"
      ? await startNginx(`location / { proxy_pass http://${upstream}; ${directives} }`, certificate)
      : await startHaproxy(`server eco ${upstream}\n ${directives}`, certificate),
  );
  const started = stack.move();
  const endpoint = endpointOn(port, () => started.disposeAsync());
  if (!certificate) return endpoint;
  return { ...endpoint, socketUrl: `wss://localhost:${port}`, pem: certificate.pem };
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
