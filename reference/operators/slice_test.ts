import assert from "node:assert/strict";
import fc from "fast-check";
import { Flag } from "../../graph/expectation.ts";
import { profiles } from "../../graph/profile.ts";
import { elementCount, indexAt, rowMajorStrides, type Tensor } from "../../graph/tensor.ts";
import { type Ball, Undecided } from "../ball.ts";
import { expectationOf } from "../expect.ts";
import type { Options } from "../operator.ts";
import { counting, descriptor, expected, graphCase, refuses, tensor, values } from "../_testing.ts";
import { split } from "./split.ts";

const shapes = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 5 });

/** The elements of `counting(shape)` at `indexOf(index)` for every index of `to`: an independent path. */
function picked(
  shape: readonly number[],
  to: readonly number[],
  indexOf: (at: number, axis: number) => number,
): number[] {
  const strides = rowMajorStrides(shape);
  return Array.from(
    { length: elementCount(to) },
    (_, position) =>
      indexAt(position, to).reduce((sum, at, axis) => sum + indexOf(at, axis) * strides[axis], 0),
  );
}

Deno.test("slice() takes sizes before strides", () => {
  const input = counting([10]);
  assert.deepEqual(values("slice", { input }, { starts: [2], sizes: [7], strides: [3] }), [2, 5, 8]);
  assert.deepEqual(values("slice", { input }, { starts: [2], sizes: [6], strides: [3] }), [2, 5]);
  assert.deepEqual(values("slice", { input }, { starts: [9], sizes: [1], strides: [2 ** 32 - 1] }), [9]);
  const table = counting([3, 4]);
  assert.deepEqual(values("slice", { input: table }, { starts: [1, 1], sizes: [2, 2] }), [5, 6, 9, 10]);
  assert.deepEqual(values("slice", { input: counting([]) }, { starts: [], sizes: [] }), [0]);
});

Deno.test("slice() agrees with its index formula", () => {
  const trials = shapes.chain((shape) =>
    fc.tuple(
      fc.constant(shape),
      fc.tuple(...shape.map((size) =>
        fc.nat(size - 1).chain((start) =>
          fc.tuple(
            fc.constant(start),
            fc.integer({ min: 1, max: size - start }),
            fc.integer({ min: 1, max: 6 }),
          )
        )
      )),
    )
  );
  fc.assert(fc.property(trials, ([shape, axes]) => {
    const [starts, sizes, strides] = [0, 1, 2].map((k) => axes.map((axis) => axis[k]));
    const output = expected("slice", { input: counting(shape) }, { starts, sizes, strides });
    assert.deepEqual(output.shape, sizes.map((size, axis) => Math.floor((size - 1) / strides[axis]) + 1));
    const elements = picked(shape, output.shape, (at, axis) => starts[axis] + at * strides[axis]);
    assert.deepEqual([...output.value], elements);
  }));
});

Deno.test("slice() refuses what its steps refuse", () => {
  const input = descriptor([4, 3]);
  const of = (step: string, starts: number[], sizes: number[], strides?: number[]) =>
    refuses("slice", step, { input }, { starts, sizes, ...(strides && { strides }) });
  of("sizes-not-zero", [0, 0], [1, 0]);
  of("starts-length", [0], [1, 1]);
  of("sizes-length", [0, 0], [1]);
  of("strides-length", [0, 0], [1, 1], [1]);
  of("stride-not-zero", [0, 0], [1, 1], [1, 0]);
  of("start-within-input", [0, 4], [1, 1]);
  of("end-within-input", [0, 3], [1, 1]);
  of("end-within-input", [2, 0], [3, 1], [2, 1]);
});

