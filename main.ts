/**
 * The program `eco`: reads the command line, serves until it is told to stop, and exits.
 *
 * @module
 */
import { Command, CommanderError, Option } from "commander";
import { localAuthorityOf } from "./core/address.ts";
import { CLOSE_CODE } from "./core/close_codes.ts";
import { type Config, SETTINGS } from "./core/config.ts";
import project from "./deno.json" with { type: "json" };
import { createHandler } from "./handler.ts";
import { listen, ListenError } from "./io/listen.ts";
import { Registry } from "./io/registry.ts";

/** How long the closing handshakes may take when the server stops. */
const DRAIN_DEADLINE_MS = 3000;

/** Windows has no SIGTERM to listen to. */
const STOP_SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT", "SIGBREAK"]
  : ["SIGINT", "SIGTERM"];

/** Reads each setting from its flag, else from its environment variable. */
function readConfig(args: readonly string[]): Config {
  const command = new Command("eco")
    .description("A WebSocket echo server and its page, on one port.")
    .version(project.version)
    .configureOutput({ outputError: () => {} })
    .exitOverride();
  for (const { flag, variable, description, default: value, parse } of Object.values(SETTINGS)) {
    const parseOrFail = (text: string) => {
      try {
        return parse(text);
      } catch (error) {
        return command.error(`error: ${(error as RangeError).message}`);
      }
    };
    command.addOption(
      new Option(flag, description).env(variable).default(value)
        .argParser<string | number>(parseOrFail),
    );
  }
  return command.parse(args, { from: "user" }).opts<Config>();
}

/** Serves until the first SIGINT or SIGTERM, then closes every connection with 1001. */
async function serve({ host, port, prefix }: Config): Promise<void> {
  const stop = Promise.withResolvers<void>();
  for (const signal of STOP_SIGNALS) Deno.addSignalListener(signal, () => stop.resolve());
  const registry = new Registry();
  const server = listen(createHandler({ prefix, registry }), {
    host,
    port,
    onListen: (port) => announce(localAuthorityOf(host, port)),
  });
  await stop.promise;
  const drained = Promise.all([
    server.shutdown(),
    registry.closeAll(CLOSE_CODE.GOING_AWAY, "the server is stopping"),
  ]);
  // A peer that leaves the closing handshake unanswered must not keep the server from stopping.
  await Promise.race([drained, new Promise((done) => setTimeout(done, DRAIN_DEADLINE_MS))]);
}

function announce(authority: string): void {
  console.log(
    `eco ${project.version} is listening; Ctrl+C stops it.\n` +
      `  WebSocket  ws://${authority}\n` +
      `  Page       http://${authority}`,
  );
}

/** Runs the program and returns its exit code: 0 done, 1 could not serve, 2 wrong use. */
async function main(args: readonly string[]): Promise<number> {
  try {
    await serve(readConfig(args));
    return 0;
  } catch (error) {
    if (error instanceof ListenError) {
      console.error(`error: ${error.message}`);
      return 1;
    }
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0; // --help and --version
    // Commander puts its suggestion on a line of its own.
    console.error(`${error.message.replace("\n", " ")}; --help lists the options`);
    return 2;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
