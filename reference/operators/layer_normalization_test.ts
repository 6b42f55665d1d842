import assert from "node:assert/strict";
import fc from "fast-check";
import { Flag } from "../../graph/expectation.ts";
import { profiles } from "../../graph/profile.ts";
import { elementCount } from "../../graph/tensor.ts";
import {
  counting,
  descriptor,
  expected,
  outside,
  refuses,
  relativeWidth,
  tensor,
  values,
} from "../_testing.ts";
import { operators } from "../operators.ts";

const f = Math.fround;
const name = "layerNormalization";

interface Form {
  readonly epsilon?: number;
  readonly folded?: boolean;
  readonly sample?: boolean;
}

/** In float32 in two passes, or folded into `x·k + (b - m·k)`. */
function normalize32(
  x: readonly number[],
  s: readonly number[],
  b: readonly number[],
  form: Form = {},
): number[] {
  const { epsilon = f(1e-5), folded, sample } = form;
  const sum = (list: number[]) => list.reduce((total, value) => f(total + value), 0);
  const mean = f(sum([...x]) / x.length);
  const squares = x.map((value) => f(f(value - mean) ** 2));
  const root = f(Math.sqrt(f(f(sum(squares) / (x.length - (sample ? 1 : 0))) + epsilon)));
  return x.map((value, j) => {
    const k = f(s[j] / root);
    return folded ? f(f(value * k) + f(b[j] - f(mean * k))) : f(f(s[j] * f(f(value - mean) / root)) + b[j]);
  });
}

Deno.test("layerNormalization() of [-1, 1] and [9, 11] is ±1, scaled and shifted an element at a time", () => {
  const input = tensor([2, 2], [-1, 1, 9, 11]);
  assert.deepEqual(values(name, { input }, { epsilon: 0 }), [-1, 1, -1, 1]);
  const factors = { scale: tensor([2], [3, 5]), bias: tensor([2], [100, 200]) };
  assert.deepEqual(values(name, { input, ...factors }, { epsilon: 0 }), [97, 205, 97, 205]);
  const down = values(name, { input, ...factors }, { epsilon: 0, axes: [0] });
  assert.deepEqual(down, [97, 97, 205, 205]);
});

Deno.test("absent axes are all but the first, so that a vector is not normalized at all", () => {
  const input = tensor([2], [3, 7]);
  assert.deepEqual(values(name, { input, bias: tensor([], [5]) }), [5, 5]);
  assert.deepEqual(values(name, { input: tensor([], [3]), scale: tensor([], [2]) }), [0]);
  assert.deepEqual(values(name, { input }, { axes: [0], epsilon: 0 }), [-1, 1]);
  const three = counting([2, 2, 2]);
  assert.deepEqual(values(name, { input: three }), values(name, { input: three }, { axes: [1, 2] }));
});

Deno.test("the sizes of scale stand in the order of axes", () => {
  const input = tensor([2, 3], [1, 2, 3, 4, 5, 9]);
  const scale = tensor([2, 3], [1, 2, 3, 4, 5, 6]);
  const turned = tensor([3, 2], [1, 4, 2, 5, 3, 6]);
  const straight = values(name, { input, scale }, { axes: [0, 1] });
  assert.deepEqual(values(name, { input, scale: turned }, { axes: [1, 0] }), straight);
});

Deno.test("layerNormalization() of a permuted input along the permuted axes is the permuted answer", () => {
  const shape = [2, 3, 2];
  fc.assert(fc.property(
    fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 12, maxLength: 12 }),
    fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
    fc.shuffledSubarray([0, 1, 2]),
    (list, permutation, axes) => {
      const input = tensor(shape, list);
      const sizes = axes.map((axis) => shape[axis]);
      const scale = tensor(sizes, Array.from({ length: elementCount(sizes) }, (_, i) => i + 1));
      const there = expected("transpose", { input }, { permutation });
      const moved = tensor(there.shape, [...there.value as Float32Array]);
      const answer = expected(name, { input, scale }, { axes });
      const wanted = expected(
        "transpose",
        { input: tensor(shape, [...answer.value as Float32Array]) },
        { permutation },
      );
      const movedAxes = axes.map((axis) => permutation.indexOf(axis));
      const output = expected(name, { input: moved, scale }, { axes: movedAxes });
      assert.deepEqual(outside(output, wanted.value as Float32Array), []);
    },
  ));
});

