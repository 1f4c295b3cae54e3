import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { pageTest } from "../support/client_page.ts";
import { startServer } from "../support/server.ts";

pageTest("connect, disconnect, and who closed, by mouse", {}, async (client) => {
  await client.disconnect();
  assertMatch(await client.state(), /Closed by you 1000 Normal Closure\. It has done/);
  const colors = await client.page.locator("body, #state-name").evaluateAll((elements) =>
    elements.map((element) => getComputedStyle(element).color)
  );
  assertEquals(colors[0], colors[1], "what one did oneself is no alarm");
  await client.connect();
  await client.phase("open");
});

const SMALL = { server: { maxPayloadBytes: 5 } };
pageTest("a close says its code, name and reason, and what it means", SMALL, async (client) => {
  await client.send("123456");
  await client.phase("closed");
  assertMatch(
    await client.state(),
    /Closed by the server\s+1009 Message Too Big.*«a message has at most 5.*too big for/s,
  );
});

const STILL = { path: "/#message=" };
pageTest("no close reason turns the words of the page", STILL, async (client) => {
  for (const turning of ["\u202e", "\u2069\u202e", "\u2066", "ا"]) {
    const query = new URLSearchParams({ close: "4001", reason: `${turning}abc` });
    await client.connect(`${client.server.socketUrl}/?${query}`);
    await client.page.locator("#state-detail").getByText(`${turning}abc`).waitFor();
    const [first, last] = await client.page.locator("#state-detail").evaluate((detail) => {
      const words = detail.lastChild as Text;
      const leftOf = (at: number) => {
        const range = document.createRange();
        range.setStart(words, at);
        range.setEnd(words, at + 1);
        return range.getBoundingClientRect().left;
      };
      return [leftOf(0), leftOf(1)];
    });
    assert(first < last, `${JSON.stringify(turning)}: ${first} < ${last}`);
  }
});

const WRONG = ["", "http://127.0.0.1/", "ws://a b", "ws://127.0.0.1/#x", "javascript:alert(1)"];
pageTest("another server, its subprotocol, and a wrong address", {}, async (client) => {
  await using other = startServer({ prefix: "other: " });
  const { page } = client;
  await client.disconnect();
  const address = page.getByRole("textbox", { name: "Address" });
  for (const wrong of WRONG) {
    await address.fill(wrong);
    await address.press("Enter");
    assertEquals(await address.getAttribute("aria-invalid"), "true", wrong);
    await page.getByRole("alert").getByText("Not a WebSocket address").waitFor();
    assert(await address.evaluate((input) => input === document.activeElement));
  }
  await address.fill(other.socketUrl);
  await page.getByText("Subprotocols", { exact: true }).click();
  await page.locator("#protocols").fill("v2.chat, v 1");
  await address.press("Enter");
  await page.getByRole("alert").getByText("names without spaces").waitFor();
  await page.locator("#protocols").fill("v2.chat, v1.chat");
  await address.press("Enter");
  await client.phase("open");
  assertStringIncludes(await client.state(), "Connected, subprotocol v2.chat");
  await client.send("hola");
  assertEquals(await client.rows(2), ["Sent: hola", "Received: other: hola"]);
});

pageTest(
  "a lost connection is opened again if wished: later, now or not",
  STILL,
  async (client) => {
    const { page } = client;
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 60_000); // Its countdown waits for this test.
    const reconnect = page.getByRole("checkbox", { name: "Reconnect when" });
    await reconnect.check();
    await client.connect(`${client.server.socketUrl}/?close=1012&after=1`);
    await client.phase("open");
    await client.send("lose it");
    await client.phase("waiting");
    assertMatch(await client.state(), /Reconnecting in 1 s, attempt 1/);
    await page.clock.runFor(1500);
    await client.phase("open");

    await client.send("lose it");
    await client.phase("waiting");
    assertMatch(await client.state(), /Reconnecting in [12] s, attempt 2/);
    await client.click("Now");
    await client.phase("open");

    await client.send("lose it");
    await client.phase("waiting");
    await page.locator("#reconnect-stop").click();
    await client.phase("closed");
    assertStringIncludes(await client.state(), "1012 Service Restart");
  },
);

