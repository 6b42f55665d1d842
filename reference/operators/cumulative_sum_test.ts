import assert from "node:assert/strict";
import fc from "fast-check";
import { Flag } from "../../graph/expectation.ts";
import { profiles } from "../../graph/profile.ts";
import { descriptor, expected, outside, refuses, tensor, values } from "../_testing.ts";
import { operators } from "../operators.ts";

const f = Math.fround;
const name = "cumulativeSum";

Deno.test("cumulativeSum() of [1, 2, 3, 4], as the spec's prose has it", () => {
  const input = tensor([4], [1, 2, 3, 4]);
  assert.deepEqual(values(name, { input }, { axis: 0 }), [1, 3, 6, 10]);
  assert.deepEqual(values(name, { input }, { axis: 0, exclusive: true }), [0, 1, 3, 6]);
  assert.deepEqual(values(name, { input }, { axis: 0, reversed: true }), [10, 9, 7, 4]);
  assert.deepEqual(values(name, { input }, { axis: 0, exclusive: true, reversed: true }), [9, 7, 4, 0]);
});

Deno.test("cumulativeSum() along an axis is reduceSum() of each prefix", () => {
  const lists = fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 24, maxLength: 24 });
  fc.assert(fc.property(lists, fc.nat(2), fc.boolean(), fc.boolean(), (list, axis, exclusive, reversed) => {
    const shape = [2, 3, 4];
    const output = values(name, { input: tensor(shape, list) }, { axis, exclusive, reversed });
    const stride = [12, 4, 1][axis];
    output.forEach((value, i) => {
      const at = Math.floor(i / stride) % shape[axis], first = i - at * stride;
      const taken = Array.from({ length: shape[axis] }, (_, j) => j)
        .filter((j) => exclusive && j === at ? false : reversed ? j >= at : j <= at);
      assert.equal(value, taken.reduce((sum, j) => sum + list[first + j * stride], 0));
    });
  }));
});

Deno.test("cumulativeSum() admits float32 sums in order and by doubling, and no float16 sums", () => {
  const floats = fc.array(fc.float({ noNaN: true, min: -60, max: 60 }), { minLength: 2, maxLength: 64 });
  fc.assert(fc.property(floats, (x) => {
    const output = expected(name, { input: tensor([x.length], x) }, { axis: 0 });
    let sum = 0;
    assert.deepEqual(outside(output, x.map((value) => sum = f(sum + value))), []);
    let doubled = [...x];
    for (let step = 1; step < x.length; step *= 2) {
      doubled = doubled.map((value, i) => i < step ? value : f(value + doubled[i - step]));
    }
    assert.deepEqual(outside(output, doubled), []);
  }));
  const x = Array.from({ length: 30 }, (_, i) => f(1 + Math.sin(i) / 3));
  let narrow = 0;
  const wrong = x.map((value) => narrow = Math.f16round(narrow + value));
  assert.ok(outside(expected(name, { input: tensor([30], x) }, { axis: 0 }), wrong).length > 25);
});

Deno.test("the first sum is exact: the first element, or 0", () => {
  const input = tensor([3], [f(0.1), f(0.2), f(0.7)]);
  const inclusive = expected(name, { input }, { axis: 0 });
  assert.deepEqual([inclusive.lo[0], inclusive.hi[0]], [f(0.1), f(0.1)]);
  const { lo, hi } = expected(name, { input }, { axis: 0, exclusive: true });
  assert.deepEqual([lo[0], hi[0], lo[1], hi[1]], [0, 0, f(0.1), f(0.1)]);
});

Deno.test("a sum is rounded rightly where float64 alone cannot tell", () => {
  const input = tensor([3], [1, 2 ** -24, 2 ** -90]);
  assert.deepEqual(values(name, { input }, { axis: 0 }), [1, 1, 1 + 2 ** -23]);
});

Deno.test("a NaN or an infinity stays in all later sums; where sums may overflow anything passes", () => {
  const { value } = expected(name, { input: tensor([4], [1, Infinity, -Infinity, 2]) }, { axis: 0 });
  assert.deepEqual([...value], [1, Infinity, NaN, NaN]);
  const huge = f(3e38);
  const { flags } = expected(name, { input: tensor([3], [huge, huge, -huge]) }, { axis: 0 });
  assert.deepEqual([...flags!], [0, Flag.any, Flag.any]);
});

Deno.test("integers are summed exactly, and may be anything where a sum leaves the type (Q10)", () => {
  const input = tensor([3], [2n ** 62n, 1n, -(2n ** 61n)], "int64");
  assert.deepEqual(values(name, { input }, { axis: 0 }).slice(0, 2), [2n ** 62n, 2n ** 62n + 1n]);
  const small = expected(name, { input: tensor([3], [2 ** 31 - 1, 1, -5], "int32") }, { axis: 0 });
  assert.deepEqual([...small.flags!], [0, Flag.any, Flag.any]);
  assert.deepEqual(values(name, { input: tensor([2], [7, 9], "uint32") }, { axis: 0, reversed: true }), [
    16,
    9,
  ]);
});

Deno.test("radii add up, and an undecided element makes all later sums undecided", () => {
  const input = {
    dataType: "float32" as const,
    shape: [3],
    v: Float64Array.of(1, 2, 3),
    e: Float64Array.of(0.5, 0, 0.25),
    undecided: Uint8Array.of(0, 1, 0),
  };
  const evaluate = (options: Record<string, boolean>) =>
    operators.get(name)!.evaluate({ input }, { axis: 0, ...options }, profiles.ieee)[0];
  const { e, undecided } = evaluate({});
  assert.deepEqual([e![0] >= 0.5 && e![0] < 0.51, e![2] >= 0.75 && e![2] < 0.76], [true, true]);
  assert.deepEqual([...undecided!], [0, 1, 1]);
  assert.deepEqual([...evaluate({ exclusive: true }).undecided!], [0, 0, 1]);
  assert.deepEqual([...evaluate({ reversed: true }).undecided!], [1, 1, 0]);
});

Deno.test("cumulativeSum() refuses an axis out of range, a scalar and bytes", () => {
  refuses(name, "axis-range", { input: descriptor([2, 3]) }, { axis: 2 });
  refuses(name, "allowed-rank", { input: descriptor([]) }, { axis: 0 });
  refuses(name, "allowed-data-type", { input: descriptor([2], "int8") }, { axis: 0 });
  refuses(name, "required", { input: descriptor([2]) });
});
