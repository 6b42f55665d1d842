import assert from "node:assert/strict";
import fc from "fast-check";
import { type Source, sourceOf } from "./javascript.ts";

/** What the source evaluates to: no name is in reach of it. */
function evaluate(source: string): unknown {
  return new Function(`return ${source};`)();
}

Deno.test("sourceOf() writes what fits on one line, with quoted keys for maps and bare keys for objects", () => {
  const value = new Map<string, Source>([["descriptor", { shape: [2, 3], dataType: "float32" }], [
    "constant",
    true,
  ]]);
  assert.equal(
    sourceOf(value, 0, 0),
    "{'descriptor': {shape: [2, 3], dataType: 'float32'}, 'constant': true}",
  );
});

Deno.test("sourceOf() writes NaN, infinities, -0 and 64-bit integers so that they are read back", () => {
  const value = [NaN, Infinity, -Infinity, -0, 2n ** 53n - 1n, 2n ** 53n, -(2n ** 63n)];
  assert.equal(
    sourceOf(value, 0, 0),
    "[\n  NaN, Infinity, -Infinity, -0, 9007199254740991, 9007199254740992n,\n  -9223372036854775808n\n]",
  );
});

Deno.test("sourceOf() gives back any text and any numbers", () => {
  fc.assert(fc.property(fc.array(fc.string({ unit: "binary" })), fc.array(fc.double()), (texts, numbers) => {
    const value = new Map<string, Source>([["texts", texts], ["numbers", numbers]]);
    assert.deepEqual(evaluate(`(${sourceOf(value, 0, 1)})`), { texts, numbers });
  }));
});

Deno.test("sourceOf() keeps lists of numbers within 80 columns at any indent", () => {
  fc.assert(
    fc.property(fc.array(fc.float(), { minLength: 1, maxLength: 60 }), fc.nat(20), (numbers, indent) => {
      for (const line of sourceOf([[...numbers], "x"], indent, indent).split("\n")) {
        assert.ok(line.length <= 80, line);
      }
    }),
  );
});

Deno.test("sourceOf() lets an only item hug the brackets", () => {
  const call = new Map<string, Source>([["name", "a".repeat(40)], ["outputs", "b".repeat(40)]]);
  assert.equal(
    sourceOf([call], 2, 2),
    `[{\n    'name': '${"a".repeat(40)}',\n    'outputs': '${"b".repeat(40)}'\n  }]`,
  );
});
