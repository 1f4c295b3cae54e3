import { assertEquals, assertStringIncludes } from "@std/assert";
import { checkHandshake, isHandshake } from "../../core/handshake.ts";

const VALID = {
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
      { upgrade: "foo,websocket", connection: "upgrade,keep-alive" },
    ]
  ) {
    assertEquals(checkHandshake(request(changes)), undefined, JSON.stringify(changes));
  }
});

Deno.test("checkHandshake() refuses another method with 405", () => {
  for (const method of ["HEAD", "POST", "PUT", "OPTIONS"]) {
    const refusal = checkHandshake(request({}, method));
    assertEquals([refusal?.status, refusal?.headers], [405, { allow: "GET" }]);
    assertStringIncludes(refusal!.message, method);
  }
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
