import { escapeUnits } from "./shared/escape.js";

/**
 * What a command or program should do.
 * @typedef {object} Exchange
 * @property {string} url
 * @property {readonly string[]} protocols Subprotocols to offer.
 * @property {string} message Text to send; may be empty.
 */

/**
 * Commands and programs that do the same as the page, which offers each under its name.
 * @type {Map<string, (exchange: Exchange) => string>}
 */
export const SNIPPETS = new Map([
  [
    "websocat",
    ({ url, protocols, message }) =>
      `${print(message)} | websocat -n1 ` +
      (protocols.length ? `--protocol ${shell(protocols.join(","))} ` : "") + shell(url),
  ],
  [
    "wscat",
    ({ url, protocols, message }) =>
      `npx wscat -c ${shell(url)}` + protocols.map((name) => ` -s ${shell(name)}`).join("") +
      // No argument can hold NUL: then wscat asks for the message.
      (message && !message.includes("\0") ? ` -w 1 -x ${shell(message)}` : ""),
  ],
  [
    "JavaScript (browser, Deno, Node 22)",
    ({ url, protocols, message }) =>
      `const socket = new WebSocket(${literal(url)}, ${literal(protocols)});
socket.onopen = () => socket.send(${literal(message)});
socket.onmessage = ({ data }) => console.log(data);`,
  ],
  [
    "Python",
    ({ url, protocols, message }) =>
      `import asyncio, websockets

async def main():
    async with websockets.connect(${literal(url)}${
        protocols.length ? `, subprotocols=${literal(protocols)}` : ""
      }) as socket:
        await socket.send(${literal(message)})
        print(await socket.recv())

asyncio.run(main())`,
  ],
  [
    "curl",
    ({ url, protocols }) =>
      [
        "curl -g -i -N --http1.1 --max-time 5",
        "-H 'Connection: Upgrade'",
        "-H 'Upgrade: websocket'",
        "-H 'Sec-WebSocket-Version: 13'",
        "-H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='",
        ...(protocols.length
          ? [`-H ${shell(`Sec-WebSocket-Protocol: ${protocols.join(", ")}`)}`]
          : []),
        shell(url.replace(/^ws/, "http")),
      ].join(" \\\n  "),
  ],
]);

/** Returns a command that prints a text, also one with NUL, which no argument can hold. @param {string} text */
function print(text) {
  if (!text.includes("\0")) return `printf %s ${shell(text)}`;
  return `printf %b ${shell(text.replaceAll("\\", "\\\\").replaceAll("\0", "\\0000"))}`;
}

/**
 * Quotes a text for a POSIX shell. One with control characters as `$'…'`: pasted into a terminal,
 * they would act like keys. Bash, Zsh, and `sh` by POSIX 2024 read that.
 * @param {string} text
 */
function shell(text) {
  // deno-lint-ignore no-control-regex -- these are what it is about
  if (!/[\x00-\x09\x0b-\x1f\x7f-\x9f]/.test(text)) return `'${text.replaceAll("'", `'\\''`)}'`;
  const escaped = text.replaceAll(/[\\']/g, "\\$&").replaceAll("\n", "\\n");
  // deno-lint-ignore no-control-regex -- as above
  return `$'${escaped.replaceAll(/[\x00-\x1f\x7f-\x9f]/g, escapeByte)}'`;
}

/** @param {string} character */
function escapeByte(character) {
  const code = character.charCodeAt(0);
  return code < 0x80
    ? `\\x${code.toString(16).padStart(2, "0")}`
    : `\\u${code.toString(16).padStart(4, "0")}`;
}

/**
 * Writes a value as a literal of both JavaScript and Python. Invisible characters are escaped, so
 * that the code looks like what it does. Python knows no surrogate pairs: those beyond U+FFFF stay.
 * @param {string | readonly string[]} value
 */
function literal(value) {
  const invisible = /[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;
  return JSON.stringify(value).replaceAll(invisible, escapeUnits);
}
