import { join } from "@std/path";
import { temporaryFolder } from "./folder.ts";
import { pathOf } from "./needs.ts";

/** A self-signed certificate for the loopback interface, in files that go out of scope with it. */
export interface Certificate extends AsyncDisposable {
  /** Path of the certificate in PEM. */
  readonly cert: string;
  /** Path of its private key in PEM. */
  readonly key: string;
  /** The certificate in PEM. */
  readonly pem: string;
}

const REQUEST = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 " +
  "-subj /CN=localhost -addext basicConstraints=critical,CA:FALSE " +
  "-addext subjectAltName=DNS:localhost,IP:127.0.0.1";

/** Makes a certificate, valid for a day or just expired. */
export async function makeCertificate(
  { expired = false }: { expired?: boolean } = {},
): Promise<Certificate> {
  const folder = await temporaryFolder();
  const [cert, key] = ["cert.pem", "cert.pem.key"].map((name) => join(folder.path, name));
  await openssl([...REQUEST.split(" "), "-keyout", key, "-out", cert]);
  if (expired) await openssl(["x509", "-in", cert, "-signkey", key, "-days", "0", "-out", cert]);
  return {
    cert,
    key,
    pem: await Deno.readTextFile(cert),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

async function openssl(args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(pathOf("openssl")!, { args }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
