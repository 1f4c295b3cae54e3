import { assertEquals } from "@std/assert";
import { browserTest, TestBrowser } from "../support/browser.ts";
import { startControlled } from "../support/controlled.ts";

/**
 * Tries every way in which a page can send a request, and resolves with what it could read. Runs in
 * the browser.
 */
async function attack(control: string): Promise<string[]> {
  const acts = [
    ["connections/victim", { close: { code: 4000 } }],
    ["connections/victim", { send: "attack", behaviors: { mute: true } }],
    ["server", { refuse: { next: 1000 } }],
    ["server", { restart: "60m" }],
  ] as const;
  const read: string[] = [];
  const attempt = async (what: string, run: () => Promise<string>) => {
    const result = await run().catch(() => "");
    if (result !== "") read.push(`${what}: ${result}`);
  };
  const types = ["application/json", "text/plain", "application/x-www-form-urlencoded"];
  const request = (path: string, options: RequestInit) =>
    attempt(
      `${path} ${JSON.stringify(options)}`,
      async () => (await fetch(control + path, options)).text(),
    );
  for (const [path, act] of acts) {
    const body = JSON.stringify(act);
    for (const mode of ["cors", "no-cors", "same-origin"] as const) {
      for (const type of types) {
        await request(path, { method: "POST", mode, body, headers: { "content-type": type } });
      }
      await request(path, { method: "POST", mode, body: new Blob([body]) });
    }
    for (const type of types) navigator.sendBeacon(control + path, new Blob([body], { type }));
    // A form whose only field makes its text JSON.
    const frame = document.createElement("iframe");
    frame.name = `frame-${Math.random()}`;
    const form = document.createElement("form");
    Object.assign(form, { action: control + path, method: "post", target: frame.name });
    form.enctype = "text/plain";
    const input = document.createElement("input");
    [input.name, input.value] = [`${body.slice(0, -1)},"x":"`, '"}'];
    form.append(input);
    document.body.append(frame, form);
    const loaded = new Promise((resolve) => frame.onload = resolve);
    form.submit();
    await loaded;
    await attempt("frame", () => Promise.resolve(frame.contentDocument?.body.textContent ?? ""));
  }
  await request("server/faults", { method: "DELETE" });
  for (const path of ["connections", "server", "connections/victim/messages"]) {
    for (const mode of ["cors", "no-cors"] as const) await request(path, { mode });
    for (const tag of ["script", "img"] as const) {
      const element = document.createElement(tag);
      await attempt(tag, () =>
        new Promise((resolve, reject) => {
          element.onload = () => resolve("loaded");
          element.onerror = reject;
          element.src = control + path;
          document.body.append(element);
        }));
    }
  }
  for (const Source of [WebSocket, EventSource]) {
    await attempt(Source.name, () =>
      new Promise((resolve, reject) => {
        const source = new Source(`${control}connections`);
        source.onopen = () => resolve("open");
        source.onerror = reject;
      }));
  }
  return read;
}

browserTest("a page of another origin gets nothing done on the control port", async () => {
  await using server = startControlled();
  await using page = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response("<!doctype html><body>", { headers: { "content-type": "text/html" } }),
  );
  await using victim = await server.connect("name=victim&record=10");
  assertEquals(await victim.ask("secret"), "echo: secret");
  const state = () =>
    Promise.all(["server", "connections/victim"].map((path) => server.ask(`GET /${path}`)))
      .then((answers) => answers.map(({ body }) => body));
  const before = await state();
  await using browser = new TestBrowser();
  const foreign = await browser.open(`http://127.0.0.1:${page.addr.port}/`, { mayComplain: true });
  const urls = ["127.0.0.1", "localhost"].map((host) => `http://${host}:${server.controlPort}/`);
  for (const url of urls) assertEquals(await foreign.evaluate(attack, url), []);
  // A name of somebody else that leads here, as with DNS rebinding: then the origin is the same.
  const rebound = `http://evil.localhost:${server.controlPort}/`;
  const inside = await browser.open(`${rebound}connections`, { mayComplain: true });
  const refusal = /"error": "The Host header must be an IP address/;
  assertEquals(refusal.test(await inside.textContent("body") ?? ""), true);
  const answers = await inside.evaluate(attack, rebound);
  assertEquals(answers.filter((answer) => !/"error": "(Web pages|The Host)/.test(answer)), []);
  assertEquals(await state(), before);
  assertEquals(victim.waiting, 0);
  assertEquals(await victim.ask("still here"), "echo: still here");
});
