import { assertMatch } from "@std/assert";
import { checkHandshake } from "../../../server/policy/handshake.ts";
import { explainAnswer } from "../../../probe/upgrade_answer.ts";

Deno.test("explainAnswer() tells what an answer to a handshake suggests", () => {
  const answers: [status: number, type: string | undefined, why: RegExp][] = [
    [200, "text/html", /drops Upgrade/],
    [200, undefined, /drops Upgrade/],
    [301, undefined, /follow no redirect/],
    [308, "text/html", /follow no redirect/],
    [400, "text/plain", /incomplete/],
    [401, undefined, /--header can carry credentials/],
    [403, undefined, /Origin/],
    [404, undefined, /path/],
    [426, undefined, /drops Upgrade, or speaks HTTP\/1\.0 or HTTP\/2/],
    [502, "text/html", /may be down/],
    [503, undefined, /no server to ask/],
    [504, undefined, /waited in vain/],
    [418, "text/html; charset=utf-8", /A page came/],
    [418, undefined, /No WebSocket is at this address/],
  ];
  for (const [status, contentType, why] of answers) {
    assertMatch(explainAnswer({ status, contentType, says: "" }), why);
  }
});

Deno.test("explainAnswer() knows what eco says where a field is lost", () => {
  const headers = new Headers({ host: "a", connection: "upgrade", "sec-websocket-key": "x" });
  const says = checkHandshake({ method: "GET", headers })!.message;
  const why = explainAnswer({ status: 400, contentType: "text/plain", says });
  assertMatch(why, /^eco itself says so: .*one of them drops that field/);
});
