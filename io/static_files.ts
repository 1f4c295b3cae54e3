import { eTag, ifNoneMatch } from "@std/http/etag";
import { FILES } from "../static/mod.ts";
import { refuse } from "./refuse.ts";

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

/** A longer list of entity tags is taken for none of ours. */
const MAX_ETAGS_LENGTH = 1000;

/** Made on first use, since hashing has no part in opening a WebSocket. */
const headersByName = new Map<string, Record<string, string>>();

/** Answers a request for a file of the page, with `304` where the peer has it already, or `404`. */
export async function respondWithFile(request: Request, path: string): Promise<Response> {
  const name = path === "/" ? "index.html" : path.slice(1);
  const content = FILES.get(name);
  if (content === undefined) {
    return refuse({
      status: 404,
      reason: "path",
      message: "No such page: GET / is the client; a WebSocket handshake is answered on any path.",
    });
  }
  let headers = headersByName.get(name);
  if (!headers) headersByName.set(name, headers = await makeHeaders(name, content));
  const known = request.headers.get("if-none-match");
  // The library's pattern takes time that grows with the square of the length of a hostile value.
  const isNew = known === null || known.length > MAX_ETAGS_LENGTH ||
    ifNoneMatch(known, headers.etag);
  return isNew ? new Response(content, { headers }) : new Response(null, { status: 304, headers });
}

async function makeHeaders(name: string, content: string): Promise<Record<string, string>> {
  return {
    "content-type": CONTENT_TYPES[name.slice(name.lastIndexOf(".") + 1)],
    etag: await eTag(content),
    // Not the absence of a cache: it asks each time whether its copy is still right.
    "cache-control": "no-cache",
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  };
}
