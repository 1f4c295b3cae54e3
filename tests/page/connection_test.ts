import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Registry } from "../../server/registry.ts";
import { BROWSER } from "../support/browser.ts";
import { ClientPage } from "../support/client_page.ts";
import { testWith } from "../support/needs.ts";
import { startServer } from "../support/server.ts";

testWith(BROWSER, "connect, disconnect, and who closed, by mouse", async () => {
  await using client = await ClientPage.open();
  await client.phase("open");
  await client.page.getByRole("button", { name: "Disconnect" }).click();
  await client.phase("closed");
  assertMatch(await client.state(), /Closed by you 1000 Normal Closure\. It has done/);
  const colors = await client.page.locator("body, #state-name").evaluateAll((elements) =>
    elements.map((element) => getComputedStyle(element).color)
  );
  assertEquals(colors[0], colors[1], "what one did oneself is no alarm");
  await client.page.getByRole("button", { name: "Connect", exact: true }).click();
  await client.phase("open");
});

testWith(
  BROWSER,
  "a close says its code, its name, its reason and what it usually means",
  async () => {
    await using client = await ClientPage.open({ server: { maxPayloadBytes: 5 } });
    await client.send("123456");
    await client.phase("closed");
    const state = await client.state();
    for (
      const part of [
        "Closed by the server",
        "1009 Message Too Big",
        "«a message has at most 5",
        "too big for",
      ]
    ) {
      assertStringIncludes(state, part);
    }
  },
);

for (const turning of ["\u202e", "\u2069\u202e", "\u2066", "ا"]) {
  const name = `a reason with U+${turning.codePointAt(0)?.toString(16)} turns no words of the page`;
  testWith(BROWSER, `${name} (${turning.length})`, async () => {
    await using client = await ClientPage.open({ path: "/#message=" });
    const query = new URLSearchParams({ close: "4001", reason: `${turning}abc` });
    await client.page.locator("#url").fill(`${client.server.socketUrl}/?${query}`);
    await client.page.locator("#url").press("Enter");
    await client.phase("closed");
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
    assert(first < last, `${first} < ${last}`);
  });
}

