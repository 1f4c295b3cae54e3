import { assertEquals, assertThrows } from "@std/assert";
import { createHider, parseUrl, type ProbeRequest, showUrl } from "../../../probe/request.ts";

/** Returns what is printed of an answer that quotes what a probe has sent. */
function quote(url: string, headers: Record<string, string>, answer: string): string {
  const request = { url: parseUrl(url), headers } as ProbeRequest;
  return createHider(request)(answer);
}

const SECRETS: [url: string, headers: Record<string, string>, answer: string, printed: string][] = [
  // The query as it is sent, as it is decoded, and in another spelling.
  [
    "ws://a/?token=S3cr3t+Tok9En1xyz",
    {},
    "GET /?token=S3cr3t+Tok9En1xyz HTTP",
    "GET /?token=… HTTP",
  ],
  ["ws://a/?token=S3cr3t+Tok9En1xyz", {}, "no S3cr3t Tok9En1xyz", "no …"],
  ["ws://a/?token=%73%33cr3tTok9", {}, "GET /?token=%73%33cr3tTok9", "GET /?token=…"],
  ["ws://a/?token=%73%33cr3tTok9", {}, "not s3cr3tTok9", "not …"],
  ["ws://a/?token=S3cr3tTok9En1xyz", {}, "s3cr3ttok9en1xyz", "…"],
  ["ws://a/?t=a%2Fb%C3%B1c9", {}, "a%2fb%c3%b1c9 a/bñc9", "… …"],
  // A name that is the secret.
  ["ws://a/?S3cr3tTok9En1xyz", {}, "GET /?S3cr3tTok9En1xyz", "GET /?…"],
  ["ws://a/?s3cr3tname1234=x1y2", {}, "/?s3cr3tname1234=x1y2", "/?…=…"],
  // Parts of a field between any punctuation.
  ["ws://a/", { cookie: 'sid="S3cr:3tTok9:En1xyz"' }, 'sid="S3cr:3tTok9:En1xyz"', "…"],
  ["ws://a/", { "x-key": "{S3cr3tTok9}" }, "x-key {S3cr3tTok9}", "x-key …"],
  ["ws://a/", { authorization: "Bearer S3cr3tTok9" }, "Bearer S3cr3tTok9", "…"],
  ["ws://a/", { cookie: 'sid="S3cr:3tTok9:En1xyz"' }, "3tTok9 is En1xyz", "… is …"],
  ["ws://a/", { "x-key": "a!b!c!d!" }, "a!b!c!d!", "…"],
  // The password, as it is sent and as it is meant.
  ["ws://me:p%40ssW0rd9@a/", {}, "p%40ssW0rd9 p@ssW0rd9", "… …"],
  ["ws://me:p%C3%B1ssW0rd@a/", {}, "bWU6cMOxc3NXMHJk", "…"],
  // A quote that was cut within it.
  ["ws://a/?token=S3cr3tTok9En1xyz", {}, "GET /?token=S3cr3t…", "GET /?token=…"],
  // Everything else is printed.
  [
    "ws://a/?delay=250ms",
    { accept: "text/html" },
    "delay=250ms text/html",
    "delay=250ms text/html",
  ],
];

Deno.test("what a probe carries is hidden in what others say, in every spelling", () => {
  for (const [url, headers, answer, printed] of SECRETS) {
    assertEquals([url, answer, quote(url, headers, answer)], [url, answer, printed]);
  }
});

Deno.test("showUrl() prints names of parameters, and of what may be secret the length", () => {
  for (
    const [url, shown] of [
      ["ws://a/?access_token=x1&delay=5", "ws://a/?access_token=…&delay=5"],
      ["ws://a/?S3cr3tTok9En1xyz", "ws://a/?(16 characters)"],
      ["ws://a/?s3cr3tname1234=x", "ws://a/?(14 characters)=…"],
      ["ws://me:hunter2@a/", "ws://me:…@a/"],
    ]
  ) assertEquals(showUrl(new URL(url)), shown);
});

Deno.test("parseUrl() refuses a name and a password that are not text", () => {
  for (const url of ["ws://u:100%@a/", "ws://u:p%E9SECRET@a/", "ws://%FF@a/"]) {
    const { message } = assertThrows(() => parseUrl(url), RangeError);
    assertEquals([/UTF-8/.test(message), /SECRET/.test(message)], [true, false], message);
  }
  assertEquals(parseUrl("ws://%D0%B6:p@a/").username, "%D0%B6");
});
