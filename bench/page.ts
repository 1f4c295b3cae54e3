import { launchChromium } from "../tests/support/browser.ts";
import { PAGE } from "./load.ts";
import { pinTo, RunningServer, type Server } from "./servers.ts";

const MESSAGES_PER_SECOND = 5000;

const BARE_PAGE = `<!doctype html><ul id="messages"></ul><script>
  new WebSocket("ws://" + location.host).onmessage = ({ data }) => {
    const item = document.createElement("li");
    item.textContent = data;
    messages.append(item);
  };
</script>`;

/**
 * Resolves with the renderer's processor time in Chromium for a message that arrives on a page and is
 * shown, in milliseconds. The page is eco's, or one that adds an `<li>` for each message.
 */
export async function measurePage(
  server: Server,
  { seconds }: { seconds: number },
): Promise<number> {
  await using running = new RunningServer(server);
  await running.connect(1, PAGE);
  await using source = startSource();
  pinTo("0,1"); // Chromium uses both cores, as it does elsewhere.
  await using browser = await launchChromium();
  pinTo("1");
  const page = await browser.newPage({ locale: "en" });
  if (server.kind === "eco") {
    await page.goto(`http://127.0.0.1:${running.port}/#url=ws://${source.host}`);
    await page.getByRole("button", { name: "Connect", exact: true }).click();
  } else {
    await page.goto(`http://${source.host}`);
  }

  async function show(count: number): Promise<void> {
    const last = await source.send(count);
    const isShown = (last: string) =>
      document.getElementById("messages")?.lastElementChild?.textContent?.includes(last);
    await page.waitForFunction(isShown, last, { polling: 50 });
  }
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  async function readMs(): Promise<number> {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "ProcessTime")!.value * 1000;
  }
  await show(500); // The browser's compiler warms up.
  const before = await readMs();
  await show(MESSAGES_PER_SECOND * seconds);
  return (await readMs() - before) / (MESSAGES_PER_SECOND * seconds);
}

/** Starts a server of the bare page, which sends messages to its first client. */
function startSource() {
  const opened = Promise.withResolvers<WebSocket>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    if (request.headers.get("upgrade") !== "websocket") {
      return new Response(BARE_PAGE, { headers: { "content-type": "text/html" } });
    }
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onopen = () => opened.resolve(socket);
    return response;
  });
  /** Sends messages of 35 bytes at an even rate, and resolves with the last. */
  async function send(count: number): Promise<string> {
    const socket = await opened.promise;
    const startedAt = performance.now();
    let message = "";
    for (let sent = 0; sent < count;) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const due = (performance.now() - startedAt) / 1000 * MESSAGES_PER_SECOND;
      for (; sent < Math.min(due, count); sent++) {
        message = `message ${sent + 1} of ${count}, `.padEnd(35, "x");
        socket.send(message);
      }
    }
    return message;
  }
  const host = `127.0.0.1:${server.addr.port}`;
  return { host, send, [Symbol.asyncDispose]: () => server.shutdown() };
}
