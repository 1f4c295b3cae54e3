import { due } from "./deadline.ts";

/** An HTTP response as it came over the wire. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/**
 * Sends a request on a TCP connection, in Latin-1 and as it is, and returns the response: all that
 * comes until the server closes where the request asks for that, else as much as `Content-Length`
 * announces.
 */
export async function exchange(port: number, request: string): Promise<RawResponse> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  await connection.write(Uint8Array.from(request, (character) => character.charCodeAt(0)));
  const untilClosed = /^Connection: close\r$/im.test(request);
  const buffer = new Uint8Array(65536);
  const decoder = new TextDecoder();
  let received = "";
  for (;;) {
    const response = parse(received);
    const missing = Number(response?.headers.get("content-length")) - (response?.body.length ?? 0);
    if (response && !untilClosed && (missing <= 0 || request.startsWith("HEAD "))) return response;
    const length = await due(connection.read(buffer), "a response");
    if (length !== null) received += decoder.decode(buffer.subarray(0, length), { stream: true });
    else if (response) return response;
    else throw new Error(`The server closed after ${JSON.stringify(received)}`);
  }
}

/** Returns a request that asks the server to close the connection afterwards. */
export function request(requestLine: string, ...lines: string[]): string {
  return [requestLine, "Host: localhost", "Connection: close", ...lines, "", ""].join("\r\n");
}

/** Sends `GET` for a path and returns the response. */
export function get(port: number, path: string, ...lines: string[]): Promise<RawResponse> {
  return exchange(port, request(`GET ${path} HTTP/1.1`, ...lines));
}

/** Returns a response whose head is complete. */
function parse(received: string): RawResponse | undefined {
  const [head, ...rest] = received.split("\r\n\r\n");
  if (rest.length === 0) return undefined;
  const [statusLine, ...lines] = head.split("\r\n");
  const fields = lines.map((line) => line.split(/: (.*)/).slice(0, 2) as [string, string]);
  return {
    status: Number(statusLine.split(" ")[1]),
    headers: new Headers(fields),
    body: rest.join("\r\n\r\n"),
  };
}
