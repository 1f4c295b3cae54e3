import { StartError } from "./errors.ts";

/** A certificate chain and its private key, both in PEM. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/** A block of a PEM file (RFC 7468 §2) by its label; a file may hold others before and after. */
const BLOCKS = {
  certificate: /-----BEGIN (CERTIFICATE)-----[^-]+-----END \1-----/g,
  "private key": /-----BEGIN ((?:[A-Z]+ )?PRIVATE KEY)-----.+?-----END \1-----/gs,
};

/**
 * Reads the files that TLS needs; both may be the same.
 *
 * @throws {StartError} If a file cannot be read or used, or the certificate is not valid today.
 * Whether the two belong together is checked when the server listens.
 */
export async function readTlsFiles(certFile: string, keyFile: string): Promise<TlsFiles> {
  // Loaded here, because only servers with TLS should pay for them.
  const [{ X509Certificate }, { resolve }] = await Promise.all([
    import("node:crypto"),
    import("node:path"),
  ]);
  const folder = getFolder();
  const [certPath, keyPath] = [certFile, keyFile].map((file) => resolve(folder, file));
  const [certificates, [key]] = await Promise.all([
    readPem(certPath, "certificate"),
    readPem(keyPath, "private key"),
  ]);
  if (/BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(key)) {
    throw new StartError(
      `Cannot serve TLS: the private key in ${keyPath} has a passphrase; ` +
        `remove it: openssl pkey -in ${keyPath} -out without-passphrase.pem`,
    );
  }
  const cert = certificates.join("\n");
  let validity: [string, string];
  try {
    const { validFrom, validTo } = new X509Certificate(cert);
    validity = [validFrom, validTo];
  } catch (error) {
    throw new StartError(
      `Cannot serve TLS: the certificate in ${certPath} cannot be read ` +
        `(${(error as Error).message}); name another file`,
    );
  }
  const [from, to] = validity.map((date) => new Date(date));
  const now = new Date();
  if (now < from || now >= to) {
    throw new StartError(
      `Cannot serve TLS: the certificate in ${certPath} is valid from ${from.toISOString()} ` +
        `to ${to.toISOString()}; renew it, or set the clock`,
    );
  }
  return { cert, key };
}

/** Returns the folder that the operator is in: `deno task` runs in that of the project instead. */
export function getFolder(): string {
  const variable = "INIT_CWD";
  const { state } = Deno.permissions.querySync({ name: "env", variable });
  const folder = state === "granted" ? Deno.env.get(variable) : undefined;
  return folder ?? Deno.cwd();
}

async function readPem(path: string, kind: keyof typeof BLOCKS): Promise<string[]> {
  const blocks = (await readText(path)).match(BLOCKS[kind]);
  if (blocks) return blocks;
  throw new StartError(
    `Cannot serve TLS: ${path} does not hold a ${kind} in PEM; name another file`,
  );
}

/** Reads a text file; PowerShell writes UTF-16. */
async function readText(path: string): Promise<string> {
  try {
    const bytes = await Deno.readFile(path);
    const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
    return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8").decode(bytes);
  } catch (error) {
    throw new StartError(`Cannot serve TLS: cannot read ${path}: ${describeReadError(error)}`);
  }
}

function describeReadError(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file; check the path";
  if (error instanceof Deno.errors.PermissionDenied) {
    return "the system denies access; let the user who runs eco read it";
  }
  if (error instanceof Deno.errors.NotCapable) {
    return "Deno was not given the permission; use deno task start-tls, or add --allow-read";
  }
  return (error as Error).message;
}
