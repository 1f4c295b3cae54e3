import { join } from "@std/path";
import { temporaryFolder } from "./folder.ts";
import { pathOf } from "./needs.ts";

/** A self-signed certificate for the loopback interface, in files that go out of scope with it. */
export interface Certificate extends AsyncDisposable {
  readonly cert: string;
  readonly key: string;
  readonly pem: string;
}

const REQUEST = "req -x509 -nodes -days 1 -subj /CN=localhost " +
  "-addext basicConstraints=critical,CA:FALSE";

export interface CertificateOptions {
  readonly expired?: boolean;
  /** What it is for. @default "DNS:localhost,IP:127.0.0.1" */
  readonly names?: string;
  /** Options of openssl for its key. @default those of an elliptic curve in common use */
  readonly key?: string;
}

/** Makes a certificate, valid for a day or just expired. */
export async function makeCertificate({
  expired = false,
  names = "DNS:localhost,IP:127.0.0.1",
  key: keyOptions = "ec -pkeyopt ec_paramgen_curve:prime256v1",
}: CertificateOptions = {}): Promise<Certificate> {
  const folder = await temporaryFolder();
  const [cert, key] = ["cert.pem", "cert.pem.key"].map((name) => join(folder.path, name));
  const request = `${REQUEST} -addext subjectAltName=${names} -newkey ${keyOptions}`;
  await openssl(`${request} -keyout ${key} -out ${cert}`);
  if (expired) await openssl(`x509 -in ${cert} -signkey ${key} -days 0 -out ${cert}`);
  return {
    cert,
    key,
    pem: await Deno.readTextFile(cert),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

/** Runs openssl with arguments that have no spaces in them. */
export async function openssl(line: string): Promise<void> {
  const args = line.split(" ");
  const { success, stderr } = await new Deno.Command(pathOf("openssl")!, { args }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
