import { assertEquals } from "@std/assert";
import { echo } from "../../../../server/policy/echo.ts";

Deno.test("echo() puts the prefix before the message and changes neither", () => {
  for (const message of ["hola", "", " a\r\n", "año 👩‍👩‍👧 \u202e", "\ud800", "echo: x"]) {
    assertEquals(echo(message), `echo: ${message}`);
    assertEquals(echo(message, "> "), `> ${message}`);
    assertEquals(echo(message, ""), message);
  }
});
