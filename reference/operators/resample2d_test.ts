import assert from "node:assert/strict";
import fc from "fast-check";
import { Flag } from "../../graph/expectation.ts";
import { profiles } from "../../graph/profile.ts";
import { counting, descriptor, expected, outside, refuses, tensor, values } from "../_testing.ts";

const f = Math.fround;
const linear = { mode: "linear" };

Deno.test("resample2d() gives the spec's linear example exactly: 4 × 4 to 8 × 8", () => {
  const rows = [[0, 1, 2, 3], [0, 1, 2, 3], [12, 13, 14, 15], [12, 13, 14, 15]];
  const input = tensor([1, 1, 4, 4], rows.flat());
  const columns = [0, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3];
  const steps = [0, 0, 0, 3, 9, 12, 12, 12];
  const output = expected("resample2d", { input }, { ...linear, sizes: [8, 8] });
  assert.deepEqual([...output.value], steps.flatMap((step) => columns.map((column) => step + column)));
  assert.deepEqual([...output.lo], [...output.hi]);
});

Deno.test("resample2d() takes the nearest neighbour at ceil(c - 0.5)", () => {
  const input = counting([1, 1, 1, 4]);
  assert.deepEqual(values("resample2d", { input }, { sizes: [1, 8] }), [0, 0, 1, 1, 2, 2, 3, 3]);
  // c = 2o + 0.5, so that c - 0.5 is whole and the lower neighbour is taken.
  assert.deepEqual(values("resample2d", { input }, { sizes: [1, 2] }), [0, 2]);
});

Deno.test("resample2d() decides ties at a scale of 2^j and leaves both neighbours at others (20 to 6)", () => {
  const tied = expected("resample2d", { input: counting([1, 1, 4, 6]) }, { sizes: [2, 3] });
  assert.deepEqual([...tied.value], [0, 2, 4, 12, 14, 16]);
  assert.equal(tied.alternatives, undefined);
  // c - 0.5 = (o + 0.5)·10/3 - 1 = 4 for o = 1, and 14 for o = 4.
  const open = expected("resample2d", { input: counting([1, 1, 1, 20]) }, { sizes: [1, 6] });
  assert.deepEqual([...open.value], [1, 4, 8, 11, 14, 18]);
  const [{ question, positions, lo, hi }] = open.alternatives!;
  assert.deepEqual([question, [...positions], [...lo], [...hi]], [undefined, [1, 4], [5, 15], [5, 15]]);
});

Deno.test("resample2d() leaves every combination of neighbours where both axes tie", () => {
  const { alternatives, value } = expected("resample2d", { input: counting([1, 1, 10, 10]) }, {
    sizes: [3, 3],
  });
  const at = (index: number) =>
    alternatives!.filter(({ positions }) => positions.includes(index)).map(({ positions, lo }) =>
      lo[positions.indexOf(index)]
    );
  assert.deepEqual([value[4], ...at(4)].toSorted(), [44, 45, 54, 55]);
});

