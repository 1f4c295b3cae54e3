/**
 * The shapes that several modules of the page share. For the type checker and the reader: the
 * server does not hand this file out.
 *
 * @module
 */
import type { PANEL_TEXTS as EXPLAIN_TEXTS } from "./i18n/en_explain.js";
import type { PANEL_TEXTS } from "./i18n/en_panels.js";
import type { TEXTS } from "./i18n/en.js";
import type { LANGUAGES } from "./language.js";
import type { ProbedPath } from "./probe/path.js";
import type { Filter } from "./record.js";

/** The texts that the page needs when it opens, in one language. */
export type Texts = typeof TEXTS;
/** The name of one of them. */
export type TextName = keyof Texts;
/** The texts of the panels, in one language. */
export type PanelTexts = typeof PANEL_TEXTS & typeof EXPLAIN_TEXTS;
/** What the texts of the panels are loaded by: Explain, which is open on a first visit, and the rest. */
export type TextPart = "explain" | "panels";
/** A language of the page (BCP 47). */
export type Language = keyof typeof LANGUAGES;

/** The payload of a message: text, or the bytes of binary. */
export type Payload = string | Uint8Array<ArrayBuffer>;

/** The kind of a draft. */
export type Kind = "text" | "json" | "escaped" | "hex" | "base64";

/** How a payload is shown. */
export type Mode = "tree" | "raw" | "hex" | "base64";

/** A message to send, with a name; or what was typed before. */
export interface Draft {
  readonly kind: Kind;
  readonly text: string;
}

/** A draft kept in the browser. */
export interface SavedDraft extends Draft {
  readonly name: string;
}

/** A server that was connected to. */
export interface Target {
  readonly url: string;
  /** Subprotocols, separated by commas. */
  readonly protocols: string;
}

/** The tabs of the side panel. */
export type Panel = "explain" | "roundTrips" | "probe" | "behaviors" | "share";

/** What the page shows. */
export interface State {
  readonly session: Session;
  readonly address: string;
  readonly protocols: string;
  /** What is wrong with the address, or worth knowing. */
  readonly addressProblem: unknown;
  readonly isAddressInvalid: boolean;
  readonly protocolsProblem: string;
  readonly recent: readonly Target[];
  readonly isDrawerOpen: boolean;
  readonly isReconnecting: boolean;
  readonly kind: Kind;
  readonly draft: string;
  readonly attachment?: { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> };
  readonly draftProblem: string;
  readonly saved: readonly SavedDraft[];
  /** Drafts sent in this tab, as JSON, oldest first. */
  readonly sent: readonly string[];
  /** What "Send again" sends. */
  readonly lastSent?: Payload;
  readonly repetition?: { readonly sent: number; readonly times: number; readonly isOn: boolean };
  readonly filter: Filter;
  /** The last entry before a pause. */
  readonly pausedAt?: number;
  /** The entry chosen in the list. */
  readonly chosen?: Entry;
  readonly mode: Mode;
  /** The open one; empty if none is. */
  readonly panel: Panel | "";
  readonly replay?: ReplayState;
  readonly isFromLink: boolean;
  /** Empty if it is that of the browser. */
  readonly language: Language | "";
  readonly theme: string;
  readonly hasSingleKeys: boolean;
  readonly notice?: {
    readonly words: string;
    readonly action?: { readonly label: string; readonly run: () => void };
  };
}

/** A saved session that can be sent again. */
export interface ReplayState {
  readonly fileName: string;
  readonly messages: readonly ReplayedMessage[];
  readonly sent: number;
  readonly isOn: boolean;
}

/** A message that is sent again. */
export interface ReplayedMessage {
  readonly payload: Payload;
  readonly atMs: number;
  /** How many messages had come before it. */
  readonly cameBefore: number;
}

/** A message that has arrived. */
export interface Arrival {
  readonly payload: Payload;
  /** On the clock of `performance.now()`. */
  readonly nowMs: number;
}

