import { assertEquals } from "@std/assert";
import { browserTest, type Page, TestBrowser } from "../support/browser.ts";
import { temporaryFolder } from "../support/folder.ts";
import { freePort } from "../support/port.ts";
import { Program } from "../support/program.ts";
import { clientSteps, serverSteps, write } from "../support/tutorial.ts";

/** Resolves with what the page lists once it has so many lines. */
async function lines(page: Page, count: number): Promise<string[]> {
  await page.locator("li").nth(count - 1).waitFor();
  return await page.locator("li").allInnerTexts();
}

async function say(page: Page, message: string): Promise<void> {
  await page.getByLabel("Mensaje").fill(message);
  await page.getByLabel("Mensaje").press("Enter");
}

/** Writes a server and its page, starts the server and opens the page as often as wanted. */
async function open(
  stack: AsyncDisposableStack,
  [server, client]: readonly [string, string],
  count = 1,
): Promise<{ program: Program; pages: Page[] }> {
  const folder = stack.use(await temporaryFolder());
  const port = freePort();
  const path = await write(folder.path, "server.ts", server, port);
  const program = new Program(Deno.execPath(), ["run", "--no-prompt", "--allow-net", path]);
  stack.use(program);
  await program.errorOutput(/Listening/);
  const browser = stack.use(new TestBrowser());
  const url = `file://${await write(folder.path, "client.html", client, port)}`;
  const pages = [];
  // Without a server the browser itself complains.
  for (let n = 0; n < count; n++) pages.push(await browser.open(url, { mayComplain: true }));
  return { program, pages };
}

const [, , echo, jsonServer] = serverSteps();
const [connect, talk, finished, jsonClient] = clientSteps();

browserTest("each step of the tutorial's client does what it says", async () => {
  await using stack = new AsyncDisposableStack();
  const first = await open(stack, [echo, connect]);
  assertEquals(await lines(first.pages[0], 1), ["Conectado"]);
  first.program.kill("SIGINT");
  assertEquals(await lines(first.pages[0], 2), ["Conectado", "Cerrado: 1006"]);
  await first.program.ended();
  await first.pages[0].reload();
  assertEquals(await lines(first.pages[0], 2), ["Error de conexión", "Cerrado: 1006"]);

  const second = await open(stack, [echo, talk]);
  assertEquals(await lines(second.pages[0], 2), ["Conectado", "Recibido: echo: hola"]);

  const last = await open(stack, [jsonServer, jsonClient]);
  await lines(last.pages[0], 1);
  await say(last.pages[0], "hola");
  assertEquals(await lines(last.pages[0], 3), ["Conectado", "Enviado: hola", "Ana: echo: hola"]);
  await last.pages[0].evaluate('socket.send("hola")');
  assertEquals((await lines(last.pages[0], 4))[3], "server: name and text, please");
});

browserTest("the tutorial's page and server do what it says", async () => {
  await using stack = new AsyncDisposableStack();
  const { program, pages } = await open(stack, [echo, finished], 2);
  for (const page of pages) {
    await lines(page, 1);
    await say(page, "<b>hola</b>");
    const expected = ["Conectado", "Enviado: <b>hola</b>", "Recibido: echo: <b>hola</b>"];
    assertEquals(await lines(page, 3), expected);
  }
  assertEquals((await program.output(/open[^]*open/)).length, 1);
  program.kill("SIGINT");
  for (const page of pages) {
    assertEquals((await lines(page, 4))[3], "Cerrado: 1006");
    await page.getByRole("button", { name: "Enviar" }).click();
    assertEquals((await lines(page, 5))[4], "No hay conexión");
  }
});
