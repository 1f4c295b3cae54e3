import { PROBE_TEXTS } from "../../static/probe/texts.js";

const { steps, findings, outcomes } = PROBE_TEXTS.en;

/** What the steps are called on the command line; those without an entry by their own name. */
export const STEP_NAMES: Readonly<Record<string, string>> = steps;

/** The words for outcomes. */
export const OUTCOMES: typeof outcomes = outcomes;

/** What the steps find, for the command line. */
export const FINDINGS: Readonly<Record<string, string>> = {
  ...findings,
  addresses: "{addresses}",
  noAddress: "The name {host} has no address ({problem}): check its spelling, or the DNS.",
  tcp: "{address} port {port}",
  tcpFailed: "No TCP connection ({problem}): nothing listens there, or a firewall is in between.",
  certificate:
    "{protocol}, certificate of {subject} by {issuer}, valid for {days} days, until {until}",
  untrusted: "The certificate of {subject} by {issuer}, valid until {until}, is not trusted " +
    "({problem}). --insecure goes on all the same.",
  tlsFailed: "No TLS ({problem}): the port may speak plain HTTP, for which the address is ws://.",
  got: "{status} {type} {server}",
  getFailed: "No answer ({problem}): the port may speak another protocol, or something is stuck.",
  opened101: "101 {server} {via}",
  refused: "{answer}. {why}",
  notHttp:
    "What answers does not speak proper HTTP ({problem}); if it is TLS, the address is wss://.",
  badAccept:
    "101 with a wrong Sec-WebSocket-Accept or none: what answers is no WebSocket server, " +
    "or a proxy changes the fields.",
  noSubprotocol: "101 with another subprotocol than those offered, or none ({problem}).",
  handshakeFailed:
    "No answer ({problem}): the server or a proxy does not know what to do with it, " +
    "or something is stuck.",
  idleHeld: "A connection that was silent for {seconds} s was alive.",
  pinged:
    "A connection was alive after {seconds} s, but the endpoint sent {pings} pings: how long " +
    "the path keeps it without them cannot be seen.",
  idleDropped: "A silent connection was dropped after {seconds} s, by {how}. {culprit}",
};
