/**
 * The shapes that the page's modules share. For the type checker and the reader: it is not handed
 * out.
 *
 * @module
 */
import type { en } from "./en.js";
import type { LANGUAGES } from "./languages.js";
import type { ProbedPath } from "./probe/path.js";

/** Everything the page says, in one language. */
export type Texts = typeof en;
/** What one of its texts is called. */
export type TextName = keyof Texts;
/** A language that the page speaks (BCP 47). */
export type Language = keyof typeof LANGUAGES;

/** The payload of a message: text, or the bytes of binary. */
export type Payload = string | Uint8Array<ArrayBuffer>;

/** What kind of draft is typed into the box. */
export type Kind = "text" | "json" | "hex" | "base64";

/** How payloads are shown. */
export type Mode = "text" | "json" | "hex";

/** A message that has arrived. */
export interface Arrival {
  readonly payload: Payload;
  /** When, on the clock of `performance.now()`. */
  readonly nowMs: number;
}

/** How a connection ended. */
export interface Ending {
  /** The close code, as the browser tells it. */
  readonly code: number;
  /** The close reason; may be empty. */
  readonly reason: string;
  /** Who started the closing handshake. */
  readonly by: "you" | "server" | "nobody";
  /** Whether it had been open. */
  readonly opened: boolean;
}

/** What the page knows of its connection. */
export interface Session {
  readonly phase: "idle" | "connecting" | "open" | "closing" | "closed" | "waiting";
  /** How many times in a row it has been opened in vain. */
  readonly attempt: number;
  /** How the last connection ended, while there is no other. */
  readonly ending?: Ending;
}

/** What happens to a session. */
export type SessionEvent =
  | { readonly type: "connect" | "opened" | "disconnect" | "stop" }
  /** It has been open for a while. */
  | { readonly type: "settled" }
  | {
    readonly type: "closed";
    readonly code: number;
    readonly reason: string;
    readonly wasClean: boolean;
    /** Whether the user wants it opened again. */
    readonly reconnect: boolean;
  };

/** A message of the transcript. */
export interface Entry {
  /** Counts from 1. */
  readonly number: number;
  readonly direction: "sent" | "received";
  readonly payload: Payload;
  /** Payload on the wire, where text is UTF-8. */
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** Of a reply: how long after the message that it answers. */
  readonly roundTripMs?: number;
}

/** Which messages are shown. */
export interface Filter {
  /** Has to be in the payload, in any case; empty: any. */
  readonly text: string;
  readonly direction: "all" | Entry["direction"];
  /** The number of the last one. */
  readonly upTo: number;
}

/** What a link reproduces; each may be empty. */
export interface Shared {
  readonly url: string;
  /** Subprotocols, with commas between. */
  readonly protocols: string;
  /** The draft. */
  readonly message: string;
  /** The {@linkcode Kind} of the draft, unless somebody has changed the link. */
  readonly kind: string;
}

/** What a command or program shall do. */
export interface Exchange {
  readonly url: string;
  /** Subprotocols to offer. */
  readonly protocols: readonly string[];
  /** Text to send; may be empty. */
  readonly message: string;
}

/** Something that the server does for one connection when its address asks; labelled in each language. */
export interface Behavior extends Readonly<Record<Language, string>> {
  /** Of the parameter in the query string. */
  readonly name: string;
  /** Of its value; none where it has no value. */
  readonly example?: string;
}

/** Something that the keyboard does. */
export interface Shortcut {
  /** As the list shows them. */
  readonly keys: string;
  /** The same where keys are called otherwise in other languages. */
  readonly keysText?: TextName;
  /** What they do. */
  readonly label: TextName;
  /** For a single key that works wherever no text is typed. */
  readonly run?: () => void;
}

/** How the steps of a probe open connections, and what they know of the way there. */
export interface ProbeOptions {
  readonly url: string;
  /** Subprotocols to offer; those who name some know that the endpoint chooses one of them. */
  readonly protocols: readonly string[];
  readonly open: (url: string, protocols: readonly string[]) => WebSocket;
  /** How long an answer may take, or silence while there should be answers. */
  readonly timeoutMs: number;
  /** Header fields of the handshake as far as known, by lower-case name. */
  readonly sentHeaders: Readonly<Record<string, string>>;
  /** Whether a header field that is not among them may be the client's all the same. */
  readonly mayAdd: (name: string) => boolean;
}

