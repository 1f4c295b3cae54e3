/** What is behind a finding, by the name of the cause; `{x}` is a value of the finding. */
export const CAUSES: Readonly<Record<string, string>> = {
  // What an answer to a handshake suggests.
  requestLost:
    "eco itself answers: {field} did not arrive, so a hop between you and eco drops it. This is " +
    "certain. If there are several hops, probe each one, starting at the server: the first that " +
    "fails drops it.",
  upgradeLikelyLost:
    "The server did not get a field of the handshake. Almost certainly a hop drops Upgrade or " +
    "Connection, or speaks HTTP/1.0 to the server.",
  requestChanged:
    "eco itself answers: a field did not arrive as it was sent, so a hop between you and eco changes " +
    "it. This is certain.",
  ecoRefuses: "eco itself answers, so handshakes get through.",
  asked: "The address asks eco for this.",
  behaviorsOff: "The operator of this eco has switched behaviors off.",
  redirect: "WebSocket clients do not follow redirects: the address to use is {use}",
  useWss: "The port speaks TLS, so the address must start with wss://. This is certain.",
  speaksTls: "The port speaks TLS, so the address must start with wss://. This is certain.",
  speaksPlain:
    "The port answers without TLS, so the address must start with ws://. This is certain.",
  page: "The answer is a page, not a WebSocket: a hop or another program answers.",
  noWebSocket: "There is no WebSocket at this address.",
  http200:
    "This is an ordinary answer: there is no WebSocket at this address, or a hop drops Upgrade. " +
    "To find out which, test eco in place of the server.",
  http400:
    "The handshake arrived incomplete, or the server does not accept it: read its answer. If " +
    "ordinary requests get the same answer, a hop may send the PROXY protocol (send-proxy).",
  http401: "Credentials are required: --header can carry them.",
  http403: "The server or a hop forbids it: --header can carry an Origin or credentials.",
  http404: "The server has nothing at this path. Or a hop sends it another path.",
  http405: "The server got an ordinary request: probably a hop drops Upgrade.",
  http407: "A proxy requires authentication: --header can carry Proxy-Authorization.",
  http408: "The server or a hop did not get the rest of the request in time.",
  http421: "A hop does not serve this name: --resolve keeps the name if you connect to an address.",
  http426:
    "The server got no Upgrade, or another version: probably a hop drops Upgrade, or speaks HTTP/1.0 " +
    "or HTTP/2 to the server.",
  http429: "Too many requests or connections from this address, at a hop or the server.",
  http500: "The server or a hop failed.",
  http502:
    "A hop got no valid answer from the server. It may be down, use another port, or speak TLS.",
  http503: "A hop has no server available, or the server accepts no more connections.",
  http504: "A hop got no answer from the server in time, or cannot reach it.",
  incomplete: "An answer began but did not end: a hop slows it down, or something is stuck.",
  // Errors of the system.
  ECONNREFUSED: "Nothing listens on this port, or a firewall rejects it.",
  ETIMEDOUT: "Nothing comes back: a firewall may drop the packets, or something is stuck.",
  ECONNRESET: "The other end, or a firewall, cut the connection.",
  EFLOOD: "The answer is far too long: the endpoint or a hop does not stop sending.",
  ENOTFOUND: "DNS does not know the name: check its spelling.",
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED:
    "The server requires a client certificate: --client-cert and --client-key.",
  // Why a certificate is not trusted.
  selfSigned: "It is self-signed, and not a CA: DENO_CERT=cert.pem makes it trusted.",
  selfSignedCa:
    "It is a self-signed CA, which a server's certificate must not be. DENO_CERT does not help: make " +
    "one with basicConstraints=CA:FALSE, or one that a CA has signed.",
  chainIncomplete:
    "The server does not send the intermediate certificate that signed it. Browsers often have it, " +
    "other clients do not. This is almost certain: the certificate says where to get it.",
  issuerUnknown:
    "The server sends no other certificate, and its issuer is not trusted here. Either the issuer is a " +
    "private CA, for which DENO_CERT=ca.pem helps, or the server lacks the intermediate certificate.",
  privateCa:
    "The chain is complete, but its root is a private CA that is not trusted here. DENO_CERT=ca.pem " +
    "makes it trusted.",
  // What ended a silent connection.
  closedByEndpoint: "A close frame almost always comes from the endpoint, not from a hop.",
  knownTimeout: "This is the default time-out of {likely}.",
  otherTimeout: "Not a well-known default: look for a time-out of this length at each hop.",
};

/** What to write where, to keep what gets lost; `{x}` is a value of the finding. */
type Change = Readonly<Record<string, string>>;

const PASS_UPGRADE: Change = {
  nginx: "proxy_http_version 1.1;\nproxy_set_header Upgrade $http_upgrade;\n" +
    'proxy_set_header Connection "upgrade";',
  HAProxy: "passes it in mode http: remove http-request del-header Upgrade",
  Apache: "ProxyPass /path http://SERVER:PORT/path upgrade=websocket (2.4.47 or later)",
  Caddy: "reverse_proxy passes it: remove header_up -Upgrade, header_up -Connection",
  Traefik: "passes it: remove customRequestHeaders for Upgrade and Connection",
  Cloudflare: "Network, WebSockets: on",
  "AWS ALB": "target group with protocol version HTTP1, not HTTP2 or gRPC",
};

