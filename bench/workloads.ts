/** What clients do to a server while it is measured. */
export interface Workload {
  readonly name: string;
  /** How many connections at a time. */
  readonly connections: number;
  /** How many messages a client has on their way before it waits for the replies. */
  readonly depth: number;
  readonly type: "text" | "binary";
  /** Payload of a message, without the prefix that the reply to text has. */
  readonly bytes: number;
}

/** From one person's typing to a file sent in pieces. */
export const WORKLOADS: readonly Workload[] = [
  { name: "1 connection, one by one", connections: 1, depth: 1, type: "text", bytes: 20 },
  { name: "100 connections, one by one", connections: 100, depth: 1, type: "text", bytes: 20 },
  { name: "50 connections, 16 at a time", connections: 50, depth: 16, type: "text", bytes: 20 },
  { name: "16 KiB text", connections: 10, depth: 1, type: "text", bytes: 16 * 1024 },
  { name: "16 KiB binary", connections: 10, depth: 1, type: "binary", bytes: 16 * 1024 },
  { name: "1 MiB binary", connections: 4, depth: 1, type: "binary", bytes: 1024 * 1024 },
];
