import { assertEquals } from "@std/assert";
import { echo } from "../../../../server/policy/echo.ts";
import * as handlerModule from "../../../../handler.ts";

Deno.test("echo() puts the default prefix before the message", () => {
  assertEquals(echo("hola"), "echo: hola");
});

Deno.test("echo() takes another prefix, also an empty one", () => {
  assertEquals(echo("hola", "> "), "> hola");
  assertEquals(echo("hola", ""), "hola");
});

Deno.test("echo() leaves the message as it is", () => {
  for (const message of ["", " a\r\n", "año 👩‍👩‍👧 \u202e", "\ud800", "echo: x"]) {
    assertEquals(echo(message), `echo: ${message}`);
  }
});

Deno.test("echo() is the same function in handler.ts", () => {
  assertEquals(handlerModule.echo, echo);
});