const KEEP_QUERY: Change = {
  nginx: "remove set $args, and if ($args);\nproxy_pass with variables needs $is_args$args",
  HAProxy: "remove http-request set-query, set-uri, and deny if { query -m found }",
  Apache: "RewriteRule without [QSD], and without a ? at the end of its target",
  Caddy: "remove uri query, and rewrite to a target with ?",
  Traefik: "remove a replacePathRegex or redirectRegex that matches ?",
  Cloudflare: "Rules: look for a URL rewrite of the query, and WAF rules on it",
  "AWS ALB": "listener rules: look for a query-string condition",
};

const LONGER_SILENCE: Change = {
  nginx: "proxy_read_timeout 1h;\nproxy_send_timeout 1h;",
  HAProxy: "timeout tunnel 1h",
  Apache: "ProxyTimeout 3600",
  Caddy: "has no time-out by default: remove stream_timeout",
  Traefik: "has no time-out for WebSockets: look at the next hop",
  Cloudflare: "fixed at 100 s: the endpoint must ping more often",
  "AWS ALB": "idle_timeout.timeout_seconds=3600",
  "or at the server": "ping more often than this (eco: after half of --idle-timeout)",
};

const MORE_CONNECTIONS: Change = {
  nginx: "limit_conn, limit_req: raise them, or leave out the location of WebSockets",
  HAProxy: "maxconn; http-request deny deny_status 429 if { sc_… }: raise them",
  Apache: "MaxRequestWorkers; mod_evasive, mod_qos",
  Traefik: "the middlewares rateLimit and inFlightReq",
  Cloudflare: "Security, rate limiting rules",
  eco: "--max-connections, --max-connections-per-address, --trust-proxy",
};

const REACH_SERVER: Change = {
  nginx: "proxy_pass http://SERVER:PORT; (https:// if it speaks TLS);\nerror_log has the reason",
  HAProxy: "server NAME SERVER:PORT (ssl verify required ca-file … if it speaks TLS)",
  Apache: "ProxyPass /path http://SERVER:PORT/path upgrade=websocket",
  Caddy: "reverse_proxy SERVER:PORT",
  Traefik: "loadBalancer.servers: url: http://SERVER:PORT",
  Cloudflare: "DNS: address of the origin; SSL/TLS mode as the origin speaks it",
  "AWS ALB": "target group: port, protocol, health check, security group",
};

/** What to change, by software, for each cause of which it is known. */
export const CHANGES: Readonly<Record<string, Change>> = {
  requestLost: PASS_UPGRADE,
  upgradeLikelyLost: PASS_UPGRADE,
  http200: PASS_UPGRADE,
  http405: PASS_UPGRADE,
  http426: PASS_UPGRADE,
  fieldLost: {
    nginx: 'remove proxy_set_header {field} "";',
    HAProxy: "remove http-request del-header {field}",
    Apache: "remove RequestHeader unset {field}",
    Caddy: "remove header_up -{field}",
    Traefik: "remove customRequestHeaders for {field}",
    Cloudflare: "Rules, request header transform: remove the one for {field}",
  },
  answerLost: {
    nginx: "remove proxy_hide_header {field};\n(Upgrade, Connection: proxy_http_version 1.1;)",
    HAProxy: "remove http-response del-header {field}",
    Apache: "remove Header unset {field}",
    Caddy: "remove header_down -{field}",
    Traefik: "remove customResponseHeaders for {field}",
    Cloudflare: "Rules, response header transform: remove the one for {field}",
  },
  queryLost: KEEP_QUERY,
  queryRefused: KEEP_QUERY,
  limit: MORE_CONNECTIONS,
  http429: MORE_CONNECTIONS,
  http502: REACH_SERVER,
  http503: REACH_SERVER,
  http504: REACH_SERVER,
  sizeLimit: {
    eco: "--max-payload",
    ws: "maxPayload",
    "socket.io": "maxHttpBufferSize",
    "Python websockets": "max_size",
  },
  tcpNotEnded: { nginx: "remove limit_rate where WebSockets pass" },
  knownTimeout: LONGER_SILENCE,
  otherTimeout: LONGER_SILENCE,
  chainIncomplete: {
    nginx: "ssl_certificate fullchain.pem;",
    HAProxy: "bind … ssl crt FILE, with certificate, intermediates and key in it",
    Apache: "SSLCertificateFile fullchain.pem (2.4.8 or later)",
    Caddy: "tls fullchain.pem key.pem",
    Traefik: "tls.certificates: certFile: fullchain.pem",
    "AWS ALB": "ACM: import the certificate with its chain",
  },
};

/** Proxies and load balancers by the silence, in seconds, after which they close by default. */
const DEFAULT_TIMEOUTS: readonly (readonly [seconds: number, proxy: string])[] = [
  [30, "Google Cloud's load balancer (backend service timeout)"],
  [50, "HAProxy (timeout client, as in its examples)"],
  [55, "Heroku's router"],
  [60, "nginx (proxy_read_timeout), Apache (ProxyTimeout), AWS ALB (idle timeout)"],
  [100, "Cloudflare"],
  [240, "Azure Load Balancer (idle timeout)"],
  [300, "Envoy (stream_idle_timeout)"],
  [350, "AWS NLB (idle timeout)"],
  [600, "AWS API Gateway"],
  [3600, "HAProxy (timeout tunnel, as in its examples)"],
];

/** Returns the proxies whose default is to close after this much silence, if there are any. */
export function likelyProxy(idleMs: number): string | undefined {
  // A measured time is a little longer, by the round trip and the resolution of the search.
  const idleSeconds = idleMs / 1000;
  return DEFAULT_TIMEOUTS.find(([seconds]) => Math.abs(idleSeconds - seconds) <= 1 + seconds / 50)
    ?.[1];
}
