import { StartError } from "./errors.ts";

/** A certificate chain and its private key, both in PEM. */
export interface TlsFiles {
  /** The chain, leaf first. */
  readonly cert: string;
  /** The private key of the leaf. */
  readonly key: string;
}

/**
 * Reads the files that TLS needs.
 *
 * @throws {StartError} If a file cannot be read, or the certificate is not valid today. Whether the
 * two belong together is checked when the server listens.
 */
export async function readTlsFiles(certPath: string, keyPath: string): Promise<TlsFiles> {
  const [cert, key] = await Promise.all([readPem(certPath), readPem(keyPath)]);
  // Loaded here, because only servers with TLS should pay for it.
  const { X509Certificate } = await import("node:crypto");
  let validity: [string, string];
  try {
    const { validFrom, validTo } = new X509Certificate(cert);
    validity = [validFrom, validTo];
  } catch {
    throw new StartError(
      `Cannot serve TLS: ${certPath} does not hold a certificate in PEM; name another file`,
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

async function readPem(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
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
