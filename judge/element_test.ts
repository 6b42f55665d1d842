import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Flag } from "../graph/expectation.ts";
import { admits, isMeaningless, missOf } from "./element.ts";

Deno.test("admits() takes every number between the bounds, and both zeros for a zero", () => {
  for (const actual of [1, 1.5, 2]) strictEqual(admits(actual, 1.5, 1, 2, 0), true);
  for (const actual of [0.999, 2.001, NaN, Infinity]) strictEqual(admits(actual, 1.5, 1, 2, 0), false);
  strictEqual(admits(-0, 0, 0, 0, 0), true);
  strictEqual(admits(0, -0, -0, -0, 0), true);
});

Deno.test("admits() asks for the sign of a zero under Flag.bits, and for no payload of a NaN", () => {
  strictEqual(admits(0, -0, -0, -0, Flag.bits), false);
  strictEqual(admits(-0, -0, -0, -0, Flag.bits), true);
  strictEqual(admits(NaN, NaN, NaN, NaN, Flag.bits), true);
});

Deno.test("admits() takes only NaN under Flag.nan, and NaN too under Flag.orNaN", () => {
  strictEqual(admits(NaN, NaN, NaN, NaN, Flag.nan), true);
  strictEqual(admits(0, NaN, NaN, NaN, Flag.nan), false);
  strictEqual(admits(NaN, 1, 1, 1, Flag.orNaN), true);
  strictEqual(admits(2, 1, 1, 1, Flag.orNaN), false);
});

Deno.test("admits() takes the infinity that is allowed and not the other", () => {
  strictEqual(admits(Infinity, 65504, 65472, 65504, Flag.orPositiveInfinity), true);
  strictEqual(admits(-Infinity, 65504, 65472, 65504, Flag.orPositiveInfinity), false);
  strictEqual(admits(-Infinity, -65504, -65504, -65472, Flag.orNegativeInfinity), true);
  strictEqual(admits(65504, Infinity, Infinity, Infinity, 0), false);
});

Deno.test("admits() takes only whole numbers under Flag.whole", () => {
  strictEqual(admits(3, 3, 2, 4, Flag.whole), true);
  strictEqual(admits(2.5, 3, 2, 4, Flag.whole), false);
});

Deno.test("admits() takes anything under Flag.any", () => {
  for (const actual of [5, NaN, Infinity]) strictEqual(admits(actual, 1, 1, 1, Flag.any), true);
});

Deno.test("admits() takes any number under Flag.skip, and NaN only beside NaN, infinities and Flag.orNaN", () => {
  for (const actual of [5, Infinity]) strictEqual(admits(actual, 1, 1, 1, Flag.skip), true);
  strictEqual(admits(NaN, 1, 1, 1, Flag.skip), false);
  strictEqual(admits(NaN, 1, 1, 1, Flag.skip | Flag.orNaN), true);
  for (const value of [NaN, -Infinity]) strictEqual(admits(NaN, value, value, value, Flag.skip), true);
  strictEqual(admits(5n, 1n, 1n, 1n, Flag.skip), true);
});

Deno.test("admits() compares 64-bit integers exactly", () => {
  const value = 2n ** 62n;
  strictEqual(admits(value + 1n, value, value, value, 0), false);
  strictEqual(admits(value + 1n, value, value - 1n, value + 1n, 0), true);
});

Deno.test("isMeaningless() tells bounds that admit nothing", () => {
  strictEqual(isMeaningless(NaN, 1, 0), true);
  strictEqual(isMeaningless(2, 1, 0), true);
  strictEqual(isMeaningless(2, 1, Flag.orPositiveInfinity), false);
  strictEqual(isMeaningless(NaN, NaN, Flag.nan), false);
  strictEqual(isMeaningless(1, 1, 0), false);
});

Deno.test("missOf() measures against the bound on the side of the element", () => {
  deepStrictEqual(missOf(3, 1, 0.5, 3), { error: 2, radius: 2, ratio: 1 });
  deepStrictEqual(missOf(0, 1, 0.5, 3), { error: 1, radius: 0.5, ratio: 2 });
  deepStrictEqual(missOf(1, 1, 1, 1), { error: 0, radius: 0, ratio: 0 });
  deepStrictEqual(missOf(2, 1, 1, 1), { error: 1, radius: 0, ratio: Infinity });
  deepStrictEqual(missOf(NaN, 1, 0, 2), { error: Infinity, radius: 1, ratio: Infinity });
  deepStrictEqual(missOf(2n ** 63n - 1n, 0n, 0n, 0n), { error: 2 ** 63, radius: 0, ratio: Infinity });
});
