import assert from "node:assert/strict";
import fc from "fast-check";
import { InputError } from "./input_error.ts";
import { integerFromText, mlNumberFromText, numberFromText, numberToText } from "./number_text.ts";

const throughJson = (value: number | bigint): unknown => JSON.parse(JSON.stringify(numberToText(value)));

Deno.test("every float64 survives JSON", () => {
  const anyBits = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((bits) =>
    new Float64Array(new BigUint64Array([bits]).buffer)[0]
  );
  fc.assert(fc.property(fc.oneof(fc.double(), anyBits), (value) => {
    assert.ok(Object.is(numberFromText(throughJson(value), "x"), value));
  }));
});

Deno.test("every 64-bit integer survives JSON", () => {
  fc.assert(fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }), (value) => {
    assert.equal(integerFromText(throughJson(value), "x"), value);
  }));
});

Deno.test("an MLNumber keeps its kind, also where number and BigInt are equal", () => {
  for (const value of [5, 5n, 0, -0, 0n, NaN, -Infinity, 2 ** 60, 2n ** 60n, -(2n ** 63n)]) {
    assert.ok(Object.is(mlNumberFromText(throughJson(value), "x"), value), String(value));
  }
});

Deno.test("numberToText() writes what JSON lacks as words", () => {
  assert.deepEqual([NaN, Infinity, -Infinity, -0, 0, 1.5].map(numberToText), [
    "NaN",
    "Infinity",
    "-Infinity",
    "-0",
    0,
    1.5,
  ]);
});

Deno.test("numberFromText() refuses everything else by name", () => {
  for (const text of ["nan", "1", "", null, undefined, true, [1], {}, "__proto__"]) {
    assert.throws(() => numberFromText(text, "alpha"), {
      name: "InputError",
      message: /^alpha must be a number/,
    });
  }
});

Deno.test("integerFromText() refuses numbers that float64 has rounded already", () => {
  assert.equal(integerFromText(2 ** 53 - 1, "x"), 2n ** 53n - 1n);
  for (const text of [2 ** 53, 0.5, NaN, "1.5", "0x10", " 1", "1".repeat(21), null]) {
    assert.throws(() => integerFromText(text, "x"), InputError);
  }
});
