import { showUrl } from "../probe/request.ts";
import { get } from "../probe/sockets.ts";

/** A server with many busy clients answers after 7 s. */
const TIMEOUT_MS = 10_000;

export interface Healthcheck {
  /** An `http:` or `https:` URL. */
  readonly url: URL;
  /** Whether to accept untrusted certificates. */
  readonly insecure: boolean;
}

/** Asks a server whether it serves; resolves with the problem, or `undefined`. */
export async function checkHealth({ url, insecure }: Healthcheck): Promise<string | undefined> {
  const shownUrl = showUrl(url);
  try {
    const { statusCode } = await get(url, { insecure, timeoutMs: TIMEOUT_MS });
    return statusCode === 200 ? undefined : `${shownUrl} answers ${statusCode}`;
  } catch (error) {
    return `${shownUrl} does not answer: ${(error as Error).message}`;
  }
}