Deno.test("resample2d() works on any two axes, in the order that axes says", () => {
  const input = counting([2, 3, 1, 2]);
  const output = expected("resample2d", { input }, { axes: [3, 0], sizes: [4, 1] });
  assert.deepEqual(output.shape, [1, 3, 1, 4]);
  assert.deepEqual([...output.value], [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
});

Deno.test("resample2d() floors size · scale with the scale as a float (Q12), and ignores scales beside sizes", () => {
  const shape = (options: Record<string, number[]>) =>
    expected("resample2d", { input: counting([1, 1, 10, 3]) }, options).shape;
  assert.deepEqual(shape({ scales: [0.5, 2] }), [1, 1, 5, 6]);
  assert.deepEqual(shape({ scales: [0.7, 1 / 3] }), [1, 1, 6, 1]);
  assert.deepEqual(shape({ scales: [9, 9], sizes: [2, 2] }), [1, 1, 2, 2]);
  assert.deepEqual(shape({}), [1, 1, 10, 3]);
});

Deno.test("resample2d() derives coordinates from the sizes, not from the scales given", () => {
  // floor(5 · 1.3) = 6, and the scale is 6 / 5.
  const input = counting([1, 1, 1, 5]);
  const given = values("resample2d", { input }, { ...linear, scales: [1, 1.3] });
  assert.deepEqual(given, values("resample2d", { input }, { ...linear, sizes: [1, 6] }));
});

Deno.test("resample2d() of the mirrored input is the mirrored output, and a constant stays", () => {
  fc.assert(fc.property(
    fc.array(fc.integer({ min: -64, max: 64 }), { minLength: 1, maxLength: 7 }),
    fc.integer({ min: 1, max: 9 }),
    (row, size) => {
      const resample = (data: number[]) =>
        expected("resample2d", { input: tensor([1, 1, 1, row.length], data) }, {
          ...linear,
          sizes: [1, size],
        });
      const there = resample(row);
      assert.deepEqual(outside(there, [...resample(row.toReversed()).value as Float32Array].reverse()), []);
      assert.deepEqual([...resample(row.map(() => 3)).value], new Array(size).fill(3));
    },
  ));
});

/** The spec's formula in float32, with 1 / scale in place of a division if `reciprocal`. */
function linear32(data: number[], size: number, reciprocal: boolean): number[] {
  const scale = f(size / data.length);
  return Array.from({ length: size }, (_, o) => {
    const place = reciprocal ? f(f(o + 0.5) * f(1 / scale)) : f(f(o + 0.5) / scale);
    const c = Math.min(Math.max(f(place - 0.5), 0), data.length - 1);
    const t = f(c - Math.floor(c));
    return f(f(data[Math.floor(c)] * f(1 - t)) + f(data[Math.ceil(c)] * t));
  });
}

Deno.test("resample2d() admits float32 evaluations and rejects asymmetric and align-corners coordinates", () => {
  let rejected = 0;
  let cases = 0;
  fc.assert(fc.property(
    fc.array(fc.integer({ min: -1e6, max: 1e6 }).map((x) => f(x / 1000)), { minLength: 3, maxLength: 13 }),
    fc.integer({ min: 5, max: 17 }),
    (row, size) => {
      fc.pre(size !== row.length);
      const input = tensor([1, 1, 1, row.length], row);
      const output = expected("resample2d", { input }, { ...linear, sizes: [1, size] });
      assert.deepEqual(outside(output, linear32(row, size, false)), []);
      assert.deepEqual(outside(output, linear32(row, size, true)), []);
      const at = (c: number) => {
        const low = Math.min(Math.floor(c), row.length - 1);
        return row[low] + (row[Math.min(low + 1, row.length - 1)] - row[low]) * (c - low);
      };
      const asymmetric = Array.from({ length: size }, (_, o) => f(at(o * row.length / size)));
      const corners = Array.from({ length: size }, (_, o) => f(at(o * (row.length - 1) / (size - 1))));
      cases += 2;
      rejected += Number(outside(output, asymmetric).length > 0) +
        Number(outside(output, corners).length > 0);
    },
  ));
  assert.ok(rejected > 0.95 * cases, `${rejected} of ${cases}`);
});

Deno.test("resample2d() of integers rounds to nearest, and other roundings pass as answers to Q13", () => {
  const input = tensor([1, 1, 1, 2], [0, 10], "uint8");
  const { value, alternatives } = expected("resample2d", { input }, { ...linear, sizes: [1, 4] });
  assert.deepEqual([...value], [0, 2, 8, 10]);
  const answers = alternatives!.map((
    { question, answer, positions, lo, hi },
  ) => [question, answer, [...positions], [...lo], [...hi]]);
  assert.deepEqual(answers, [["Q13", "b", [2], [7], [7]], ["Q13", "c", [1], [3], [3]]]);
});

Deno.test("resample2d() admits zero for a subnormal in profile webgpu", () => {
  const input = tensor([1, 1, 1, 2], [2 ** -130, 2 ** -130]);
  const options = { ...linear, sizes: [1, 4] };
  assert.deepEqual(
    outside(expected("resample2d", { input }, options, profiles["webgpu-f16"]), [0, 0, 0, 0]),
    [],
  );
  assert.deepEqual(outside(expected("resample2d", { input }, options), [0, 0, 0, 0]), [0, 1, 2, 3]);
});

Deno.test("resample2d() lets any value pass beside an infinity that is interpolated", () => {
  const input = tensor([1, 1, 1, 3], [1, 2, Infinity]);
  const { flags } = expected("resample2d", { input }, { ...linear, sizes: [1, 5] });
  assert.deepEqual([flags![0], flags![3]], [0, Flag.any]);
});

Deno.test("resample2d() refuses what its steps refuse", () => {
  const input = descriptor([1, 2, 3, 4]);
  refuses("resample2d", "allowed-rank", { input: descriptor([1, 2, 3]) });
  refuses("resample2d", "allowed-data-type", { input: descriptor([1, 2, 3, 4], "int32") });
  refuses("resample2d", "scales-positive", { input }, { scales: [1, 0] });
  refuses("resample2d", "scales-length", { input }, { scales: [1] });
  refuses("resample2d", "sizes-length", { input }, { sizes: [1, 2, 3] });
  refuses("resample2d", "sizes-positive", { input }, { sizes: [0, 1] });
  refuses("resample2d", "axes-length", { input }, { axes: [1] });
  refuses("resample2d", "axes-distinct", { input }, { axes: [1, 1] });
  refuses("resample2d", "axes-range", { input }, { axes: [1, 4] });
  refuses("resample2d", "valid-dimension", { input }, { scales: [0.1, 1] });
  refuses("resample2d", "enum", { input }, { mode: "cubic" });
});

Deno.test("resample() works for 1 to 3 axes at every rank that has them, and refuses the rest", () => {
  for (let rank = 1; rank <= 5; rank++) {
    for (let count = 1; count <= 3; count++) {
      const axes = Array.from({ length: count }, (_, axis) => axis);
      const shape = new Array<number>(rank).fill(2);
      const options = { axes, sizes: axes.map(() => 4) };
      if (count > rank) refuses("resample", "axes-range", { input: descriptor(shape) }, options);
      else {
        const output = expected("resample", { input: counting(shape) }, options);
        assert.deepEqual(output.shape, shape.map((size, axis) => (axis < count ? 4 : size)));
      }
    }
  }
  refuses("resample", "axes-length", { input: descriptor([2, 2]) });
  refuses("resample", "axes-length", { input: descriptor([1, 1, 1, 1]) }, { axes: [0, 1, 2, 3] });
});

Deno.test("resample() along three axes equals resampling one axis after the other", () => {
  const input = counting([2, 3, 2]);
  const whole = values("resample", { input }, { ...linear, axes: [0, 1, 2], sizes: [4, 6, 4] });
  let part = input;
  for (const [axis, size] of [[2, 4], [0, 4], [1, 6]]) {
    const output = expected("resample", { input: part }, { ...linear, axes: [axis], sizes: [size] });
    part = tensor(output.shape, [...output.value as Float32Array]);
  }
  assert.deepEqual(whole, [...part.data]);
});
