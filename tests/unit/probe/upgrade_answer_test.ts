import { assertMatch } from "@std/assert";
import { describeRequestedRefusal } from "../../../server/policy/behavior.ts";
import { checkHandshake } from "../../../server/policy/handshake.ts";
import { explainAnswer } from "../../../probe/upgrade_answer.ts";

Deno.test("explainAnswer() tells what an answer to a handshake suggests", () => {
  const headers = new Headers({ host: "a", connection: "upgrade", "sec-websocket-key": "x" });
  const missingHeader = checkHandshake({ method: "GET", headers })!.message;
  for (
    const [status, contentType, why, says = ""] of [
      [200, "text/html", /drops Upgrade/],
      [200, undefined, /drops Upgrade/],
      [308, "text/html", /do not follow redirects/],
      [400, "text/plain", /incomplete/],
      [401, undefined, /--header can carry credentials/],
      [403, undefined, /Origin/],
      [404, undefined, /path/],
      [426, undefined, /drops Upgrade, or speaks HTTP\/1\.0 or HTTP\/2/],
      [502, "text/html", /may be down/],
      [503, undefined, /no server available/],
      [504, undefined, /no answer from the server in time/],
      [418, "text/html; charset=utf-8", /A page came/],
      [418, undefined, /There is no WebSocket at this address/],
      [503, "text/plain", /^eco does what the address asks for/, describeRequestedRefusal(503)],
      [400, "text/plain", /^This is the answer of eco itself: .*one of them drops/, missingHeader],
    ] as const
  ) assertMatch(explainAnswer({ status, contentType, says }), why);
});