Deno.test("layerNormalization() admits float32 in two passes and folded, whatever the mean", () => {
  const rows = fc.array(fc.float({ noNaN: true, min: -8, max: 8 }), { minLength: 6, maxLength: 6 });
  fc.assert(fc.property(rows, rows, rows, fc.constantFrom(0, 3, 100), (row, s, b, offset) => {
    const x = row.map((value) => f(value + offset));
    const output = expected(name, { input: tensor([1, 6], x), scale: tensor([6], s), bias: tensor([6], b) });
    assert.deepEqual(outside(output, normalize32(x, s, b)), []);
    assert.deepEqual(outside(output, normalize32(x, s, b, { folded: true })), []);
  }));
});

Deno.test("layerNormalization() rejects a wrong epsilon, the sample variance and scale at the wrong element", () => {
  const x = [0.001, -0.002, 0.004, 0, 0.003, -0.001].map(f);
  const s = [1, 1.5, 2, 2.5, 3, 3.5], b = [0, 1, 0, 1, 0, 1];
  const output = expected(name, { input: tensor([1, 6], x), scale: tensor([6], s), bias: tensor([6], b) });
  assert.deepEqual(outside(output, normalize32(x, s, b)), []);
  for (const mutant of [{ epsilon: 0 }, { epsilon: f(1e-3) }, { sample: true }]) {
    assert.ok(outside(output, normalize32(x, s, b, mutant)).length >= 4, JSON.stringify(mutant));
  }
  assert.ok(outside(output, normalize32(x, [...s].reverse(), b)).length >= 4);
  assert.ok(relativeWidth(output) < 1e-5);
});

Deno.test("layerNormalization() of a NaN is NaN in its row only; one of no variance and no epsilon is not judged", () => {
  const { flags } = expected(name, { input: tensor([2, 2], [NaN, 1, 2, 3]) });
  assert.deepEqual([...flags!], [Flag.nan, Flag.nan, 0, 0]);
  const open = expected(name, { input: tensor([1, 2], [3, 3]) }, { epsilon: 0 });
  assert.ok([...open.flags!].every((mark) => mark & Flag.skip));
});

Deno.test("an undecided scale makes the elements that use it undecided, an undecided element its row", () => {
  const ball = (shape: number[], list: number[], marks: number[]) => ({
    dataType: "float32" as const,
    shape,
    v: Float64Array.from(list),
    undecided: Uint8Array.from(marks),
  });
  const input = ball([2, 2], [1, 2, 3, 4], [0, 0, 0, 1]), scale = ball([2], [1, 2], [1, 0]);
  const evaluate = (axes: number[]) =>
    operators.get(name)!.evaluate({ input, scale }, { axes }, profiles.ieee)[0].undecided!;
  assert.deepEqual([...evaluate([1])], [1, 0, 1, 1]);
  assert.deepEqual([...evaluate([0])], [1, 1, 0, 1]);
});

Deno.test("layerNormalization() refuses what its steps refuse", () => {
  const input = descriptor([2, 3, 4]);
  refuses(name, "axes-distinct", { input }, { axes: [1, 1] });
  refuses(name, "axes-range", { input }, { axes: [3] });
  refuses(name, "axes-range", { input: descriptor([]) }, { axes: [0] });
  refuses(name, "allowed-data-type", { input: descriptor([2], "int32") });
  refuses(name, "finite", { input }, { epsilon: Infinity });
  for (const argument of ["scale", "bias"]) {
    refuses(name, `${argument}-data-type`, { input, [argument]: descriptor([3, 4], "float16") });
    refuses(name, `${argument}-rank`, { input, [argument]: descriptor([12]) });
    refuses(name, `${argument}-shape`, { input, [argument]: descriptor([4, 3]) });
    refuses(name, `${argument}-shape`, { input, [argument]: descriptor([3, 4]) }, { axes: [2, 1] });
  }
});
