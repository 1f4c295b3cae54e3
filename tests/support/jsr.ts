import { join } from "@std/path";
import { temporaryFolder } from "./folder.ts";
import { pathOf } from "./needs.ts";
import { Program } from "./program.ts";

/** A package as the registry describes it, without the files. */
interface Manifest {
  readonly exports: Record<string, string>;
  readonly manifest: Record<string, { readonly size: number; readonly checksum: string }>;
}

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".ts": "text/typescript",
};

/**
 * A registry that speaks as much of JSR as `deno publish` and imports of `jsr:` want, with one
 * version of each package: takes what is published, and hands it out.
 */
export class Jsr implements AsyncDisposable {
  /** The paths of the files that have been asked for. */
  readonly handedOut = new Set<string>();
  readonly #versions = new Map<string, string>();
  readonly #manifests = new Map<string, Manifest>();
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  private constructor(readonly folder: AsyncDisposable & { readonly path: string }) {
    const options = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
    this.#server = Deno.serve(options, (request) => this.#respond(request));
  }

  static async start(): Promise<Jsr> {
    return new Jsr(await temporaryFolder());
  }

  /** Its host and port. */
  get authority(): string {
    return `127.0.0.1:${this.#server.addr.port}`;
  }

  /** The variables of a Deno that takes it for JSR, with a cache of its own. */
  async environment(): Promise<Record<string, string>> {
    const cache = join(this.folder.path, "cache");
    await Deno.mkdir(cache);
    // Packages of npm need not be downloaded again.
    await Deno.symlink(npmCache(), join(cache, "npm"), { type: "junction" });
    return { JSR_URL: `http://${this.authority}/`, DENO_DIR: cache };
  }

  /** The paths of what has been published of a package. */
  filesOf(name: string): string[] {
    return Object.keys(this.#manifests.get(name)?.manifest ?? {}).sort();
  }

  /** Resolves with the text of one of them. */
  read(name: string, path: string): Promise<string> {
    return Deno.readTextFile(join(this.folder.path, name, path));
  }

  #respond(request: Request): Response | Promise<Response> {
    const { pathname } = new URL(request.url);
    const api = pathname.match(/^\/api\/scopes\/(.+)\/packages\/([^/]+)(?:\/versions\/(.+))?$/);
    if (api) {
      const [, scope, name, version] = api;
      if (request.method === "POST") return this.#take(`@${scope}/${name}`, version, request);
      return Response.json({}, { status: version ? 404 : 200 });
    }
    const [, name, path] = pathname.match(/^\/(@[^/]+\/[^/]+)\/(.+)$/) ?? [];
    const version = this.#versions.get(name);
    if (!version) return new Response(null, { status: 404 });
    if (path === "meta.json") return Response.json({ versions: { [version]: {} } });
    if (path === `${version}_meta.json`) return Response.json(this.#manifests.get(name));
    this.handedOut.add(pathname);
    return this.#handOut(join(this.folder.path, name, path.slice(version.length)));
  }

  async #take(name: string, version: string, request: Request): Promise<Response> {
    const folder = join(this.folder.path, name);
    await Deno.mkdir(folder, { recursive: true });
    const archive = join(this.folder.path, "archive.tar.gz");
    await Deno.writeFile(archive, request.body!);
    await using program = new Program(pathOf("tar")!, ["-xzf", archive], { cwd: folder });
    const { code, stderr } = await program.ended();
    if (code !== 0) throw new Error(stderr);
    const { exports } = JSON.parse(await Deno.readTextFile(join(folder, "deno.json")));
    await this.#list(name, version, exports);
    return Response.json({ id: "1", status: "success" });
  }

  /** Has a package that is in a folder already. */
  async put(
    name: string,
    version: string,
    exports: Manifest["exports"],
    folder: string,
  ): Promise<void> {
    await Deno.mkdir(join(this.folder.path, name, ".."), { recursive: true });
    await Deno.symlink(folder, join(this.folder.path, name), { type: "junction" });
    await this.#list(name, version, exports);
  }

  async #list(name: string, version: string, exports: Manifest["exports"]): Promise<void> {
    const manifest = await listFiles(join(this.folder.path, name));
    this.#manifests.set(name, { exports, manifest });
    this.#versions.set(name, version);
  }

  async #handOut(path: string): Promise<Response> {
    const type = TYPES[path.slice(path.lastIndexOf("."))] ?? "application/octet-stream";
    return new Response(await Deno.readFile(path), { headers: { "content-type": type } });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
    await this.folder[Symbol.asyncDispose]();
  }
}

/** Returns where Deno keeps the packages of npm. */
export function npmCache(): string {
  const { stdout } = new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).outputSync();
  return JSON.parse(new TextDecoder().decode(stdout)).npmCache;
}

async function listFiles(folder: string, inner = ""): Promise<Manifest["manifest"]> {
  const files: Manifest["manifest"] = {};
  for await (const { name, isDirectory } of Deno.readDir(join(folder, inner))) {
    const path = `${inner}/${name}`;
    if (isDirectory) Object.assign(files, await listFiles(folder, path));
    else {
      const content = await Deno.readFile(join(folder, path));
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
      files[path] = { size: content.length, checksum: `sha256-${hash.toHex()}` };
    }
  }
  return files;
}
