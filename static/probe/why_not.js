import { askOwnServer, isForeign, isOwn } from "../own_server.js";
import { ProbeFailure } from "./connection.js";

/** @import { ProbeOptions } from "../types.ts" */

/**
 * Returns the failure of a handshake with as much of its cause as a page can find out.
 * @param {Pick<ProbeOptions, "url" | "protocols">} options
 * @param {unknown} failure
 */
export async function whyNot({ url, protocols }, failure) {
  const isMute = failure instanceof ProbeFailure && failure.finding === "notOpened" &&
    !failure.values.problem;
  if (!isMute) return failure;
  if (!navigator.onLine) return new ProbeFailure("offline");
  if (!isOwn(url)) return new ProbeFailure("hidden", { url, page: url.replace(/^ws/, "http") });
  try {
    const asked = await askOwnServer(url);
    const { reject, protocol } = asked?.behavior ?? {};
    if (isForeign(protocol, protocols)) return new ProbeFailure("foreignSubprotocol", { protocol });
    const problem = asked?.problem ?? (reject && `reject=${reject}`);
    return problem
      ? new ProbeFailure("refused", { problem })
      : new ProbeFailure("onlyHttp", { url });
  } catch {
    return new ProbeFailure("unreachable", { url });
  }
}
