// deno-lint-ignore-file no-import-prefix -- named in deno.json, those who only serve would load it
import { assert, assertEquals } from "@std/assert";
import { Validator } from "npm:@seriousme/openapi-schema-validator@2.11.0";
import { Ajv2020 } from "npm:ajv@8.20.0/dist/2020.js";
import description from "../../server/control_api.json" with { type: "json" };
import { ROUTES } from "../../server/control.ts";
import {
  CONNECTION_ACTS,
  LIST_QUERY,
  MESSAGES_QUERY,
  SERVER_ACTS,
  STATE_QUERY,
} from "../../server/policy/control.ts";
import { startControlled } from "../support/controlled.ts";
import { testOnWire, testWith } from "../support/needs.ts";

/** What the description says about one request. */
interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}

const PATHS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = description.paths;
const { schemas, responses } = description.components;

/** Returns what the description says about a request such as `GET /server`. */
function operationOf(method: string, path: string): Operation {
  return PATHS[path][method.toLowerCase()] as Operation;
}

testWith(["read", "env"], "the description of the control port is OpenAPI 3.1", async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(description));
  assert(valid, JSON.stringify(errors));
  assertEquals(validator.version, "3.1");
  const wrong = await new Validator().validate({
    ...description,
    paths: { "/server": { get: 1 } },
  });
  assertEquals(wrong.valid, false);
});

Deno.test("the description has the routes, fields and parameters of the code", () => {
  const described = Object.entries(PATHS).map(([path, operations]) => [
    path,
    Object.keys(operations).filter((name) => name !== "parameters").map((name) =>
      name.toUpperCase()
    ),
  ]);
  const routes = Object.entries(ROUTES).map(([path, methods]) => [path, Object.keys(methods)]);
  assertEquals(described, routes);
  for (const [path, methods] of Object.entries(ROUTES)) {
    for (const method of Object.keys(methods)) {
      const { requestBody } = operationOf(method, path);
      assertEquals(requestBody !== undefined, method === "POST", `${method} ${path}`);
    }
  }
  for (
    const [path, query] of Object.entries({
      "/connections": LIST_QUERY,
      "/connections/{name}": STATE_QUERY,
      "/connections/{name}/messages": MESSAGES_QUERY,
    })
  ) {
    const names = operationOf("GET", path).parameters?.map(({ name }) => name);
    assertEquals(names, Object.keys(query), path);
  }
  const names = (schema: { readonly properties: object }) => Object.keys(schema.properties);
  assertEquals(names(schemas.ConnectionActs), Object.keys(CONNECTION_ACTS));
  assertEquals(names(schemas.ServerActs), Object.keys(SERVER_ACTS));
});

testOnWire("answers of the control port are as the description says", async () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: "api", components: { schemas, responses } });
  await using server = startControlled();
  await using client = await server.connect("name=a&record=2&close=4000&after=60m");
  client.send("1");
  client.send(new Uint8Array([1]));
  await client.take(2);
  const on = "/connections/{name}";
  const post = (path: string, body: unknown) => ["POST", path, "", body] as const;
  const requests = [
    ["GET", "/connections", "?limit=1"],
    ["GET", on, ""],
    ["GET", on, "?wait=closed&timeout=0"],
    ["GET", `${on}/messages`, "?wait=2"],
    ["GET", `${on}/messages`, "?wait=x"],
    post(on, { behaviors: { after: 3 }, send: "2", sendBase64: "" }),
    post(on, { close: { code: 1 } }),
    post(on, 1),
    post("/server", { refuse: { for: "60m" } }),
    post("/server", { refuse: { next: 1 }, restart: 0 }),
    ["DELETE", "/server/faults", ""],
    ["GET", "/server", ""],
    ["GET", on, "?wait=closed"],
    ["GET", on, ""],
    ["GET", "/openapi.json", ""],
  ] as const;
  const statuses = new Set<number>();
  for (const [method, path, query, body] of requests) {
    const request = `${method} ${path.replace("{name}", "a")}${query}`;
    const answer = await server.ask(request, { body });
    statuses.add(answer.status);
    const told = operationOf(method, path).responses[answer.status];
    assert(told, `${request} is answered with ${answer.status}, which is not described`);
    const schema = resolveResponse(told).content["application/json"].schema;
    const check = ajv.compile(
      JSON.parse(JSON.stringify(schema).replaceAll("#/components", "api#/components")),
    );
    assert(check(answer.body), `${request}: ${JSON.stringify([check.errors, answer.body])}`);
  }
  assertEquals([...statuses].sort(), [200, 400, 404, 408]);
});

/** Returns a response of the description, which may be a reference to one. */
function resolveResponse(response: unknown) {
  type Described = {
    readonly content: { readonly "application/json": { readonly schema: object } };
  };
  const { $ref } = response as { $ref?: string };
  const name = $ref?.split("/").at(-1);
  return (name ? responses[name as keyof typeof responses] : response) as Described;
}
