import { parseBase64 } from "./formats.js";

/** @import { ConnectionEvent, Entry, NewEntry } from "./types.ts" */
/** @import { Record as Entries } from "./record.js" */

/** How a record is written to a file; each returns its content. */
export const SAVE_FORMATS = {
  json: {
    type: "application/json",
    /** @param {Entries} record */
    write: ({ entries, dropped }) =>
      JSON.stringify({ dropped, connections: groupByConnection(entries) }, null, 2) + "\n",
  },
  ndjson: {
    type: "application/x-ndjson",
    /** @param {Entries} record */
    write: ({ entries }) =>
      entries.map((entry) => JSON.stringify({ ...plain(entry), url: entry.url }) + "\n").join(""),
  },
  txt: {
    type: "text/plain",
    /** @param {Entries} record */
    write: ({ entries }) => entries.map(line).join(""),
  },
};

/** Returns each connection with its address and what happened on it. @param {readonly Entry[]} entries */
function groupByConnection(entries) {
  /** @type {{ url: string, protocol: string, rows: object[] }[]} */
  const connections = [];
  for (const entry of entries) {
    const isNew = entry.kind === "event" && /opening$/.test(entry.event.name);
    // Without the event that opened it: that was cleared, or dropped, or came from another file.
    if (isNew || connections.at(-1)?.url !== entry.url) {
      connections.push({ url: entry.url, protocol: "", rows: [] });
    }
    const connection = connections[connections.length - 1];
    if (entry.kind === "event") connection.protocol ||= entry.protocol;
    connection.rows.push(plain(entry));
  }
  return connections;
}

/** Returns an entry as it is saved, without the address. @param {Entry} entry */
function plain(entry) {
  const time = new Date(entry.atMs).toISOString();
  if (entry.kind === "event") {
    const { event: { name: event, ...more }, protocol, extensions, tookMs } = entry;
    return { time, event, protocol, extensions, tookMs, ...more };
  }
  const { kind: direction, payload, bytes, roundTripMs } = entry;
  return {
    time,
    direction,
    bytes,
    roundTripMs,
    ...(typeof payload === "string" ? { text: payload } : { base64: payload.toBase64() }),
  };
}

/** @param {Entry} entry */
function line(entry) {
  const time = new Date(entry.atMs).toISOString();
  if (entry.kind === "event") {
    const { name, ending } = entry.event;
    const words = [name, entry.url, entry.protocol, ending?.code, ending?.reason];
    return `${time} - ${words.filter(Boolean).join(" ")}\n`;
  }
  const { kind, payload } = entry;
  const content = typeof payload === "string" ? payload : `base64:${payload.toBase64()}`;
  return `${time} ${kind === "sent" ? ">" : "<"} ${content}\n`;
}

/** Names of events that a file may have; others are not listed. */
const EVENTS =
  /^((re)?opening|open|closing|gaveUp|replaced|failed|unanswered|lost|closedBy(You|Server)|waiting)$/;

/**
 * Reads a saved session.
 * @param {string} content JSON or NDJSON.
 * @returns {NewEntry[] | undefined} Nothing if it is not one.
 */
export function readSession(content) {
  const rows = readRows(content);
  const entries = rows?.map(readRow);
  return entries?.length && !entries.includes(undefined)
    ? /** @type {NewEntry[]} */ (entries)
    : undefined;
}

/** @param {string} content @returns {Record<string, unknown>[] | undefined} */
function readRows(content) {
  try {
    const { url, messages, connections = [{ url, rows: messages }] } = JSON.parse(content);
    // Without connections, it is of an earlier version.
    return connections.flatMap((/** @type {{ url: string, rows: object[] }} */ { url, rows }) =>
      rows.map((row) => ({ url, ...row }))
    );
  } catch {
    // Not one JSON text.
  }
  try {
    return content.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** @param {Record<string, unknown>} row @returns {NewEntry | undefined} */
function readRow(row) {
  const { time, event, direction, text, base64, roundTripMs, ...more } = row ?? {};
  const atMs = Date.parse(`${time}`);
  const url = `${more.url ?? ""}`;
  if (Number.isNaN(atMs)) return undefined;
  if (typeof event === "string" && EVENTS.test(event)) {
    const { protocol, extensions, tookMs, attempt, ending } = more;
    return /** @type {NewEntry} */ ({
      kind: "event",
      event: /** @type {ConnectionEvent} */ ({ name: event, attempt, ending }),
      atMs,
      url,
      protocol: `${protocol ?? ""}`,
      extensions: `${extensions ?? ""}`,
      tookMs,
    });
  }
  const payload = typeof text === "string" ? text : parseBase64(`${base64}`);
  if (payload === undefined || direction !== "sent" && direction !== "received") return undefined;
  const tripMs = typeof roundTripMs === "number" ? roundTripMs : undefined;
  return { kind: direction, payload, atMs, url, roundTripMs: tripMs };
}
