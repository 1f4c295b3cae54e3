import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  checkHandshake,
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

/** A handshake with some fields changed, or left out where they are undefined. */
function request(changes: Record<string, string | undefined> = {}, method = "GET") {
  const fields = Object.entries<string | undefined>({ ...VALID, ...changes });
  return {
    method,
    headers: new Headers(
      fields.filter((field): field is [string, string] => field[1] !== undefined),
    ),
  };
}

Deno.test("isHandshake() goes by Upgrade, in any case and any list", () => {
  for (const upgrade of ["websocket", "WebSocket", "h2c, websocket", "foo ,\tWEBSOCKET"]) {
    assertEquals(isHandshake(request({ upgrade, connection: undefined })), true, upgrade);
  }
  for (const upgrade of [undefined, "", "h2c", "websockets", "websocket/13"]) {
    assertEquals(isHandshake(request({ upgrade, connection: "close" })), false, upgrade);
  }
});

Deno.test("isHandshake() takes a lost Upgrade for a handshake only where a key came", () => {
  assertEquals(isHandshake(request({ upgrade: undefined })), true);
  assertEquals(isHandshake(request({ upgrade: undefined, "sec-websocket-key": undefined })), false);
});

Deno.test("checkHandshake() accepts what RFC 6455 allows", () => {
  for (
    const changes of [
      {},
      { upgrade: "WebSocket", connection: "keep-alive, Upgrade" },
      { upgrade: "websocket,foo", connection: "upgrade,keep-alive" },
    ]
  ) {
    assertEquals(checkHandshake(request(changes)), undefined, JSON.stringify(changes));
  }
});

Deno.test("checkHandshake() refuses a missing or impossible Host with 400", () => {
  for (const host of [undefined, "", "a b", "[::", "a/b", "a?b", "u:p@x"]) {
    const refusal = checkHandshake(request({ host }));
    assertEquals([refusal?.status, refusal?.reason], [400, "host"]);
  }
});

Deno.test("checkHandshake() takes only blanks and tabs for white space", () => {
  assertEquals(checkHandshake(request({ connection: " keep-alive \t,\tUpgrade " })), undefined);
  assertEquals(checkHandshake(request({ connection: "keep-alive,\xa0Upgrade" }))?.status, 400);
});

Deno.test("checkHandshake() refuses subprotocols that are no tokens with 400", () => {
  for (const offer of ["a b", "chat;q=1", "caf\xe9", "chat, {x}"]) {
    const refusal = checkHandshake(request({ "sec-websocket-protocol": offer }));
    assertEquals([refusal?.status, refusal?.reason], [400, "subprotocol"], offer);
  }
});

Deno.test("chooseSubprotocol() takes the first offer, however the list is written", () => {
  const cases = { "a": "a", "a, b": "a", "a,b": "a", " ,\tv1.chat ,b": "v1.chat", "": undefined };
  for (const [offer, chosen] of Object.entries(cases)) {
    const handshake = request({ "sec-websocket-protocol": offer });
    assertEquals(checkHandshake(handshake), undefined);
    assertEquals(chooseSubprotocol(handshake), chosen, offer);
  }
  assertEquals(chooseSubprotocol(request()), undefined);
});

Deno.test("checkHandshake() refuses another method with 405", () => {
  for (const method of ["HEAD", "POST", "PUT", "OPTIONS"]) {
    const refusal = checkHandshake(request({}, method));
    assertEquals([refusal?.status, refusal?.headers], [405, { allow: "GET" }]);
    assertStringIncludes(refusal!.message, method);
  }
});

Deno.test("checkHandshake() refuses an Upgrade that names another protocol first with 400", () => {
  assertEquals(checkHandshake(request({ upgrade: "h2c, websocket" }))?.status, 400);
});

Deno.test("checkHandshake() refuses a missing Upgrade or Connection with 400, naming it", () => {
  for (const [field, name] of [["upgrade", "Upgrade"], ["connection", "Connection"]]) {
    const refusal = checkHandshake(request({ [field]: undefined }));
    assertEquals(refusal?.status, 400);
    assertStringIncludes(refusal!.message, `"${name}: `);
  }
});

Deno.test("checkHandshake() refuses another version with 426 and the one it speaks", () => {
  for (const version of [undefined, "", "8", "14", "013", "13, 8"]) {
    const refusal = checkHandshake(request({ "sec-websocket-version": version }));
    assertEquals(refusal?.status, 426, version);
    assertEquals(refusal?.headers?.["sec-websocket-version"], "13");
    assertEquals(refusal?.headers?.upgrade, "websocket");
    assertEquals(refusal?.headers?.connection, "Upgrade");
  }
});

Deno.test("checkHandshake() refuses a key that is not 16 bytes in base64 with 400", () => {
  const key = VALID["sec-websocket-key"];
  for (
    const bad of [undefined, "", "AAAA", `${key}=`, key.slice(1), `${key}, ${key}`, "?".repeat(24)]
  ) {
    const refusal = checkHandshake(request({ "sec-websocket-key": bad }));
    assertEquals(refusal?.status, 400, bad);
    assertStringIncludes(refusal!.message, "Sec-WebSocket-Key");
  }
});
