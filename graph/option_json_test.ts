import assert from "node:assert/strict";
import fc from "fast-check";
import type { OptionValue } from "./graph.ts";
import { InputError } from "./input_error.ts";
import { optionFromJson, optionToJson } from "./option_json.ts";

Deno.test("every option value survives, with its type", () => {
  const number = fc.oneof(fc.double(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }));
  const value: fc.Arbitrary<OptionValue> = fc.oneof(
    number,
    fc.boolean(),
    fc.string(),
    fc.constantFrom("NaN", "5", ""),
    fc.array(number),
    fc.array(fc.string()),
  );
  fc.assert(fc.property(value, (value) => {
    assert.deepEqual(optionFromJson(JSON.parse(JSON.stringify(optionToJson(value))), "x"), value);
  }));
});

Deno.test("optionFromJson() refuses anything else with InputError", () => {
  for (
    const json of [null, {}, { number: 5, other: 1 }, { bigint: "x" }, [1, "a"], [[1]], [true], undefined]
  ) {
    assert.throws(() => optionFromJson(json, "x"), InputError, JSON.stringify(json));
  }
});
