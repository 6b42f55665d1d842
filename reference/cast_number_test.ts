import assert from "node:assert/strict";
import { castNumber } from "./cast_number.ts";

Deno.test("castNumber() rounds to the nearest float, and past the last one to infinity", () => {
  assert.equal(castNumber(1e-5, "float16"), 168 * 2 ** -24);
  assert.equal(castNumber(65519, "float16"), 65504);
  assert.equal(castNumber(65520, "float16"), Infinity);
  assert.equal(castNumber(0.1, "float32"), 13421773 * 2 ** -27);
});

Deno.test("castNumber() rounds a 64-bit integer to float32 once, not through float64", () => {
  // 2^60 + 2^36 is halfway between two float32 values; one more is above the tie, but not in float64.
  assert.equal(castNumber(2n ** 60n + 2n ** 36n, "float32"), 2 ** 60);
  assert.equal(castNumber(2n ** 60n + 2n ** 36n + 1n, "float32"), 2 ** 60 + 2 ** 37);
  assert.equal(castNumber(-(2n ** 60n) - 2n ** 36n - 1n, "float32"), -(2 ** 60) - 2 ** 37);
});

Deno.test("castNumber() clamps to the integer type and rounds halves to even", () => {
  assert.equal(castNumber(300, "uint8"), 255);
  assert.equal(castNumber(-129, "int8"), -128);
  assert.equal(castNumber(2.5, "int32"), 2);
  assert.equal(castNumber(3.5, "int32"), 4);
  assert.equal(castNumber(-2.5, "int8"), -2);
  assert.equal(castNumber(NaN, "int32"), 0);
  assert.equal(castNumber(3e9, "uint32"), 3e9);
});

Deno.test("castNumber() gives 64-bit integers as BigInt", () => {
  assert.equal(castNumber(Infinity, "int64"), 2n ** 63n - 1n);
  assert.equal(castNumber(-1, "uint64"), 0n);
  assert.equal(castNumber(2n ** 64n, "uint64"), 2n ** 64n - 1n);
  assert.equal(castNumber(2n ** 53n + 1n, "int64"), 2n ** 53n + 1n);
});
