import { type Command, CommanderError, Option } from "commander";
import { localAuthorityOf } from "../server/policy/address.ts";
import type { Config } from "../server/policy/config.ts";
import type { Healthcheck } from "./healthcheck.ts";
import {
  type ProbeRequest,
  readHeader,
  readSubprotocol,
  readUrl,
  timeReader,
} from "../probe/request.ts";
import { settingsCommand } from "./settings_command.ts";

/** What the program is asked to do. */
export type Order =
  | { readonly kind: "serve"; readonly config: Config }
  | { readonly kind: "probe"; readonly request: ProbeRequest; readonly asJson: boolean }
  | { readonly kind: "healthcheck"; readonly healthcheck: Healthcheck };

/**
 * Reads what the program is asked to do: to serve, unless a subcommand says otherwise.
 *
 * Whatever it throws is for {@linkcode explainMisuse}: wrong use, or that help was asked for.
 *
 * @param args The arguments of the program.
 * @param version What `--version` prints.
 */
export function readOrder(args: readonly string[], version: string): Order {
  const { program, readConfig } = settingsCommand(version);
  let order!: Order;
  const give = (given: Order) => {
    order = given;
  };
  // Commander suggests the nearest command only where there is nothing to do without one. A second
  // program looks for that, since one that parses twice has each value twice.
  if (settingsCommand(version).program.parseOptions([...args]).operands.length === 0) {
    program.action(() => give({ kind: "serve", config: readConfig() }));
  }
  addProbe(program, give);
  addHealthcheck(program, readConfig, give);
  program.parse(args, { from: "user" });
  return order;
}

function addProbe(program: Command, give: (order: Order) => void): void {
  program.command("probe <url>")
    .description("Test the path to an echo endpoint: where does it break WebSockets, and why?")
    .option("--header <field>", 'header field to send, as "Name: value"; repeatable', readHeader)
    .option(
      "--subprotocol <name>",
      "subprotocol that has to be chosen; repeatable",
      readSubprotocol,
    )
    .option("--insecure", "put up with certificates that are not trusted")
    .addOption(
      new Option("--timeout <time>", "how long each answer may take")
        .argParser(timeReader("--timeout", 600)).default(10_000, "10s"),
    )
    .option(
      "--idle <time>",
      "find out after how long a silent connection is dropped, up to this",
      timeReader("--idle", 3300),
    )
    .option("--json", "print one JSON document at the end")
    .action((url, given) => {
      const { header: headers = {}, subprotocol: protocols = [], insecure = false } = given;
      const { timeout: timeoutMs, idle: idleMs, json: asJson = false } = given;
      const request = { url: readUrl(url), headers, protocols, insecure, timeoutMs, idleMs };
      give({ kind: "probe", request, asJson });
    });
}

function addHealthcheck(
  program: Command,
  readConfig: () => Config,
  give: (order: Order) => void,
): void {
  program.command("healthcheck [url]")
    .description("Exit with 0 where a server serves, with 1 where not; by default the one here")
    .option("--insecure", "put up with certificates that are not trusted")
    .action((url, { insecure = false }) => {
      const healthcheck = url ? { url: readHttpUrl(url), insecure } : ownHealthcheck(readConfig());
      give({ kind: "healthcheck", healthcheck });
    });
}

/** Returns what asks the server that these settings describe. */
function ownHealthcheck({ host, port, metricsPort, tlsCert }: Config): Healthcheck {
  // The port for operators has no TLS.
  const scheme = tlsCert && !metricsPort ? "https" : "http";
  const url = readHttpUrl(`${scheme}://${localAuthorityOf(host, metricsPort || port)}/healthz`);
  // Its certificate is hardly one of an address of this machine.
  return { url, insecure: true };
}

function readHttpUrl(text: string): URL {
  // A `ws:` URL is asked as the `http:` one of the same server.
  const url = URL.parse(text.replace(/^ws/i, "http"));
  // A page says nothing of whether a server takes connections.
  if (url?.pathname === "/") url.pathname = "/healthz";
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new RangeError(
    "Cannot check as the URL must be like http://example.org/healthz: " +
      `current value is ${JSON.stringify(text)}`,
  );
}

/**
 * Returns in one line what is wrong with the command line, or nothing after `--help` and
 * `--version`. What is no misuse is thrown on.
 */
export function explainMisuse(error: unknown): string | undefined {
  if (error instanceof CommanderError && error.exitCode === 0) return undefined;
  if (error instanceof Deno.errors.NotCapable) {
    return `Cannot start as Deno was not given a permission: ${error.message}`;
  }
  if (error instanceof Deno.errors.InvalidData) {
    return `Cannot start as a variable of eco is no text in UTF-8: set it anew (${error.message})`;
  }
  if (!(error instanceof CommanderError || error instanceof RangeError)) throw error;
  // Commander puts its suggestion on a line of its own, and sometimes a full stop at the end.
  const message = error.message.replace(/^error: /, "").replace("\n", " ").replace(/\.$/, "");
  return `${message} (--help lists the options)`;
}
