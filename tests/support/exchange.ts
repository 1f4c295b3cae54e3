import { due } from "./deadline.ts";

/** The bytes of an HTTP response, taken apart. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/**
 * Sends lines on a TCP connection, as they are, and returns what comes back until the server closes
 * it; so ask for that with `Connection: close`.
 */
export async function exchange(port: number, lines: readonly string[]): Promise<RawResponse> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  await connection.write(new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n`));
  const received = await due(new Response(connection.readable).text(), "the server to close");
  const [head, ...body] = received.split("\r\n\r\n");
  const [statusLine, ...fields] = head.split("\r\n");
  return {
    status: Number(statusLine.split(" ")[1]),
    headers: new Headers(fields.map((field): [string, string] => {
      const [name, ...value] = field.split(": ");
      return [name, value.join(": ")];
    })),
    body: body.join("\r\n\r\n"),
  };
}
