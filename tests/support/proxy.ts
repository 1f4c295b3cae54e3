import { makeCertificate } from "./certificate.ts";
import { type Endpoint, endpointOn } from "./endpoint.ts";
import { startHaproxy, startNginx } from "./proxy_program.ts";

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
