import type { Config } from "./config.ts";
import type { Refusal } from "./refusal.ts";

/** What a peer asks of its own connection in the query string of its handshake. */
export interface Behavior {
  /** Text put before each reply to text; may be empty. @default the server's prefix */
  readonly prefix?: string;
  /** Time before each reply, in milliseconds. @default 0 */
  readonly delayMs?: number;
  /** Random time on top of it, in milliseconds at most. @default 0 */
  readonly jitterMs?: number;
  /** Time before the answer to the handshake, in milliseconds. @default 0 */
  readonly openDelayMs?: number;
  /** HTTP status that the handshake is refused with. @default it is accepted */
  readonly reject?: number;
  /** Subprotocol to answer with; empty: none. @default the first that is offered */
  readonly protocol?: string;
  /** Close code that the server closes with. @default it does not close */
  readonly closeCode?: number;
  /** Close reason that goes with the code. @default "" */
  readonly closeReason?: string;
  /** When it closes. @default at once */
  readonly closeAfter?: Moment;
  /** Time between messages that the server sends unasked, in milliseconds. @default none are sent */
  readonly pushMs?: number;
  /** Replies to each message. @default 1 */
  readonly repeat?: number;
  /** Whether messages get no reply. @default false */
  readonly mute?: boolean;
  /** Share of the messages that get no reply, from 0 to 1. @default 0 */
  readonly lose?: number;
  /** Makes what is random the same each time. @default another each time */
  readonly seed?: number;
  /** Silence before a ping, in milliseconds; 0: no pings. @default half of the idle time-out */
  readonly idleMs?: number;
  /** Whether the first message is the report of the handshake. @default false */
  readonly report?: boolean;
}

/** After so many messages of the peer, or so many milliseconds. */
export type Moment = { readonly messages: number } | { readonly ms: number };

/** Returns the refusal that a peer asks for, or nothing. */
export function checkReject({ reject }: Behavior): Refusal | undefined {
  if (reject === undefined) return undefined;
  return { status: reject, reason: "asked", message: refusalAskedFor(reject) };
}

/** What a refusal that a peer has asked for says. */
export function refusalAskedFor(status: number): string {
  return `Refused with ${status}, as you have asked.`;
}

/** How long a connection without pings may live: a peer that has vanished would stay for ever. */
const MAX_LIFETIME_WITHOUT_PINGS_SECONDS = 3600;

/** Returns the settings of one connection: those of the server where its peer asks for no others. */
export function settingsOf<Settings extends ConnectionSettings>(
  settings: Settings,
  { prefix, idleMs }: Behavior,
): Settings {
  if (prefix === undefined && idleMs === undefined) return settings;
  const { maxLifetimeSeconds } = settings;
  return {
    ...settings,
    prefix: prefix ?? settings.prefix,
    idleTimeoutSeconds: idleMs === undefined ? settings.idleTimeoutSeconds : idleMs * 2 / 1000,
    maxLifetimeSeconds: idleMs === 0
      ? Math.min(maxLifetimeSeconds || Infinity, MAX_LIFETIME_WITHOUT_PINGS_SECONDS)
      : maxLifetimeSeconds,
  };
}

/** What {@linkcode settingsOf} may change. */
type ConnectionSettings = Pick<Config, "prefix" | "idleTimeoutSeconds" | "maxLifetimeSeconds">;
