/** Who ends silent connections after so many seconds unless told otherwise. */
const CULPRITS: readonly (readonly [seconds: number, who: string])[] = [
  [30, "Google Cloud's load balancer (backend service timeout)"],
  [50, "HAProxy (timeout client, as its examples set it)"],
  [55, "Heroku's router"],
  [60, "nginx (proxy_read_timeout), Apache (ProxyTimeout), AWS ALB (idle timeout)"],
  [100, "Cloudflare"],
  [240, "Azure Load Balancer (idle timeout)"],
  [300, "Envoy (stream_idle_timeout)"],
  [350, "AWS NLB (idle timeout)"],
  [600, "AWS API Gateway"],
  [3600, "HAProxy (timeout tunnel, as its examples set it)"],
];

/** Returns who usually ends silent connections after so long, or nothing where nobody is known. */
export function culpritOf(idleMs: number): string | undefined {
  // What is measured is a little late, by the way there and back and the resolution.
  return CULPRITS.find(([seconds]) => Math.abs(idleMs / 1000 - seconds) <= 1 + seconds / 50)?.[1];
}

/** A silence after which connections were alive, and one after which they were not. */
export interface Bounds {
  readonly aliveMs: number;
  readonly deadMs: number;
}

/** Returns times that divide the span between two bounds into equal parts. */
export function divide({ aliveMs, deadMs }: Bounds, parts: number): number[] {
  const partMs = (deadMs - aliveMs) / parts;
  return Array.from({ length: parts - 1 }, (_, index) => aliveMs + partMs * (index + 1));
}

/** Returns whether two bounds are as near to each other as it matters. */
export function isNear({ aliveMs, deadMs }: Bounds): boolean {
  return deadMs - aliveMs <= Math.max(500, deadMs / 50);
}
