import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { pageTest } from "../support/client_page.ts";
import { freePort } from "../support/port.ts";
import { startServer } from "../support/server.ts";

const SMALL = { server: { maxPayloadBytes: 5 } };
pageTest("a close says its code, name and reason, and what it means", SMALL, async (client) => {
  await client.send("123456");
  await client.phase("closed");
  assertMatch(
    await client.state(),
    /Closed by the server.*1009 Message Too Big.*a message has at most 5.*too big for/s,
  );
});

const STILL = { path: "/#message=" };
pageTest("no close reason turns the words of the page", STILL, async (client) => {
  for (const turning of ["\u202e", "\u2069\u202e", "\u2066", "ا"]) {
    const query = new URLSearchParams({ close: "4001", reason: `${turning}abc` });
    await client.connect(`${client.server.socketUrl}/?${query}`, "closed");
    await client.page.locator("#trouble bdi").getByText(`${turning}abc`).waitFor();
    const [first, last] = await client.page.locator("#trouble p span").evaluate((meaning) => {
      const words = Array.from(meaning.childNodes).find(({ nodeType }) => nodeType === 3) as Text;
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

pageTest("another server, its subprotocol, and a wrong address", {}, async (client) => {
  await using other = startServer({ prefix: "other: " });
  const { page } = client;
  await client.disconnect();
  const address = page.getByRole("combobox", { name: "Address" });
  await address.fill("ws://127.0.0.1/#x");
  await address.press("Enter");
  assertEquals(await address.getAttribute("aria-invalid"), "true");
  await page.getByRole("alert").getByText("It must start with ws://").waitFor();
  assert(await address.evaluate((input) => input === document.activeElement));
  await address.fill(` ${other.socketUrl.replace("ws://", "")}/ `);
  await page.locator("#options").click();
  await page.locator("#protocols").fill("v2.chat, v 1");
  await address.press("Enter");
  await page.getByRole("alert").getByText("names without spaces").waitFor();
  await page.locator("#protocols").fill("v2.chat, v1.chat");
  await address.press("Enter");
  await client.phase("open");
  await page.locator("#messages .event").getByText("v2.chat").waitFor();
  assertEquals(await address.inputValue(), `${other.socketUrl}/`);
  await client.send("hola");
  assertEquals(await client.rows(2), ["Sent: hola", "Received: other: hola"]);
  await address.fill(client.server.socketUrl);
  await address.press("Enter"); // While it is connected: to the new address.
  await page.locator("#messages .event").getByText(`${client.server.socketUrl}/ · v2.chat`)
    .waitFor();
  await client.phase("open");
  const closed = page.locator("#messages .event").getByText("Closed by you, to open another");
  await closed.waitFor();
});

pageTest("a lost connection is opened again if wished, now or not", STILL, async (client, page) => {
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000); // Its countdown waits for this test.
  const reconnect = page.getByRole("checkbox", { name: "Reconnect when" });
  await page.locator("#options").click();
  await reconnect.check();
  await client.connect(`${client.server.socketUrl}/?close=1012&after=1`);
  await client.send("lose it");
  await client.phase("waiting");
  assertMatch(await client.state(), /Next attempt in 1 s \(number 1\)/);
  await page.clock.runFor(1500);
  await client.phase("open");

  await client.send("lose it");
  await client.phase("waiting");
  assertMatch(await client.state(), /Next attempt in [12] s \(number 2\)/);
  await client.click("Now");
  await client.phase("open");

  await client.send("lose it");
  await client.phase("waiting");
  await client.click("Stop");
  await client.phase("closed");
  assertStringIncludes(await client.state(), "1012 Service Restart");
});

pageTest("the wish to reconnect is remembered, and can be given up", {}, async (client, page) => {
  const reconnect = page.getByRole("checkbox", { name: "Reconnect when" });
  await page.locator("#options").click();
  await reconnect.check();
  await page.reload();
  await client.phase("open");
  await page.locator("#options").click();
  assert(await reconnect.isChecked());
  await client.disconnect(); // One's own close is not undone.
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  await client.connect(`${client.server.socketUrl}/?close=1012`, "waiting");
  await reconnect.uncheck();
  await client.phase("closed");
});

pageTest("a page that is gone back to connects again", {}, async (client, page) => {
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
  await page.locator("#messages").getByText("echo: back").waitFor();
});

const COMPLAINING = { path: "/#message=", mayComplain: true };
pageTest("a connection that you give up is not called broken", COMPLAINING, async (client) => {
  // It accepts TCP and says nothing.
  using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  await client.connect(`ws://127.0.0.1:${silent.addr.port}/`, "connecting");
  await client.click("Cancel");
  await client.phase("closed");
  assertMatch(await client.state(), /Closed by you\s+Connect/);
  assertEquals(await client.page.locator("#trouble").count(), 0);
});

pageTest("a failed connection lists causes and the test", COMPLAINING, async (client, page) => {
  await client.connect(`ws://127.0.0.1:${freePort()}/`, "closed");
  const state = await client.state();
  assertMatch(
    state,
    /Could not connect to ws:.*F12 › Console.*Nothing listens.*The server refuses/s,
  );
  await client.connect("ws://127.0.0.1:6000/", "closed");
  await page.getByText("Browsers block this port").waitFor();
  await page.locator("#trouble").getByRole("button", { name: "Test the connection" }).click();
  await page.locator("#probe").waitFor();
});

pageTest("a page from elsewhere that meets the local network says so", {
  path: "/#message=",
  mayComplain: true,
}, async (client) => {
  const { page, server } = client;
  // Chromium sees another host; its files come from this server.
  await page.route("http://eco.test/**", async (route) => {
    const { pathname } = new URL(route.request().url());
    const response = await fetch(server.pageUrl + pathname);
    const headers = Object.fromEntries(response.headers);
    await route.fulfill({ status: response.status, headers, body: await response.text() });
  });
  await page.goto("http://eco.test/#message=");
  await client.connect(`ws://127.0.0.1:${freePort()}/`, "closed");
  assertMatch(await client.state(), /Chrome asks for permission .* your local network/);
});

pageTest("behaviors say what applies now and what after reconnecting", {}, async (client) => {
  const { page, server: { socketUrl } } = client;
  const address = () => page.locator("#url").inputValue();
  await client.open("Behaviors");
  assertEquals(await page.locator("#behaviors-now").innerText(), "plain echo");
  await page.getByRole("textbox", { name: "Prefix of replies" }).fill("> ");
  assertEquals(await address(), `${socketUrl}/?prefix=%3E+`);
  await page.getByRole("checkbox", { name: "Delay of replies" }).check();
  // What is typed now takes the place of the example.
  await page.keyboard.type("1ms");
  assertEquals(await address(), `${socketUrl}/?prefix=%3E+&delay=1ms`);
  assertEquals(await page.locator("#behaviors-now").innerText(), "plain echo");
  assertEquals(await page.locator("#behaviors-next").innerText(), "prefix=> · delay=1ms");
  await client.click("Apply: reconnect");
  await page.locator("#behaviors-now", { hasText: "prefix=>" }).waitFor();
  await client.send("hola");
  assertEquals(await client.rows(2), ["Sent: hola", "Received: > hola"]);
  await page.getByRole("checkbox", { name: "Prefix of replies" }).uncheck();
  assertEquals(await address(), `${socketUrl}/?delay=1ms`);
  await page.locator("#url").fill("ws://127.0.0.2:1/");
  assert(await page.getByRole("checkbox", { name: "Prefix of replies" }).isDisabled());
  await page.getByRole("checkbox", { name: "That server is eco too" }).check();
  await page.getByRole("checkbox", { name: "Prefix of replies" }).check();
  assertEquals(await address(), "ws://127.0.0.2:1/?prefix=%3E+");
});

pageTest("round trips are drawn with axes, and written", {}, async (client, page) => {
  await client.open("Round trips");
  await page.getByText("No round trip has been measured yet").waitFor();
  for (let n = 0; n < 5; n++) await client.send(`${n}`);
  await client.rows(10);
  await page.locator("#chart canvas").waitFor();
  for (const id of ["#last", "#p50", "#p95", "#p99"]) {
    await page.locator(id).getByText(/^[\d.]+ ms$/).waitFor();
  }
});

pageTest("a wrong behavior is told beside the address", COMPLAINING, async (client) => {
  await using other = startServer();
  const { page, server: { socketUrl } } = client;
  const asked: string[] = [];
  page.on("request", (request) => request.url().includes("/info") && asked.push(request.url()));
  // Nothing is looked up of another server, or for an address that asks for nothing.
  for (const address of [`${other.socketUrl}/?delay=5`, `${socketUrl}/`]) {
    await client.connect(address);
    await client.disconnect();
  }
  const problem = page.locator("#url-problem");
  for (
    const [query, words, isInvalid, phase] of [
      ["delay=soon", /refuses this address: .*"delay" must be .*, not "soon"/, "true", "closed"],
      ["reject=503", "answer 503", "false", "closed"],
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
