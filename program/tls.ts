import { StartError } from "./start_error.ts";

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
 * @throws {StartError} Where one cannot be read, or the certificate is not valid today. Whether the
 * two match is checked when the server listens.
 */
export async function readTlsFiles(certPath: string, keyPath: string): Promise<TlsFiles> {
  const [cert, key] = await Promise.all([readPem(certPath), readPem(keyPath)]);
  // Loaded here, since only servers with TLS pay for it.
  const { X509Certificate } = await import("node:crypto");
  let validity: [string, string];
  try {
    const { validFrom, validTo } = new X509Certificate(cert);
    validity = [validFrom, validTo];
  } catch {
    throw new StartError(
      `Cannot serve TLS as ${certPath} holds no certificate in PEM: name another file`,
    );
  }
  const [from, to] = validity.map((date) => new Date(date));
  const now = new Date();
  if (now < from || now >= to) {
    throw new StartError(
      `Cannot serve TLS as the certificate in ${certPath} is valid from ${from.toISOString()} ` +
        `to ${to.toISOString()}: renew it, or set the clock`,
    );
  }
  return { cert, key };
}

async function readPem(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    throw new StartError(`Cannot serve TLS as ${path} cannot be read: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file: check the path";
  if (error instanceof Deno.errors.PermissionDenied) {
    return "the system does not permit it: let the user of eco read it";
  }
  if (error instanceof Deno.errors.NotCapable) {
    return "Deno was not given the permission: use deno task start-tls, or add --allow-read";
  }
  return (error as Error).message;
}
