import { MISSING_FIELD, WRONG_FIELD } from "../server/policy/handshake.ts";
import { BAD_HOST, BEHAVIORS_OFF, describeRequestedRefusal } from "../server/policy/refusal.ts";
import { startOf } from "../static/probe/checks.js";
import { ProbeFailure } from "../static/probe/connection.js";
import { CAUSES } from "./causes.ts";
import { showUrl } from "./request.ts";

export interface Answer {
  readonly status: number;
  /** Header fields by lower-case name. */
  readonly fields: Readonly<Record<string, string>>;
  /** Its title or first words, without markup. */
  readonly says: string;
}

/** Parses an answer as it came, a character for each byte; `undefined` if it is not HTTP. */
export function parseAnswer(raw: string): Answer | undefined {
  const [head, ...body] = raw.split(/\r?\n\r?\n/);
  const [start, ...lines] = head.split(/\r?\n/);
  const [, status] = start.match(/^HTTP\/1\.[01] (\d{3})/) ?? [];
  if (status === undefined || body.length === 0) return undefined;
  const fields = Object.fromEntries(lines.map((line) => {
    const end = line.indexOf(":");
    return [line.slice(0, end).toLowerCase(), line.slice(end + 1).trim()];
  }));
  return { status: Number(status), fields, says: readText(body.join("\n\n")) };
}

/** Returns the title of a page, or the first words of any other body. */
function readText(body: string): string {
  const text = new TextDecoder().decode(Uint8Array.from(body, (char) => char.charCodeAt(0)));
  const [, title] = text.match(/<title[^<>]*>([^<]*)/i) ?? [];
  // A body in chunks starts with the length of the first one.
  const words = title ?? text.replace(/^[\da-f]{1,8}\r\n/i, "")
    .replaceAll(/<(style|script)\b[^]*?<\/\1>|<[^<>]*>/gi, " ");
  return startOf(words.trim().split("\n", 1)[0].trim().replaceAll(/\s+/g, " "));
}

/** How every answer of HTTP/1 starts; one that was cut may have less of it. */
const HTTP_START = "HTTP/1.";

/** Returns why a handshake has failed, from its answer as it came and the error of client or system. */
export function explainAnswer(raw: string, url: URL, problem: string): ProbeFailure {
  const answer = parseAnswer(raw);
  // An alert, which is how TLS answers what is not TLS (RFC 8446 §5.1).
  if (raw.startsWith("\x15\x03")) {
    return new ProbeFailure("notHttp", { problem, says: "" }, "speaksTls");
  }
  if (raw === "") return new ProbeFailure("handshakeFailed", { problem }, problem);
  if (!answer && (raw.startsWith(HTTP_START) || HTTP_START.startsWith(raw))) {
    const cause = problem === "EFLOOD" ? problem : "incomplete";
    return new ProbeFailure("handshakeFailed", { problem }, cause);
  }
  if (!answer || problem.startsWith("HPE_") && answer.status !== 101) {
    return new ProbeFailure("notHttp", { problem, says: startOf(raw.split(/\r?\n/, 1)[0]) });
  }
  const { status, fields } = answer;
  if (status !== 101) return explainRefusal(answer, url);
  const values = { server: startOf(fields.server ?? "") };
  for (const field of ["Upgrade", "Connection", "Sec-WebSocket-Accept"]) {
    if (field.toLowerCase() in fields) continue;
    return new ProbeFailure("answerLost", { ...values, field }, "answerLost");
  }
  if (problem.includes("Sec-WebSocket-Accept")) return new ProbeFailure("badAccept", values);
  if (problem.includes("ubprotocol")) {
    const protocol = startOf(fields["sec-websocket-protocol"] ?? "");
    return new ProbeFailure("noSubprotocol", { ...values, protocol });
  }
  return new ProbeFailure("handshakeFailed", { problem });
}

/** What servers say of a handshake that arrived broken, in their first words. */
const SAYINGS: readonly (readonly [RegExp, cause: string])[] = [
  [
    /plain HTTP request was sent to HTTPS port|HTTP request to an HTTPS server|plain HTTP to an SSL/i,
    "useWss",
  ],
  [/^upgrade required|can "upgrade" only|not using the websocket protocol/i, "upgradeLikelyLost"],
  [/(missing|invalid|no|without) ["']?(upgrade|connection)\b/i, "upgradeLikelyLost"],
  [
    /\b(upgrade|connection)["']? (header|token) (is |was )?(missing|not|invalid)/i,
    "upgradeLikelyLost",
  ],
  // Python's websockets, of a request with HTTP/1.0.
  [/WebSocket connection: did not receive a valid HTTP request/, "upgradeLikelyLost"],
];

function explainRefusal({ status, fields, says }: Answer, url: URL): ProbeFailure {
  const values = { status, server: startOf(fields.server ?? ""), says };
  const reason = fields["eco-refusal"];
  if (reason !== undefined) {
    const [, field] = reason.match(`^${MISSING_FIELD}"(\\w+)`) ?? [];
    if (field) return new ProbeFailure("refused", { ...values, field }, "requestLost");
    const cause = findCauseOfEco(reason, status);
    return new ProbeFailure("refused", { ...values, says: startOf(reason) }, cause);
  }
  const target = URL.parse(fields.location ?? "", url.href.replace(/^ws/, "http"));
  if (status >= 300 && status < 400 && target) {
    target.protocol = target.protocol.replace("http", "ws");
    return new ProbeFailure("refused", { ...values, use: startOf(showUrl(target)) }, "redirect");
  }
  const [, saying] = SAYINGS.find(([pattern]) => pattern.test(says)) ?? [];
  const isPage = fields["content-type"]?.startsWith("text/html");
  const known = Object.hasOwn(CAUSES, `http${status}`) ? `http${status}` : undefined;
  return new ProbeFailure("refused", values, saying ?? known ?? (isPage ? "page" : "noWebSocket"));
}

/** The refusals of fields that the probe sends correctly: a hop has changed them. */
const CHANGED: readonly string[] = [BAD_HOST.message, ...Object.values(WRONG_FIELD)];

/** Returns the cause of a refusal by eco, which says its reason. */
function findCauseOfEco(reason: string, status: number): string {
  if (reason === describeRequestedRefusal(status)) return "asked";
  if (reason.startsWith(BEHAVIORS_OFF)) return "behaviorsOff";
  return CHANGED.includes(reason) ? "requestChanged" : "ecoRefuses";
}
