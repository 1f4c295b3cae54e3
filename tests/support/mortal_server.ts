/**
 * A server whose two workers can be killed, which says where it is as the program does.
 *
 * @module
 */
import { DEFAULTS } from "../../server/policy/config.ts";
import { findPort } from "../../program/listen.ts";
import { startLog } from "../../program/start_log.ts";
import { Supervisor } from "../../program/supervisor.ts";

const port = findPort({ host: "127.0.0.1", port: 0 });
const written = startLog({ level: "info", isTerminal: false }, () => Deno.exit(2));
const supervisor = await Supervisor.start({
  workers: 2,
  start: { config: { ...DEFAULTS, port, logLevel: "off" }, tls: undefined, isTerminal: false },
  url: new URL("./mortal_worker.ts", import.meta.url),
  heartbeatMs: 50,
  heartbeatLimitMs: 500,
  async onFailure() {
    await supervisor.drain(500);
    await written[Symbol.asyncDispose]();
    Deno.exit(1);
  },
});
console.log(JSON.stringify({ page: `http://127.0.0.1:${port}` }));
