import { startServer } from "./tests/support/server.ts";
import { startHaproxy, startNginx } from "./tests/support/proxy.ts";
import { probe } from "./tests/support/probe.ts";
const UP =
  "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; proxy_set_header Host $http_host;";
await using s = startServer();
const [kind, d, ...args] = Deno.args;
await using p = kind === "nginx"
  ? await startNginx(`location / { proxy_pass http://127.0.0.1:${s.port}; ${UP} ${d} }`)
  : await startHaproxy(`server eco 127.0.0.1:${s.port}\n ${d}`);
const t = performance.now();
const r = await probe(p.socketUrl, ...args);
console.log(r.stdout, r.stderr, r.code, Math.round(performance.now() - t));