/** How a connection ended. */
export interface Ending {
  /** The close code, as the browser reports it. */
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
  /** How many attempts in a row have failed. */
  readonly attempt: number;
  /** How the last connection ended, until there is another. */
  readonly ending?: Ending;
}

/** Something that happens to a session. */
export type SessionEvent =
  | { readonly type: "connect" | "opened" | "disconnect" | "replace" | "stop" }
  /** It has been open for a while. */
  | { readonly type: "settled" }
  | {
    readonly type: "closed";
    readonly code: number;
    readonly reason: string;
    readonly wasClean: boolean;
    /** Whether the user wants to reconnect. */
    readonly reconnect: boolean;
  };

/** Something that has happened to a connection, by the name of its text. */
export interface ConnectionEvent {
  readonly name:
    | "opening"
    | "reopening"
    | "open"
    | "closing"
    | "gaveUp"
    | "replaced"
    | "failed"
    | "unanswered"
    | "lost"
    | "closedByYou"
    | "closedByServer"
    | "waiting";
  /** How many attempts in a row have failed. */
  readonly attempt?: number;
  readonly ending?: Ending;
}

/** A message of the record. */
export interface MessageEntry {
  /** Counts all entries from 1. */
  readonly number: number;
  readonly kind: "sent" | "received";
  readonly payload: Payload;
  /** Size on the wire, where text is UTF-8. */
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** Address of its connection. */
  readonly url: string;
  /** For a reply: the time since the message that it answers. */
  readonly roundTripMs?: number;
}

/** An event of a connection in the record. */
export interface EventEntry {
  readonly number: number;
  readonly kind: "event";
  readonly event: ConnectionEvent;
  readonly atMs: number;
  /** Address of the connection. */
  readonly url: string;
  /** The subprotocol chosen; may be empty. */
  readonly protocol: string;
  /** The extensions chosen; may be empty. */
  readonly extensions: string;
  /** How long the connection took to open or to fail, or was open. */
  readonly tookMs?: number;
  /** 0: it has no payload. */
  readonly bytes: number;
}

/** A row of the record. */
export type Entry = MessageEntry | EventEntry;
/** One that is not in the record yet, which gives it a number and a size. */
export type NewEntry =
  | Omit<MessageEntry, "number" | "bytes">
  | Omit<EventEntry, "number" | "bytes">;

/** What a step of a probe has found. */
export interface ProbeOutcome {
  /** @default "passed" */
  readonly outcome?: "passed" | "failed" | "noted" | "skipped";
  /** The name of its text. */
  readonly finding: string;
  /** For the blanks of that text; may be of hostile origin. */
  readonly values: Readonly<Record<string, string | number>>;
  /** The name of what is behind it, if more is known than the finding says. */
  readonly cause?: string;
}

/** A step of a probe. */
export interface ProbeStep {
  readonly name: string;
  readonly run: (path: ProbedPath) => Promise<ProbeOutcome>;
  /** Whether its failure makes the later steps pointless. @default false */
  readonly isNeeded?: boolean;
}

/** The result of a step of a probe. */
export interface StepResult extends ProbeOutcome {
  readonly outcome: "passed" | "failed" | "noted" | "skipped";
  readonly step: string;
  /** How long it took; none if it was skipped. */
  readonly ms?: number;
}

/** Messages of one kind that came together, as they are explained. */
export interface ExplainedMessages {
  readonly kind: MessageEntry["kind"];
  readonly isText: boolean;
  /** Payload of the last one. */
  readonly bytes: number;
  readonly count: number;
  /** When the first one was sent or came, in milliseconds since 1970. */
  readonly atMs: number;
  /** Whether its connection has extensions. */
  readonly mayBeCompressed: boolean;
}

/** An event or messages to explain. */
export type Explanation = ExplainedMessages | EventEntry;

/** One or more lines of a handshake that share a note. */
export interface HandshakeLine {
  /** Empty if there is none. */
  readonly line: string;
  /** The name of the note's text. */
  readonly note: string;
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
