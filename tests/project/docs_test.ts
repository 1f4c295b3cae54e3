/**
 * Runs every block of every document, in a copy of the project: commands by bash, TypeScript by
 * `deno test --doc`, other kinds as `tests/support/doc_block.ts` knows them. A kind that it does not
 * know fails.
 *
 * Where that is not enough, a comment on a line of its own before the block says how it is tested,
 * such as `<!-- test: with server, exit 1 -->`:
 *
 * - `serves`: the last command serves until it is told to stop, which `deno task start` and
 *   `deno serve` do without being said so;
 * - `with server`: eco runs meanwhile, at 127.0.0.1:8765 and at every address that has the word
 *   `example` as in `wss://example.org` or `https://echo.example/eco`;
 * - `exit 1`: the commands end with this exit code;
 * - `shows docs/tutorial/echo.ts`: the block is a part of this file, or all of it;
 * - `printed`: the commands before it have printed this, where `…` is anything on its line; with
 *   `but for the numbers` each number may be another;
 * - `needs curl`: a program of `tests/support/needs.ts`, without which the block is ignored; any
 *   other words are the reason why it is never run.
 *
 * Numbers from 8000 to 9999 are ports in documents, and become free ones.
 *
 * @module
 */
import { checkBlock, whyBlockIgnored } from "../support/doc_block.ts";
import { DocPlace } from "../support/doc_place.ts";
import { readDocuments } from "../support/documents.ts";
import { testWith, whyIgnored } from "../support/needs.ts";

const RUN = ["net", "read", "write", "run", "env", "sys", "bash"] as const;

const isRunnable = whyIgnored(RUN) === undefined;
const documents = isRunnable ? readDocuments().filter(({ blocks }) => blocks.length > 0) : [];
for (const { path, blocks } of documents) {
  testWith(RUN, `${path}: its blocks do what it says`, async (t) => {
    await using place = await DocPlace.make();
    let printed = "";
    for (const block of blocks) {
      const reason = whyBlockIgnored(block);
      await t.step({
        name: `line ${block.line}, ${block.kind}${reason ? ` [${reason}]` : ""}`,
        ignore: reason !== undefined,
        fn: async () => {
          printed = await checkBlock(block, place, printed);
        },
      });
    }
  });
}
if (!isRunnable) testWith(RUN, "the blocks of all documents do what they say", () => {});
