import { describeRequestedRefusal } from "../server/policy/behavior.ts";
import { MISSING_FIELD } from "../server/policy/handshake.ts";

/** An answer to a handshake other than `101`. */
export interface UpgradeAnswer {
  readonly status: number;
  /** `Content-Type`, if there is one. */
  readonly contentType: string | undefined;
  /** Its title or first line. */
  readonly says: string;
}

/** What an answer other than `101` suggests, by its status. */
const SUGGESTIONS: Readonly<Record<number, string>> = {
  200: "There is no WebSocket at this address, or a proxy on the way drops Upgrade.",
  400:
    "The handshake arrived incomplete, or the server does not accept it: see the answer quoted. " +
    "If Upgrade or Connection is missing, a proxy on the way drops it.",
  401: "The server requires authentication: --header can carry credentials.",
  403: "The server or a proxy forbids it: --header can carry an Origin or credentials.",
  404: "Nothing is at this path: a proxy may route another path to the server.",
  405: "The server saw an ordinary request: a proxy on the way drops Upgrade.",
  407: "A proxy requires authentication: --header can carry Proxy-Authorization.",
  408: "The server or a proxy did not get the rest of the request in time.",
  426:
    "The server saw no Upgrade, or another version: a proxy on the way drops Upgrade, or speaks " +
    "HTTP/1.0 or HTTP/2 to the server.",
  429: "Too many requests from this address.",
  500: "The server or a proxy failed.",
  502:
    "A proxy got no valid answer from the server: it may be down, on another port, or speak TLS.",
  503: "A proxy has no server available, or the server accepts no more connections.",
  504: "A proxy got no answer from the server in time: it may not be able to reach it.",
};

/** Returns whether eco itself answers that a header field is missing, whatever `Server` says. */
export function isMissingHeaderOfEco(says: string): boolean {
  return says.startsWith(MISSING_FIELD);
}

/** Returns what an answer to a handshake, other than `101`, suggests. */
export function explainAnswer({ status, contentType, says }: UpgradeAnswer): string {
  if (isMissingHeaderOfEco(says)) {
    return "This is the answer of eco itself: the hops before it pass HTTP, and one of them drops that " +
      "field. Probe each hop, from the server outwards: the first that fails drops it.";
  }
  if (says === describeRequestedRefusal(status)) return "eco does what the address asks for.";
  if (status >= 300 && status < 400) {
    return "WebSocket clients do not follow redirects: use the address it names.";
  }
  const suggestion = SUGGESTIONS[status];
  if (suggestion) return suggestion;
  if (contentType?.startsWith("text/html")) {
    return "A page came instead of a WebSocket: a proxy or another program answers there.";
  }
  return "There is no WebSocket at this address.";
}
