import { ifNoneMatch } from "@std/http/etag";
import { acceptsEncodings } from "@std/http/negotiation";
import { noPage } from "./policy/refusal.ts";
import { FILES } from "../static/mod.ts";
import { refuse } from "./refuse.ts";
import { type Coding, CODINGS, represent, type Representations } from "./representations.ts";

/**
 * A longer list of entity tags is taken for none of ours, one of codings for none at all: the
 * library's patterns take time that grows with the square of the length of a hostile value.
 */
const MAX_LIST_LENGTH = 1000;

/** Browsers have a handful of lists of codings; those beyond so many are read each time. */
const MAX_KNOWN_LISTS = 100;

/** Made on first use, since compressing and hashing have no part in opening a WebSocket. */
const files = new Map<string, Representations | Promise<Representations>>();
const codings = new Map<string, Coding>();

/**
 * Answers a request for a file of the page, in the first of our codings that the peer takes, with
 * `304` where it has that already, or with `404`.
 */
export function respondWithFile(
  request: Request,
  path: string,
  basePath: string,
): Response | Promise<Response> {
  const name = path === "/" ? "index.html" : path.slice(1);
  const file = files.get(name) ?? prepare(name);
  if (file instanceof Promise) return file.then((file) => choose(request, file));
  return file ? choose(request, file) : refuse(noPage(basePath));
}

function prepare(name: string): Promise<Representations> | undefined {
  const content = FILES.get(name);
  if (content === undefined) return undefined;
  const file = represent(name, content);
  files.set(name, file);
  // One that fails is made again when it is asked for again.
  file.then((file) => files.set(name, file), () => files.delete(name));
  return file;
}

function choose({ headers: fields }: Request, file: Representations): Response {
  const { body, headers } = file[codingFor(fields.get("accept-encoding"))];
  const known = fields.get("if-none-match");
  const isNew = known === null || known.length > MAX_LIST_LENGTH ||
    ifNoneMatch(known, headers.get("etag") ?? undefined);
  return isNew ? new Response(body, { headers }) : new Response(null, { status: 304, headers });
}

function codingFor(list: string | null): Coding {
  if (list === null || list.length > MAX_LIST_LENGTH) return "identity";
  const known = codings.get(list);
  if (known) return known;
  const fields = { headers: new Headers({ "accept-encoding": list }) };
  // Asked about one after the other, since the library goes by the order of the list otherwise.
  const coding = CODINGS.find((coding) => acceptsEncodings(fields, coding)) ?? "identity";
  if (codings.size < MAX_KNOWN_LISTS) codings.set(list, coding);
  return coding;
}
