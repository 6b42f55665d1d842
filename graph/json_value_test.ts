import assert from "node:assert/strict";
import fc from "fast-check";
import { choiceFrom, listFrom, objectFrom, parseJson, recordFrom, stringFrom } from "./json_value.ts";

Deno.test("parseJson() gives what JSON.parse gives", () => {
  fc.assert(fc.property(fc.json(), (text) => {
    assert.deepEqual(parseJson(text, "a.json"), JSON.parse(text));
  }));
});

Deno.test("parseJson() refuses what is no JSON, and names the source", () => {
  for (
    const text of ["", "  ", "{", "[1,]", "nul", '"abc', '{"a":1,}', "\u0000", '{"a\\', '{"\\u12":1}', "]"]
  ) {
    assert.throws(() => parseJson(text, "a.json"), { name: "InputError", message: /^a\.json / }, text);
  }
});

Deno.test("parseJson() refuses a key that occurs twice, however it is spelt", () => {
  for (const text of ['{"a":1,"a":2}', '{"a":1,"\\u0061" :2}', '[{"x":{"a":1,"b":[{"a":0}],"a":2}}]']) {
    assert.throws(() => parseJson(text, "a.json"), { name: "InputError", message: /"a" twice/ });
  }
  parseJson('{"a":"a","b":["a","a"],"c":{"a":"{\\"a\\":1"}}', "a.json");
});

Deno.test("parseJson() refuses deep nesting before it is parsed", () => {
  for (const text of ["[".repeat(1e6), '{"a":'.repeat(1e6), `${"[".repeat(33)}${"]".repeat(33)}`]) {
    assert.throws(() => parseJson(text, "a.json"), { name: "InputError", message: /nests deeper/ });
  }
});

Deno.test("a key never reaches a prototype", () => {
  const members = objectFrom(JSON.parse('{"__proto__":{"polluted":1},"constructor":2}'), "x");
  assert.deepEqual([...members.keys()], ["__proto__", "constructor"]);
  assert.equal(({} as { polluted?: number }).polluted, undefined);
});

Deno.test("each check says what was given and what is allowed", () => {
  assert.throws(() => objectFrom([1], "inputs"), { message: "inputs must be an object and is a list of 1" });
  assert.throws(() => listFrom({}, "shape"), { message: "shape must be a list and is an object" });
  assert.throws(() => stringFrom(5, "name"), { message: "name must be a string and is 5" });
  assert.throws(() => stringFrom(undefined, "name"), { message: "name must be a string and is missing" });
  assert.throws(() => choiceFrom("c", ["a", "b"], "kind"), {
    message: 'kind must be one of "a", "b" and is "c"',
  });
  assert.throws(() => recordFrom({ c: 1 }, ["a", "b"], "it"), {
    message: 'it has the key "c"; allowed are "a", "b"',
  });
});
