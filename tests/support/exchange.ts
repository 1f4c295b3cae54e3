import { RawSocket } from "./raw_socket.ts";

export interface RawResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/**
 * Sends a request on a TCP connection, in Latin-1 and as it is, and returns the response: all that
 * comes until the server closes if the request asks for that, else as much as `Content-Length`
 * announces.
 */
export async function exchange(port: number, request: string): Promise<RawResponse> {
  using socket = await RawSocket.connect(port);
  await socket.write(Uint8Array.from(request, (character) => character.charCodeAt(0)));
  await socket.readHead();
  const [statusLine, ...lines] = socket.head.trimEnd().split("\r\n");
  const headers = new Headers(
    lines.map((line) => line.split(/: (.*)/).slice(0, 2) as [string, string]),
  );
  const announced = request.startsWith("HEAD ") ? 0 : Number(headers.get("content-length"));
  const isClosing = /^Connection: close\r$/im.test(request);
  const body = new TextDecoder().decode(await socket.take(isClosing ? Infinity : announced));
  return { status: Number(statusLine.split(" ")[1]), headers, body };
}

/** Returns a request that asks the server to close the connection afterwards. */
export function request(requestLine: string, ...lines: string[]): string {
  return [requestLine, "Host: localhost", "Connection: close", ...lines, "", ""].join("\r\n");
}

export function get(port: number, path: string, ...lines: string[]): Promise<RawResponse> {
  return exchange(port, request(`GET ${path} HTTP/1.1`, ...lines));
}
