import { assertEquals } from "@std/assert";
import { pageTest } from "../support/client_page.ts";

pageTest("the page in a browser sends a message and shows the reply", {}, async (client) => {
  await client.send("hola");
  assertEquals(await client.rows(2), ["Sent: hola", "Received: echo: hola"]);
});
