import { withoutPassword } from "../server/policy/address.ts";
import { get } from "../probe/http_get.ts";

/** How long a server may take to say that it is well. */
const TIMEOUT_MS = 5000;

/** A server to be asked whether it serves. */
export interface Healthcheck {
  readonly url: URL;
  /** Whether certificates that are not trusted are put up with. */
  readonly insecure: boolean;
}

/** Asks a server whether it serves; resolves with why it does not, or nothing. */
export async function whyUnhealthy({ url, insecure }: Healthcheck): Promise<string | undefined> {
  const shown = withoutPassword(url);
  try {
    const { statusCode } = await get(url, { insecure, timeoutMs: TIMEOUT_MS });
    return statusCode === 200 ? undefined : `${shown} answers ${statusCode}`;
  } catch (error) {
    return `${shown} does not answer: ${(error as Error).message}`;
  }
}
