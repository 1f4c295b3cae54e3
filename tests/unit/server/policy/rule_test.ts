import { assertEquals } from "@std/assert";
import {
  ANY_TEXT,
  bytes,
  HOST,
  integer,
  oneOf,
  ORIGINS,
  seconds,
} from "../../../../server/policy/rule.ts";

function assertReads<V>(
  read: (text: string) => V | undefined,
  cases: Record<string, V | undefined>,
) {
  for (const [text, value] of Object.entries(cases)) assertEquals(read(text), value, text);
}

Deno.test("ANY_TEXT reads any text", () => {
  assertReads(ANY_TEXT.read, { "": "", "-> ": "-> " });
});

Deno.test("HOST reads names and addresses", () => {
  for (const host of ["localhost", "127.0.0.1", "::1", "fe80::1%eth0", "a-b.example", "::"]) {
    assertEquals(HOST.read(host), host);
  }
});

Deno.test("HOST refuses URLs, ports and brackets", () => {
  for (const text of ["", " ", "http://a", "[::1]", "a b", "localhost:9000", "1.2.3.4:80"]) {
    assertEquals(HOST.read(text), undefined, text);
  }
});

Deno.test("ORIGINS reads origins with commas between them", () => {
  assertReads<readonly string[]>(ORIGINS.read, {
    "https://a.example": ["https://a.example"],
    "https://a.example, http://b:8080": ["https://a.example", "http://b:8080"],
    "": undefined,
    "a.example": undefined,
    "https://a.example/": undefined,
    "https://A.example": undefined,
    "https://a.example,": undefined,
  });
});

Deno.test("integer() reads decimal digits within the bounds", () => {
  const { read } = integer(0, 65535);
  assertReads(read, { "0": 0, "8765": 8765, "65535": 65535, "0080": 80 });
  for (const text of ["", " 80", "x", "-1", "65536", "8e3", "0x50", "1.5", "٣"]) {
    assertEquals(read(text), undefined, text);
  }
});

Deno.test("bytes() reads sizes with binary units", () => {
  assertReads(bytes(1).read, {
    "1": 1,
    "65536": 65536,
    "64KiB": 65536,
    "1.5MiB": 1572864,
    "2GiB": 2147483648,
    "7B": 7,
    "0": undefined,
    "1.5": undefined,
    "64kb": undefined,
    "64 KiB": undefined,
    "-1": undefined,
    "1constructor": undefined,
    "99999999999GiB": undefined,
  });
});

Deno.test("seconds() reads times with units", () => {
  assertReads(seconds(3600).read, {
    "0": 0,
    "30": 30,
    "30s": 30,
    "250ms": 0.25,
    "2m": 120,
    "1h": 3600,
    "1.5": 1.5,
    "61m": undefined,
    "": undefined,
    "s": undefined,
    "1d": undefined,
    "1e3": undefined,
    "-1s": undefined,
  });
});

Deno.test("oneOf() reads its words alone", () => {
  assertReads(oneOf(["info", "off"]).read, {
    info: "info",
    off: "off",
    INFO: undefined,
    "": undefined,
  });
});
