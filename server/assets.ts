import { eTag, ifNoneMatch } from "@std/http/etag";
import { acceptsEncodings } from "@std/http/negotiation";
import { FILES } from "../static/mod.ts";
import { createPathRefusal, respondWithRefusal } from "./policy/refusal.ts";

/** A content coding (RFC 9110 §8.4.1). */
type Coding = "br" | "gzip" | "identity";

let codings: readonly Coding[] | undefined;

/** Returns the codings that this runtime can produce, the preferred one first. */
function getCodings(): readonly Coding[] {
  // On first use: the runtime takes 3 ms to load what compresses. Deno 2.4 to 2.6 have no brotli.
  codings ??= canCompress("brotli") ? ["br", "gzip", "identity"] : ["gzip", "identity"];
  return codings;
}

function canCompress(format: CompressionFormat): boolean {
  try {
    return Boolean(new CompressionStream(format));
  } catch {
    return false;
  }
}

/** A file in one coding, ready to send. */
interface Representation {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: Headers;
}

/** One for each of {@linkcode getCodings}. */
type Representations = ReadonlyMap<Coding, Representation>;

/** By the ending of the name. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=UTF-8",
  html: "text/html; charset=UTF-8",
  js: "text/javascript; charset=UTF-8",
  svg: "image/svg+xml",
};

/** Lets the page use its own files and open WebSockets to any address, and nothing else (CSP Level 3). */
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

/**
 * A longer list of entity tags matches none of ours, and a longer list of codings is ignored: the
 * library's patterns take time that grows with the square of the length of a hostile value.
 */
const MAX_LIST_LENGTH = 1000;

/** Browsers send a handful of different lists of codings; only this many are remembered. */
const MAX_KNOWN_LISTS = 100;

/** Created on first use: compressing and hashing everything would slow down the start. */
const files = new Map<string, Representations | Promise<Representations>>();
const chosenCodings = new Map<string, Coding>();

/**
 * Answers a request for a file of the page in the first of our codings that the client accepts,
 * with 304 if the client has it already (RFC 9110 §13.1.2), or with 404.
 *
 * @param path Path below the base path, with a leading slash.
 */
export function respondWithFile(
  request: Request,
  path: string,
  basePath: string,
): Response | Promise<Response> {
  const name = path === "/" ? "index.html" : path.slice(1);
  const file = files.get(name) ?? prepareFile(name);
  if (file instanceof Promise) return file.then((file) => respondWith(file, request));
  return file ? respondWith(file, request) : respondWithRefusal(createPathRefusal(basePath));
}

function prepareFile(name: string): Promise<Representations> | undefined {
  const content = FILES.get(name);
  if (content === undefined) return undefined;
  const file = createRepresentations(name, content);
  files.set(name, file);
  // A file that fails is prepared again on the next request.
  file.then((file) => files.set(name, file), () => files.delete(name));
  return file;
}

/** Creates a file in every coding, each with its own entity tag (RFC 9110 §8.8.3). */
async function createRepresentations(name: string, content: string): Promise<Representations> {
  const common = {
    "content-type": CONTENT_TYPES[name.slice(name.lastIndexOf(".") + 1)],
    // Caches may keep the file, but must ask each time whether it has changed.
    "cache-control": "no-cache",
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    vary: "accept-encoding",
  };
  const represent = async (coding: Coding): Promise<[Coding, Representation]> => {
    const body = await encode(content, coding);
    // Headers are checked once here; from a plain object each response would check them again.
    const headers = new Headers({ ...common, etag: (await eTag(body))! });
    if (coding !== "identity") headers.set("content-encoding", coding);
    return [coding, { body, headers }];
  };
  return new Map(await Promise.all(getCodings().map(represent)));
}

async function encode(content: string, coding: Coding): Promise<Uint8Array<ArrayBuffer>> {
  if (coding === "identity") return new TextEncoder().encode(content);
  const compression = new CompressionStream(coding === "br" ? "brotli" : coding);
  const stream = new Blob([content]).stream().pipeThrough(compression);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function respondWith(file: Representations, { headers: fields }: Request): Response {
  const { body, headers } = file.get(chooseCoding(fields.get("accept-encoding")))!;
  const known = fields.get("if-none-match");
  const isNew = known === null || known.length > MAX_LIST_LENGTH ||
    ifNoneMatch(known, headers.get("etag") ?? undefined);
  return isNew ? new Response(body, { headers }) : new Response(null, { status: 304, headers });
}

function chooseCoding(list: string | null): Coding {
  if (list === null || list.length > MAX_LIST_LENGTH) return "identity";
  const known = chosenCodings.get(list);
  if (known) return known;
  const fields = { headers: new Headers({ "accept-encoding": list }) };
  // The library would follow the order of the client's list; asked one by one, ours decides.
  const coding = getCodings().find((coding) => acceptsEncodings(fields, coding)) ?? "identity";
  if (chosenCodings.size < MAX_KNOWN_LISTS) chosenCodings.set(list, coding);
  return coding;
}