Deno.test("reverse() turns all axes, those given, or none", () => {
  const input = counting([2, 3]);
  assert.deepEqual(values("reverse", { input }), [5, 4, 3, 2, 1, 0]);
  assert.deepEqual(values("reverse", { input }, { axes: [1] }), [2, 1, 0, 5, 4, 3]);
  assert.deepEqual(values("reverse", { input }, { axes: [0] }), [3, 4, 5, 0, 1, 2]);
  assert.deepEqual(values("reverse", { input }, { axes: [] }), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(values("reverse", { input: tensor([], [7]) }), [7]);
});

Deno.test("reverse() agrees with its index formula", () => {
  const trials = shapes.chain((shape) =>
    fc.tuple(fc.constant(shape), fc.shuffledSubarray(shape.map((_, axis) => axis)))
  );
  fc.assert(fc.property(trials, ([shape, axes]) => {
    const turned = picked(shape, shape, (at, axis) => axes.includes(axis) ? shape[axis] - 1 - at : at);
    assert.deepEqual(values("reverse", { input: counting(shape) }, { axes }), turned);
  }));
});

Deno.test("reverse() refuses an axis given twice or out of range", () => {
  refuses("reverse", "axes-distinct", { input: descriptor([2, 3]) }, { axes: [1, 1] });
  refuses("reverse", "axes-range", { input: descriptor([2, 3]) }, { axes: [2] });
  refuses("reverse", "axes-range", { input: descriptor([]) }, { axes: [0] });
});

/** The outputs of `split`, one after the other. */
function parts(input: Tensor, options: Options) {
  const count = Array.isArray(options.splits) ? options.splits.length : Number(options.splits);
  const outputs = Array.from({ length: count }, (_, i) => `part${i}`);
  const node = { operator: "split", operands: { input: "input" }, options, outputs };
  const testCase = graphCase(new Map([["input", input]]), [node], outputs);
  const expectation = expectationOf(testCase, profiles.ieee).outputs;
  return outputs.map((name) => expectation.get(name)!);
}

Deno.test("split() gives as many parts as asked, or parts of the sizes asked for", () => {
  const input = counting([2, 4]);
  const halves = parts(input, { splits: 2, axis: 1 });
  assert.deepEqual(halves.map(({ shape, value }) => [shape, [...value]]), [
    [[2, 2], [0, 1, 4, 5]],
    [[2, 2], [2, 3, 6, 7]],
  ]);
  assert.deepEqual(parts(input, { splits: 2 }).map(({ value }) => [...value]), [[0, 1, 2, 3], [4, 5, 6, 7]]);
  const uneven = parts(input, { splits: [1, 3], axis: 1 });
  assert.deepEqual(uneven.map(({ shape, value }) => [shape, [...value]]), [
    [[2, 1], [0, 4]],
    [[2, 3], [1, 2, 3, 5, 6, 7]],
  ]);
});

Deno.test("concat() of the parts of split() gives the input", () => {
  const trials = fc.record({
    shape: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }),
    axis: fc.nat(4),
    splits: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }),
  });
  fc.assert(fc.property(trials, ({ shape, axis: drawn, splits }) => {
    const axis = drawn % shape.length;
    const whole = counting(shape.with(axis, splits.reduce((sum, size) => sum + size)));
    const inputs = parts(whole, { splits, axis }).map(({ shape, value }) =>
      tensor(shape, [...value as Float32Array])
    );
    assert.deepEqual(values("concat", { inputs }, { axis }), [...whole.data as Float32Array]);
  }));
});

Deno.test("split() refuses what its steps refuse", () => {
  const of = (step: string, options: Options, shape = [4, 3]) =>
    refuses("split", step, { input: descriptor(shape) }, options);
  of("axis-range", { splits: 1, axis: 2 });
  of("allowed-rank", { splits: 1 }, []);
  of("valid-tensor-count", { splits: 0 });
  of("valid-tensor-count", { splits: [] });
  of("valid-tensor-count", { splits: 8193 }, [8193]);
  of("splits-divide-size", { splits: 2, axis: 1 });
  of("splits-not-zero", { splits: [0, 4] });
  of("splits-sum", { splits: [2, 1] });
});

Deno.test("split() carries radii, magnitudes and what is undecided, and allocates none", () => {
  const exact: Ball = { dataType: "float32", shape: [3], v: Float64Array.of(1, 2, -0) };
  const ball: Ball = {
    ...exact,
    e: Float64Array.of(0.1, 0.2, 0.3),
    M: Float64Array.of(4, 5, 6),
    terms: 2,
    undecided: Uint8Array.of(0, Undecided.value, 0),
  };
  const [, last] = split.evaluate({ input: ball }, { splits: [1, 2] }, profiles.ieee);
  assert.deepEqual([[...last.e!], [...last.M!], last.terms], [[0.2, 0.3], [5, 6], 2]);
  assert.deepEqual([...last.undecided!], [Undecided.value, 0]);
  assert.deepEqual([...last.flags!], [0, Flag.bits]);
  const [first] = split.evaluate({ input: exact }, { splits: [1, 2] }, profiles.ieee);
  assert.deepEqual([first.e, first.M, first.undecided, first.flags], Array(4).fill(undefined));
});
