import { eTag } from "@std/http/etag";

/** Content codings (RFC 9110 §8.4.1), the one we would rather send first. */
export const CODINGS = ["br", "gzip", "identity"] as const;
/** One of {@linkcode CODINGS}. */
export type Coding = typeof CODINGS[number];

/** A file as it is sent in one coding. */
export interface Representation {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: Headers;
}

/** A file in every coding. */
export type Representations = Readonly<Record<Coding, Representation>>;

/** By the ending of the name. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=UTF-8",
  html: "text/html; charset=UTF-8",
  js: "text/javascript; charset=UTF-8",
  svg: "image/svg+xml",
};

/** Lets the page use its own files, open WebSockets anywhere, and nothing else (CSP Level 3). */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self' ws: wss:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** Makes the representations of a file, each with its own entity tag (RFC 9110 §8.8.3). */
export async function represent(name: string, content: string): Promise<Representations> {
  const common = {
    "content-type": CONTENT_TYPES[name.slice(name.lastIndexOf(".") + 1)],
    // Not the absence of a cache: it asks each time whether its copy is still right.
    "cache-control": "no-cache",
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    vary: "accept-encoding",
  };
  const of = async (body: Uint8Array<ArrayBuffer>, coding: Record<string, string> = {}) => ({
    body,
    // Not a record, whose names and values each response would check again.
    headers: new Headers({ ...common, ...coding, etag: await eTag(body) }),
  });
  return {
    br: await of(await compress(content, "brotli"), { "content-encoding": "br" }),
    gzip: await of(await compress(content, "gzip"), { "content-encoding": "gzip" }),
    identity: await of(new TextEncoder().encode(content)),
  };
}

async function compress(
  content: string,
  format: CompressionFormat,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([content]).stream().pipeThrough(new CompressionStream(format));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
