import assert from "node:assert/strict";
import fc from "fast-check";
import { Flag } from "../graph/expectation.ts";
import { profiles } from "../graph/profile.ts";
import {
  accumulationBounds,
  arithmetic,
  dotError,
  exactUpTo,
  flushedPart,
  growth,
  latticeExponent,
  productExponent,
} from "./radius.ts";

const ieee = arithmetic("float32", profiles.ieee);
const webgpu = arithmetic("float32", profiles["webgpu-f16"]);

Deno.test("arithmetic() multiplies the unit roundoff by rho", () => {
  assert.equal(ieee.u, 2 ** -24);
  assert.equal(webgpu.u, 2 ** -23);
  assert.equal(arithmetic("float16", profiles["webgpu-f16"]).u, 2 ** -10);
});

Deno.test("arithmetic() accumulates float16 in float32 under ieee", () => {
  assert.equal(arithmetic("float16", profiles.ieee).accumulator.p, 24);
});

Deno.test("growth() is linear to nearest and gives up at one half otherwise", () => {
  assert.equal(growth(2 ** 24, ieee), 1);
  assert.equal(growth(2 ** 21, webgpu), 0.25 / 0.75);
  assert.equal(growth(2 ** 22, webgpu), Infinity);
});

Deno.test("latticeExponent() finds the lowest bit set in any element", () => {
  assert.equal(latticeExponent(Float64Array.of(4, -6, 0)), 1);
  assert.equal(latticeExponent(Float64Array.of(0.75, 8)), -2);
  assert.equal(latticeExponent(Float64Array.of(2 ** -149, 2 ** -148)), -149);
  assert.equal(latticeExponent(Float64Array.of(2 ** -1074)), -1074);
  assert.equal(latticeExponent(Float64Array.of(1 + 2 ** -52)), -52);
});

Deno.test("latticeExponent() of zeros is Infinity, of a NaN or an infinity -Infinity", () => {
  assert.equal(latticeExponent(Float64Array.of(0, -0)), Infinity);
  assert.equal(latticeExponent(Float64Array.of(1, NaN)), -Infinity);
  assert.equal(latticeExponent(Float64Array.of(-Infinity)), -Infinity);
});

Deno.test("latticeExponent() divides every element into an integer, and one of them into an odd one", () => {
  fc.assert(fc.property(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true })), (list) => {
    const k = latticeExponent(Float64Array.from(list));
    if (k === Infinity) return list.every((x) => x === 0);
    const integers = list.map((x) => x / 2 ** k);
    return integers.every(Number.isInteger) && integers.some((x) => Math.abs(x % 2) === 1);
  }));
});

Deno.test("productExponent() adds the exponents of the factors", () => {
  assert.equal(productExponent([Float64Array.of(6), Float64Array.of(0.5)], ieee), 0);
});

Deno.test("productExponent() refuses factors that the profile may change when it reads them", () => {
  const subnormal = Float64Array.of(2 ** -130);
  assert.equal(productExponent([subnormal], ieee), -130);
  assert.equal(productExponent([subnormal], webgpu), -Infinity);
  const reduced = arithmetic("float32", profiles["reduced-f16"]);
  assert.equal(productExponent([Float64Array.of(2047)], reduced), 0);
  assert.equal(productExponent([Float64Array.of(2049)], reduced), -Infinity);
});

Deno.test("exactUpTo() is 2^24 for float32 integers and 0 below the smallest number", () => {
  assert.equal(exactUpTo(0, ieee), 2 ** 24);
  assert.equal(exactUpTo(-149, ieee), 2 ** -125);
  assert.equal(exactUpTo(-150, ieee), 0);
  assert.equal(exactUpTo(-149, webgpu), 0);
});

Deno.test("dotError() is (n + 2)·u·S + n·q", () => {
  assert.deepEqual(dotError(3, 2, 1, ieee), {
    relative: 5 * 2 ** -24,
    absolute: 3 * 2 ** -149,
    flushed: 0,
  });
});

Deno.test("dotError() lets products and sums below the smallest normal number vanish under webgpu", () => {
  const { absolute, flushed } = dotError(3, 2, 1, webgpu);
  assert.equal(flushed, 3 * 2 ** -126);
  assert.equal(absolute, 3 * 2 ** -148 + 5 * 2 ** -126);
});

Deno.test("accumulationBounds() leaves the radius out where every element is exact", () => {
  const sum = { v: Float64Array.of(3, 0), S: Float64Array.of(5, 0), n: Int32Array.of(2, 2), roundings: 2 };
  assert.deepEqual(accumulationBounds({ ...sum, exact: 2 ** 24 }, ieee), { e: undefined, flags: undefined });
});

Deno.test("accumulationBounds() is exact element by element", () => {
  const S = Float64Array.of(2 ** 24, 2 ** 24 + 1);
  const { e } = accumulationBounds({ v: S, S, n: Int32Array.of(2, 2), roundings: 2, exact: 2 ** 24 }, ieee);
  assert.equal(e?.[0], 0);
  assert.ok(e !== undefined && e[1] >= 4);
});

Deno.test("accumulationBounds() adds what is propagated and what is allowed", () => {
  const one = Float64Array.of(1);
  const base = { v: one, S: one, n: Int32Array.of(1), roundings: 2, exact: 0 };
  const plain = accumulationBounds(base, ieee).e ?? one;
  const more = accumulationBounds({ ...base, P: one, allowance: one }, ieee).e ?? one;
  assert.ok(more[0] >= plain[0] + 2 && more[0] < plain[0] + 2 + 1e-6);
});

Deno.test("accumulationBounds() lets any value pass where a partial sum may overflow", () => {
  const S = Float64Array.of(2 ** 128);
  const sum = { v: Float64Array.of(0), S, n: Int32Array.of(2), roundings: 2, exact: 0 };
  assert.equal(accumulationBounds(sum, ieee).flags?.[0], Flag.any);
});

Deno.test("accumulationBounds() keeps an infinity under ieee and lets anything pass under webgpu", () => {
  const sum = {
    v: Float64Array.of(Infinity),
    S: Float64Array.of(Infinity),
    n: Int32Array.of(2),
    roundings: 2,
    exact: 0,
  };
  assert.deepEqual(accumulationBounds(sum, ieee), { e: undefined, flags: undefined });
  assert.equal(accumulationBounds(sum, webgpu).flags?.[0], Flag.any);
});

Deno.test("accumulationBounds() skips sums too long for the unit roundoff", () => {
  const S = Float64Array.of(1);
  const a = arithmetic("float16", profiles["webgpu-f16"]);
  assert.equal(
    accumulationBounds({ v: S, S, n: Int32Array.of(600), roundings: 2, exact: 0 }, a).flags?.[0],
    Flag.skip,
  );
});

Deno.test("flushedPart() keeps the magnitudes of subnormal elements only", () => {
  const x = Float64Array.of(-(2 ** -130), 1, 0);
  assert.deepEqual(flushedPart(x, webgpu), Float64Array.of(2 ** -130, 0, 0));
  assert.equal(flushedPart(x, ieee), undefined);
});