pageTest("the wish to reconnect is remembered, and can be given up", {}, async (client) => {
  const { page } = client;
  const reconnect = page.getByRole("checkbox", { name: "Reconnect when" });
  await reconnect.check();
  await page.reload();
  await client.phase("open");
  assert(await reconnect.isChecked());
  await client.disconnect(); // One's own close is not undone.
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  await client.connect(`${client.server.socketUrl}/?close=1012`);
  await client.phase("waiting");
  await reconnect.uncheck();
  await client.phase("closed");
});

pageTest("a page that is gone back to connects again, and is not stuck", {}, async (client) => {
  const { page } = client;
  await page.evaluate(() => {
    dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
  });
  await client.phase("open");
  await client.send("still here");
  assertEquals(await client.rows(2), ["Sent: still here", "Received: echo: still here"]);
  await page.goto("about:blank");
  await page.goBack();
  await client.phase("open");
  await client.send("back");
  await page.getByText("echo: back").waitFor();
});

const COMPLAINING = { path: "/#message=", mayComplain: true };
pageTest("a connection that you give up is not called broken", COMPLAINING, async (client) => {
  // It accepts TCP and says nothing.
  using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  await client.connect(`ws://127.0.0.1:${silent.addr.port}/`);
  await client.phase("connecting");
  await client.click("Cancel");
  await client.phase("closed");
  assertMatch(await client.state(), /^\W*Closed by you\s*$/);
});

pageTest("what the server can be asked for is written into the address", {}, async (client) => {
  const { page, server: { socketUrl } } = client;
  const address = () => page.locator("#url").inputValue();
  await page.getByText("Faults on request").click();
  await page.getByRole("textbox", { name: "Prefix of replies" }).fill("> ");
  assertEquals(await address(), `${socketUrl}/?prefix=%3E+`);
  await client.disconnect();
  await client.connect();
  await client.phase("open");
  await client.send("hola");
  assertEquals(await client.rows(2), ["Sent: hola", "Received: > hola"]);
  await page.getByRole("checkbox", { name: "Prefix of replies" }).uncheck();
  assertEquals(await address(), `${socketUrl}/`);
  await page.getByRole("checkbox", { name: "Delay of replies" }).check();
  assertEquals(await address(), `${socketUrl}/?delay=250ms`);
  // What is typed now takes the place of the example.
  await page.keyboard.type("1s");
  assertEquals(await address(), `${socketUrl}/?delay=1s`);
});

pageTest("a wrong behavior is told beside the address", COMPLAINING, async (client) => {
  await using other = startServer();
  const { page, server: { socketUrl } } = client;
  const asked: string[] = [];
  page.on("request", (request) => request.url().includes("/info") && asked.push(request.url()));
  // Nothing is looked up of another server, or for an address that asks for nothing.
  for (const address of [`${other.socketUrl}/?delay=5`, `${socketUrl}/`]) {
    await client.connect(address);
    await client.phase("open");
    await client.disconnect();
  }
  const problem = page.locator("#url-problem");
  for (
    const [query, words, isInvalid, phase] of [
      ["delay=soon", /refuses this address: .*"delay" must be .*, not "soon"/, "true", "closed"],
      ["reject=503", "answers 503", "false", "closed"],
      ["protocol=chat", "subprotocol «chat»", "false", "closed"],
      ["dealy=1s", "ignores «dealy»", "false", "open"],
    ] as const
  ) {
    await page.locator("#url").fill(`${socketUrl}/?${query}`);
    await page.locator("#url").press("Enter");
    await problem.getByText(words).waitFor();
    assertEquals(await page.locator("#url").getAttribute("aria-invalid"), isInvalid);
    if (isInvalid === "true") assertEquals(await problem.locator("bdi[lang=en]").count(), 1);
    await client.phase(phase);
  }
  assertEquals(asked.length, 4);
});
