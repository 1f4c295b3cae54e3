import { readFile } from "node:fs/promises";

export const { port, controlPort } = JSON.parse(await readFile("ports.json", "utf8"));

/** Sends a request such as "GET /server" to eco, and returns its answer. */
export async function eco(request, body) {
  const [method, path] = request.split(" ");
  const response = await fetch(`http://127.0.0.1:${controlPort}${path}`, {
    method,
    headers: { "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}