/** What a step of a probe has found. */
export interface ProbeOutcome {
  /** @default "passed" */
  readonly outcome?: "passed" | "failed" | "noted" | "skipped";
  /** Its name in `probe/texts.js`. */
  readonly finding: string;
  /** For the blanks of that text; of hostile origin. */
  readonly values: Readonly<Record<string, string | number>>;
}

/** A step of a probe. */
export interface ProbeStep {
  readonly name: string;
  readonly run: (path: ProbedPath) => Promise<ProbeOutcome>;
  /** Whether the later ones are in vain without it. */
  readonly isNeeded?: boolean;
}

/** What a step of a probe has found, with its time in milliseconds unless it was skipped. */
export interface StepResult extends Required<ProbeOutcome> {
  readonly step: string;
  readonly ms?: number;
}

/** What the page uses of the answer of its own server to what an address asks for. */
export interface Asked {
  /** By name. */
  readonly behavior: Readonly<Record<string, string>>;
  /** Names that ask for nothing. */
  readonly unknown: readonly string[];
  /** Why a connection is refused. */
  readonly problem: string | null;
}

/** What a probe uses of the report of a server. */
export interface ServerReport {
  readonly server: string;
  readonly remote: string;
  readonly url: string;
  readonly tls: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** The header of a frame, and how long the whole of it is (RFC 6455 §5.2). */
export interface Frame {
  readonly opcode: number;
  readonly masked: boolean;
  /** How many bits hold the length of the payload. */
  readonly lengthBits: 7 | 16 | 64;
  /** The bytes before masking key and payload. */
  readonly header: readonly number[];
  /** Header, masking key and payload. */
  readonly wireBytes: number;
}

/** Something that has happened to a connection, with its name in `explain/texts.js`. */
export interface ExplainedEvent {
  readonly name:
    | "opening"
    | "reopening"
    | "open"
    | "closing"
    | "gaveUp"
    | "failed"
    | "unanswered"
    | "lost"
    | "closedByYou"
    | "closedByServer"
    | "waiting";
  /** Of connections opened in vain, one after the other. */
  readonly attempt?: number;
  readonly ending?: Ending;
  /** Address of the connection. */
  readonly url?: string;
}

/** Messages of one kind and direction that came together. */
export interface ExplainedMessage {
  readonly name: Entry["direction"];
  readonly isText: boolean;
  /** Payload of the last one. */
  bytes: number;
  count: number;
  /** When the first one was sent or came, in milliseconds since 1970. */
  readonly atMs: number;
  /** By an extension of its connection. */
  readonly mayBeCompressed: boolean;
}

/** What is explained. */
export type Explanation = ExplainedMessage | ExplainedEvent & { readonly atMs: number };

/** What a page knows of the handshake of a connection. */
export interface HandshakeFacts {
  readonly url: string;
  /** The page's own. */
  readonly origin: string;
  /** Subprotocols offered. */
  readonly offered: readonly string[];
  /** The one chosen; may be empty. */
  readonly protocol: string;
  /** Those chosen; may be empty. */
  readonly extensions: string;
  /** What arrived, by lower-case name, where the server tells it. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** An explanation in the language of the page. */
export interface ExplanationInWords {
  readonly title: string;
  readonly body: string;
  /** The bytes at the start of its frame in hex, where there is one. */
  readonly header?: string;
  /** What follows them, up to the length of all. */
  readonly wire?: string;
}

/** A line of a handshake, or some of which the same is to be said. */
export interface HandshakeLine {
  /** Empty where there is none. */
  readonly line: string;
  /** What to say of it: a name in `explain/texts.js`. */
  readonly note: string;
}

/** A handshake, as far as it is known. */
export interface Handshake {
  readonly request: readonly HandshakeLine[];
  readonly answer: readonly HandshakeLine[];
  /** Whether the server has told what arrived. */
  readonly isReported: boolean;
}

declare global {
  // ECMAScript's JSON.parse with source text, which the checker does not know yet.
  interface JSON {
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { readonly source: string }) => unknown,
    ): unknown;
    rawJSON(text: string): unknown;
  }
}
