import { type Need, whyIgnored } from "./needs.ts";

/** Returns why a test with these needs cannot download packages here, or `undefined` if it can. */
export async function whyNotDownloaded(needs: readonly Need[]): Promise<string | undefined> {
  const reason = whyIgnored(needs);
  if (reason) return reason;
  try {
    const signal = AbortSignal.timeout(5000);
    await (await fetch("https://registry.npmjs.org/lit-html", { signal })).body?.cancel();
  } catch {
    return "needs the npm registry";
  }
}
