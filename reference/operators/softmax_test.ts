import assert from "node:assert/strict";
import fc from "fast-check";
import { Flag } from "../../graph/expectation.ts";
import { profiles } from "../../graph/profile.ts";
import { operators } from "../operators.ts";
import { descriptor, expected, outside, refuses, relativeWidth, tensor, values } from "../_testing.ts";

const f = Math.fround;
const rows = fc.array(fc.float({ noNaN: true, min: -60, max: 60 }), { minLength: 2, maxLength: 40 });

function softmax32(
  row: readonly number[],
  order: (i: number) => number,
  exp: (x: number) => number,
): number[] {
  const maximum = Math.max(...row);
  const powers = row.map((x) => f(exp(f(x - maximum))));
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum = f(sum + powers[order(i)]);
  return powers.map((power) => f(power / sum));
}

const exp2 = (x: number) => f(2 ** f(x * f(Math.LOG2E)));

Deno.test("softmax() of equal elements is 1 / n, and of one element exactly 1", () => {
  assert.deepEqual(values("softmax", { input: tensor([1, 4], [7, 7, 7, 7]) }, { axis: 1 }), [
    0.25,
    0.25,
    0.25,
    0.25,
  ]);
  const { lo, hi } = expected("softmax", { input: tensor([2, 1], [300, -5]) }, { axis: 1 });
  assert.deepEqual([[...lo], [...hi]], [[1, 1], [1, 1]]);
});

Deno.test("softmax() of [0, ln 3] is [1/4, 3/4]", () => {
  const output = expected("softmax", { input: tensor([2], [0, f(Math.log(3))]) }, { axis: 0 });
  assert.deepEqual(outside(output, [0.25, 0.75]), []);
  assert.ok(relativeWidth(output) < 1e-5);
});

Deno.test("softmax() takes any axis", () => {
  const input = tensor([2, 2], [0, 100, 100, 0]);
  const down = values("softmax", { input }, { axis: 0 }).map((x) => Math.round(Number(x)));
  assert.deepEqual(down, [0, 1, 1, 0]);
  const same = tensor([2, 2], [0, 100, 0, 100]);
  assert.deepEqual(values("softmax", { input: same }, { axis: 0 }), [0.5, 0.5, 0.5, 0.5]);
});

Deno.test("softmax() sums to 1 within its bounds", () => {
  fc.assert(fc.property(rows, (row) => {
    const { lo, hi } = expected("softmax", { input: tensor([row.length], row) }, { axis: 0 });
    const sum = (bounds: Iterable<number | bigint>) =>
      [...bounds].reduce((total: number, x) => total + Number(x), 0);
    assert.ok(sum(lo) <= 1 && 1 <= sum(hi));
  }));
});

Deno.test("softmax() admits float32 evaluations in other orders and by exp2", () => {
  fc.assert(fc.property(rows, (row) => {
    const output = expected("softmax", { input: tensor([row.length], row) }, { axis: 0 });
    assert.deepEqual(outside(output, softmax32(row, (i) => i, Math.exp)), []);
    assert.deepEqual(outside(output, softmax32(row, (i) => row.length - 1 - i, Math.exp)), []);
    assert.deepEqual(outside(output, softmax32(row, (i) => i, exp2)), []);
  }));
});

Deno.test("softmax() rejects the other axis, a missing term, and an unshifted exp that overflows", () => {
  const input = tensor([2, 3], [1, 2, 3, 90, 89, 91]);
  const output = expected("softmax", { input }, { axis: 1 });
  const otherAxis = [...expected("softmax", { input }, { axis: 0 }).value as Float32Array];
  assert.equal(outside(output, otherAxis).length, 6);
  const powers = [...input.data as Float32Array].map((x) => f(Math.exp(x)));
  const unshifted = powers.map((power, i) =>
    f(power / f(f(powers[i < 3 ? 0 : 3] + powers[i < 3 ? 1 : 4]) + powers[i < 3 ? 2 : 5]))
  );
  assert.deepEqual(outside(output, unshifted), [3, 4, 5]);
  const short = softmax32([1, 2], (i) => i, Math.exp);
  assert.deepEqual(outside(output, [...short, 0, ...short, 0]).slice(0, 3), [0, 1, 2]);
});

Deno.test("softmax() never admits a negative value, nor in profile ieee one above 1", () => {
  const output = expected("softmax", { input: tensor([2], [0, -200]) }, { axis: 0 });
  assert.deepEqual(outside(output, [1 + 2 ** -23, -(2 ** -149)]), [0, 1]);
  assert.deepEqual(outside(output, [1, 0]), []);
  const webgpu = expected("softmax", { input: tensor([2], [0, -200]) }, { axis: 0 }, profiles["webgpu-f16"]);
  assert.deepEqual(outside(webgpu, [1 + 2 ** -23, -(2 ** -149)]), [1]);
});

Deno.test("softmax() of a NaN is NaN in its row only; -Infinity is 0", () => {
  const input = tensor([2, 2], [0, NaN, 0, -Infinity]);
  const { flags, value } = expected("softmax", { input }, { axis: 1 });
  assert.deepEqual([...flags!], [Flag.nan, Flag.nan, 0, 0]);
  assert.deepEqual([...value].slice(2), [1, 0]);
  assert.deepEqual(
    [...expected("softmax", { input }, { axis: 1 }, profiles["webgpu-f16"]).flags!],
    new Array(4).fill(Flag.any),
  );
});

Deno.test("softmax() refuses an axis out of range, a scalar and integers", () => {
  refuses("softmax", "axis-range", { input: descriptor([2, 3]) }, { axis: 2 });
  refuses("softmax", "allowed-rank", { input: descriptor([]) }, { axis: 0 });
  refuses("softmax", "allowed-data-type", { input: descriptor([2], "int32") }, { axis: 0 });
  refuses("softmax", "required", { input: descriptor([2]) });
});

Deno.test("softmax() of elements with large radii admits what they become within them", () => {
  const scores = fc.array(fc.tuple(fc.integer({ min: -90, max: 90 }), fc.nat(60), fc.boolean()), {
    minLength: 2,
    maxLength: 5,
  });
  const softmaxOf = (v: readonly number[], e?: readonly number[]) => {
    const input = { dataType: "float32" as const, shape: [v.length], v: Float64Array.from(v) };
    const radii = e && { e: Float64Array.from(e) };
    return operators.get("softmax")!.evaluate(
      { input: { ...input, ...radii } },
      { axis: 0 },
      profiles.ieee,
    )[0];
  };
  fc.assert(fc.property(scores, (scores) => {
    const { v, e } = softmaxOf(scores.map(([x]) => x), scores.map(([, radius]) => radius));
    const moved = softmaxOf(scores.map(([x, radius, up]) => x + (up ? radius : -radius))).v;
    moved.forEach((y, i) => assert.ok(Math.abs(Number(y) - Number(v[i])) <= e![i], `element ${i}: ${y}`));
  }));
  // One element may be e^60 of the rest, or e^-60 of it.
  const { v, e } = softmaxOf([30, 0], [30, 30]);
  assert.ok(Math.abs(v[0] as number - 0.5) <= e![0] && Math.abs(v[1] as number - 0.5) <= e![1]);
});
