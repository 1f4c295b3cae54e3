import type { Refusal } from "./refusal.ts";

/** What a peer asks of its own connection in the query string of its handshake. */
export interface Behavior {
  /** Text put before each reply to text; may be empty. @default the server's prefix */
  readonly prefix?: string;
}

const MAX_PREFIX_LENGTH = 1000;

/** Checks what a peer asks for and returns why it is refused, or nothing. */
export function checkBehavior(query: URLSearchParams): Refusal | undefined {
  if ((query.get("prefix") ?? "").length > MAX_PREFIX_LENGTH) {
    return {
      status: 400,
      reason: "behavior",
      message: `The prefix has at most ${MAX_PREFIX_LENGTH} characters: send a shorter one.`,
    };
  }
}

/**
 * Reads what a peer asks for, of a query that has been checked. Other names are left alone: people's
 * URLs carry tokens.
 */
export function readBehavior(query: URLSearchParams): Behavior {
  const prefix = query.get("prefix");
  return prefix === null ? {} : { prefix };
}
