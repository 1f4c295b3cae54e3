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
