import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  checkHandshake,
  checkOrigin,
  chooseSubprotocol,
  isHandshake,
} from "../../../../server/policy/handshake.ts";

const VALID = {
  host: "localhost",
  upgrade: "websocket",
  connection: "Upgrade",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==", // RFC 6455 §1.2
};
const KEY = VALID["sec-websocket-key"];

type Changes = Record<string, string | undefined>;

/** Returns a handshake with some fields changed, or removed if they are `undefined`. */
function request(changes: Changes = {}, method = "GET") {
  const fields = Object.entries<string | undefined>({ ...VALID, ...changes });
  const present = fields.filter((field): field is [string, string] => field[1] !== undefined);
  return { method, headers: new Headers(present) };
}

Deno.test("isHandshake() finds Upgrade, in any case and any list, or a key", () => {
  const none = { upgrade: undefined, connection: undefined, "sec-websocket-key": undefined };
  const cases: [boolean, ...Changes[]][] = [
    [true, { upgrade: "websocket" }, { upgrade: "h2c, websocket" }, { upgrade: "a ,\tWEBSOCKET" }],
    [false, {}, { upgrade: "" }, { upgrade: "h2c" }, { upgrade: "websockets, websocket/13" }],
    [true, { connection: "Upgrade", "sec-websocket-key": KEY }],
    [true, { "sec-websocket-key": KEY }],
    [false, { connection: "Upgrade" }],
  ];
  for (const [expected, ...all] of cases) {
    for (const fields of all) {
      const isFound = isHandshake(request({ ...none, ...fields }));
      assertEquals(isFound, expected, JSON.stringify(fields));
    }
  }
});

Deno.test("checkHandshake() accepts what RFC 6455 allows", () => {
  const cases: Changes[] = [
    {},
    { upgrade: "WebSocket", connection: " keep-alive \t,\tUpgrade " },
    { upgrade: "websocket,foo", connection: "upgrade,keep-alive" },
    { host: "[::1]:8765", "sec-websocket-protocol": " ,\tv1.chat ,b" },
  ];
  for (const changes of cases) {
    assertEquals(checkHandshake(request(changes)), undefined, JSON.stringify(changes));
  }
});

/** Fields with values that are refused; `undefined`: the field is missing. */
const REFUSED: [status: number, reason: string, field: string, values: (string | undefined)[]][] = [
  [400, "host", "host", [undefined, "", "a b", "u:p@x"]],
  [426, "upgrade", "upgrade", [undefined, "h2c, websocket"]],
  [400, "upgrade", "connection", [undefined, "close", "keep-alive,\xa0Upgrade"]],
  [426, "version", "sec-websocket-version", [undefined, "", "8", "14", "013", "13, 8"]],
  [400, "key", "sec-websocket-key", [undefined, "", "AAAA", `${KEY}=`, KEY.slice(1)]],
  [400, "key", "sec-websocket-key", [`${KEY}, ${KEY}`, "?".repeat(24)]],
  [400, "subprotocol", "sec-websocket-protocol", ["a b", "chat;q=1", "caf\xe9", "chat, {x}"]],
];

Deno.test("checkHandshake() refuses a wrong field and names it", () => {
  for (const [status, reason, field, values] of REFUSED) {
    for (const value of values) {
      const refusal = checkHandshake(request({ [field]: value }));
      assertEquals([refusal?.status, refusal?.reason], [status, reason], `${field}: ${value}`);
      assertStringIncludes(refusal!.message.toLowerCase(), field);
    }
  }
});

Deno.test("checkHandshake() refuses every method but GET", () => {
  for (const method of ["HEAD", "POST", "PUT", "OPTIONS"]) {
    assertEquals(checkHandshake(request({}, method))?.status, 405, method);
  }
});

Deno.test("chooseSubprotocol() takes the first offer, or what the client asks for", () => {
  const cases = { "a, b": "a", "a,b": "a", " ,\tv1.chat ,b": "v1.chat", "": undefined };
  for (const [offer, chosen] of Object.entries(cases)) {
    const handshake = request({ "sec-websocket-protocol": offer });
    const choices = [undefined, "x", ""].map((wanted) => chooseSubprotocol(handshake, wanted));
    assertEquals(choices, [chosen, "x", undefined], offer);
  }
  assertEquals(chooseSubprotocol(request()), undefined);
});

Deno.test("checkOrigin() accepts listed origins, the server's own page, and clients without one", () => {
  const check = (fields: Record<string, string>, allowed = ["https://good.example"]) =>
    checkOrigin(new Headers({ host: "Eco.example:8765", ...fields }), allowed)?.status;
  assertEquals(check({}), undefined);
  assertEquals(check({ origin: "https://evil.example" }, []), undefined);
  for (const origin of ["https://good.example", "https://eco.example:8765"]) {
    assertEquals(check({ origin }), undefined, origin);
  }
  assertEquals(check({ origin: "http://eco.example:8765" }), undefined); // TLS may end at a proxy.
  for (
    const origin of [
      ...["https://evil.example", "http://good.example", "https://good.example:8443", "null", ""],
      ...["https://good.example.evil.example", "https://good.example/", "http://eco.example"],
    ]
  ) assertEquals(check({ origin }), 403, origin);
});
