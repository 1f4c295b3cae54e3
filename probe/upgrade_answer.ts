import { describeRequestedRefusal } from "../server/policy/behavior.ts";
import { MISSING_FIELD } from "../server/policy/handshake.ts";

/** The answer of a server or a proxy to a handshake, other than `101`. */
export interface UpgradeAnswer {
  readonly status: number;
  /** `Content-Type`, where there is one. */
  readonly contentType: string | undefined;
  /** How it begins. */
  readonly says: string;
}

/** What an answer other than `101` suggests, by its status. */
const SUGGESTIONS: Readonly<Record<number, string>> = {
  200: "There is no WebSocket at this address, or a proxy on the way drops Upgrade.",
  400:
    "The handshake arrived incomplete, or asks for what it may not: the words quoted tell which. " +
    "If Upgrade or Connection is missing, a proxy on the way drops it.",
  401: "The server wants to know who you are: --header can carry credentials.",
  403: "The server or a proxy forbids it: --header can carry an Origin or credentials.",
  404: "Nothing is at this path: a proxy may route another one to the server.",
  405: "The server took it for an ordinary request: a proxy on the way drops Upgrade.",
  407: "A proxy wants to know who you are: --header can carry Proxy-Authorization.",
  408: "The server or a proxy waited in vain for the rest of the request.",
  426:
    "The server saw no Upgrade or another version: a proxy on the way drops Upgrade, or speaks " +
    "HTTP/1.0 or HTTP/2 to the server.",
  429: "There have been too many requests from here.",
  500: "The server or a proxy failed.",
  502:
    "A proxy got no proper answer from the server: it may be down, on another port, or speak TLS.",
  503: "A proxy has no server to ask, or the server takes no more connections.",
  504: "A proxy waited in vain for the server: it may not be reached from there.",
};

/** Returns whether an answer is eco's own, whatever hop its `Server` field names. */
export function isOfEco(says: string): boolean {
  return says.startsWith(MISSING_FIELD);
}

/** Returns what an answer to a handshake, other than `101`, suggests. */
export function explainAnswer({ status, contentType, says }: UpgradeAnswer): string {
  if (isOfEco(says)) {
    return "eco itself says so: every hop before it passes HTTP, and one of them drops that field. " +
      "Probe each by itself, from the server outwards: the first that fails is it.";
  }
  if (says === describeRequestedRefusal(status)) return "eco does what the address asks for.";
  if (status >= 300 && status < 400) {
    return "WebSocket clients follow no redirect: give the address it names.";
  }
  const suggestion = SUGGESTIONS[status];
  if (suggestion) return suggestion;
  if (contentType?.startsWith("text/html")) {
    return "A page came instead of a WebSocket: a proxy or another program answers there.";
  }
  return "No WebSocket is at this address.";
}