testWith(BROWSER, "another server, its subprotocol, and an address that is none", async () => {
  await using other = startServer({ prefix: "other: " });
  await using client = await ClientPage.open();
  const { page } = client;
  await client.phase("open");
  await page.getByRole("button", { name: "Disconnect" }).click();
  await client.phase("closed");
  const address = page.getByRole("textbox", { name: "Address" });
  for (
    const wrong of ["", "http://127.0.0.1/", "ws://a b", "ws://127.0.0.1/#x", "javascript:alert(1)"]
  ) {
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

testWith(
  BROWSER,
  "a lost connection is opened again where that is wished: now, later or not",
  async () => {
    const registry = new Registry();
    await using client = await ClientPage.open({ server: { registry } });
    const { page } = client;
    await client.phase("open");
    const lose = () => {
      for (const connection of registry.open) connection.close(1012, "restart");
    };
    await page.getByRole("checkbox", { name: "Reconnect when" }).check();
    lose();
    await client.phase("waiting");
    assertMatch(await client.state(), /Reconnecting in 1 s, attempt 1/);
    await client.phase("open");

    lose();
    await client.phase("waiting");
    assertMatch(await client.state(), /Reconnecting in [12] s, attempt 2/);
    await page.getByRole("button", { name: "Now" }).click();
    await client.phase("open");

    lose();
    await client.phase("waiting");
    await page.locator("#reconnect-stop").click();
    await client.phase("closed");
    assertStringIncludes(await client.state(), "1012 Service Restart");
  },
);

testWith(
  BROWSER,
  "the wish to reconnect is remembered, and a server that is gone is waited for",
  async () => {
    const registry = new Registry();
    await using client = await ClientPage.open({ server: { registry } });
    const { page } = client;
    await client.phase("open");
    await page.getByRole("checkbox", { name: "Reconnect when" }).check();
    await page.reload();
    await client.phase("open");
    assert(await page.getByRole("checkbox", { name: "Reconnect when" }).isChecked());
    for (const connection of registry.open) connection.close(1012, "restart");
    await client.phase("waiting");
    await page.getByRole("checkbox", { name: "Reconnect when" }).uncheck();
    await client.phase("closed");
  },
);

testWith(
  BROWSER,
  "a page that is left and gone back to at once is connected, not stuck",
  async () => {
    await using client = await ClientPage.open();
    const { page } = client;
    await client.phase("open");
    await page.evaluate(() => {
      dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
      dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    });
    await client.phase("open");
    await client.send("still here");
    assertEquals(await client.rows(2), ["Sent: still here", "Received: echo: still here"]);
  },
);

testWith(
  BROWSER,
  "a connection that is given up while it opens is not called a broken one",
  async () => {
    // It accepts TCP and says nothing.
    using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const url = encodeURIComponent(`ws://127.0.0.1:${silent.addr.port}/`);
    await using client = await ClientPage.open({ path: `/#url=${url}`, mayComplain: true });
    await client.page.getByRole("button", { name: "Connect", exact: true }).click();
    await client.phase("connecting");
    await client.page.getByRole("button", { name: "Cancel" }).click();
    await client.phase("closed");
    assertMatch(await client.state(), /^\W*Closed by you\s*$/);
  },
);

testWith(BROWSER, "your own close is not undone by reconnecting", async () => {
  await using client = await ClientPage.open();
  await client.phase("open");
  await client.page.getByRole("checkbox", { name: "Reconnect when" }).check();
  await client.page.getByRole("button", { name: "Disconnect" }).click();
  await client.phase("closed");
});

testWith(BROWSER, "a page that is gone back to connects again", async () => {
  await using client = await ClientPage.open();
  await client.phase("open");
  await client.page.goto("about:blank");
  await client.page.goBack();
  await client.phase("open");
  await client.send("back");
  await client.page.getByText("echo: back").waitFor();
});

testWith(BROWSER, "what the server can be asked for is written into the address", async () => {
  await using client = await ClientPage.open();
  const { page } = client;
  await client.phase("open");
  await page.getByText("Faults on request").click();
  await page.getByRole("textbox", { name: "Prefix of replies" }).fill("> ");
  assertEquals(await page.locator("#url").inputValue(), `${client.server.socketUrl}/?prefix=%3E+`);
  await page.getByRole("button", { name: "Disconnect" }).click();
  await client.phase("closed");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await client.phase("open");
  await client.send("hola");
  assertEquals(await client.rows(2), ["Sent: hola", "Received: > hola"]);
  await page.getByRole("checkbox", { name: "Prefix of replies" }).uncheck();
  assertEquals(await page.locator("#url").inputValue(), `${client.server.socketUrl}/`);
  await page.getByRole("checkbox", { name: "Delay of replies" }).check();
  assertEquals(await page.locator("#url").inputValue(), `${client.server.socketUrl}/?delay=250ms`);
  // What is typed now takes the place of the example.
  await page.keyboard.type("1s");
  assertEquals(await page.locator("#url").inputValue(), `${client.server.socketUrl}/?delay=1s`);
});

for (
  const [locale, connect, refuses, rejects, ignores] of [
    ["en", "Connect", "The server refuses this address", "answers 503", "ignores «dealy»"],
    [
      "es",
      "Conectar",
      "El servidor rechaza esta dirección",
      "responde 503",
      "no hace caso de «dealy»",
    ],
  ]
) {
  testWith(
    BROWSER,
    `a behaviour that is wrong is told beside the address (${locale})`,
    async () => {
      const options = { locale, path: "/#message=", mayComplain: true };
      await using client = await ClientPage.open(options);
      const { page } = client;
      const url = page.locator("#url");
      const problem = page.locator("#url-problem");
      const submit = () => page.getByRole("button", { name: connect, exact: true }).click();
      await url.fill(`${client.server.socketUrl}/?delay=soon`);
      await submit();
      await problem.getByText(refuses).waitFor();
      const sentence = await problem.locator("bdi[lang=en]").innerText();
      assertMatch(sentence, /"delay" must be a time .* current value is "soon"/);
      assertEquals(await url.getAttribute("aria-invalid"), "true");
      await client.phase("closed");

      await url.fill(`${client.server.socketUrl}/?reject=503`);
      await submit();
      await problem.getByText(rejects).waitFor();
      assertEquals(await url.getAttribute("aria-invalid"), "false");
      await client.phase("closed");

      await url.fill(`${client.server.socketUrl}/?protocol=chat`);
      await submit();
      await problem.getByText(/(subprotocol|subprotocolo) «chat»/).waitFor();
      await client.phase("closed");

      await url.fill(`${client.server.socketUrl}/?dealy=1s`);
      await submit();
      await client.phase("open");
      await problem.getByText(ignores).waitFor();
      assertEquals(await url.getAttribute("aria-invalid"), "false");
    },
  );
}

testWith(
  BROWSER,
  "of an address that asks for nothing, or of others, nothing is looked up",
  async () => {
    await using other = startServer();
    await using client = await ClientPage.open();
    const { page } = client;
    await client.phase("open");
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    for (const address of [`${client.server.socketUrl}/`, `${other.socketUrl}/?delay=5`]) {
      await page.locator("#connect").click();
      await client.phase("closed");
      await page.locator("#url").fill(address);
      await page.locator("#connect").click();
      await client.phase("open");
    }
    assertEquals(asked.filter((url) => url.includes("/info")), []);
  },
);
