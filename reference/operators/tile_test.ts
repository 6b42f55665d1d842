import assert from "node:assert/strict";
import fc from "fast-check";
import { Flag } from "../../graph/expectation.ts";
import { profiles } from "../../graph/profile.ts";
import { indexAt, rowMajorStrides } from "../../graph/tensor.ts";
import { type Ball, Undecided } from "../ball.ts";
import { counting, descriptor, expected, refuses, tensor, values } from "../_testing.ts";
import { triangular } from "./triangular.ts";

const shapes = fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 5 });

Deno.test("tile() repeats whole axes, not elements", () => {
  const output = expected("tile", { input: counting([2, 2]) }, { repetitions: [1, 2] });
  assert.deepEqual(output.shape, [2, 4]);
  assert.deepEqual([...output.value], [0, 1, 0, 1, 2, 3, 2, 3]);
  assert.deepEqual(values("tile", { input: counting([2]) }, { repetitions: [3] }), [0, 1, 0, 1, 0, 1]);
  assert.deepEqual(values("tile", { input: tensor([], [5n], "int64") }, { repetitions: [] }), [5n]);
});

Deno.test("tile() takes the element at the remainder of each index", () => {
  const trials = shapes.chain((shape) =>
    fc.tuple(fc.constant(shape), fc.tuple(...shape.map(() => fc.integer({ min: 1, max: 3 }))))
  );
  fc.assert(fc.property(trials, ([shape, repetitions]) => {
    const output = expected("tile", { input: counting(shape) }, { repetitions });
    assert.deepEqual(output.shape, shape.map((size, axis) => size * repetitions[axis]));
    const strides = rowMajorStrides(shape);
    output.value.forEach((value: number | bigint, position: number) => {
      const index = indexAt(position, output.shape).map((at, axis) => at % shape[axis]);
      assert.equal(value, index.reduce((sum, at, axis) => sum + at * strides[axis], 0));
    });
  }));
});

Deno.test("tile() refuses what its steps refuse", () => {
  const input = descriptor([2, 3]);
  refuses("tile", "repetitions-length", { input }, { repetitions: [2] });
  refuses("tile", "repetitions-not-zero", { input }, { repetitions: [1, 0] });
  refuses("tile", "valid-dimension", { input }, { repetitions: [2 ** 30, 1] });
});

Deno.test("expand() stretches sizes of 1 and prepends axes", () => {
  assert.deepEqual(values("expand", { input: counting([2, 1]) }, { newShape: [2, 3] }), [0, 0, 0, 1, 1, 1]);
  assert.deepEqual(values("expand", { input: counting([2]) }, { newShape: [2, 2] }), [0, 1, 0, 1]);
  assert.deepEqual(values("expand", { input: tensor([], [-0]) }, { newShape: [2] }), [-0, -0]);
});

Deno.test("expand() of a size of 1 is tile()", () => {
  const trials = shapes.chain((shape) =>
    fc.tuple(
      fc.constant(shape),
      fc.tuple(...shape.map(() => fc.boolean())),
      fc.tuple(...shape.map(() => fc.integer({ min: 1, max: 4 }))),
    )
  );
  fc.assert(fc.property(trials, ([shape, stretched, counts]) => {
    const input = counting(shape.map((size, axis) => stretched[axis] ? 1 : size));
    const repetitions = counts.map((count, axis) => stretched[axis] ? count : 1);
    const newShape = input.shape.map((size, axis) => size * repetitions[axis]);
    assert.deepEqual(values("expand", { input }, { newShape }), values("tile", { input }, { repetitions }));
  }));
});

Deno.test("expand() refuses a shape that the input does not stretch to, and a size of zero", () => {
  const input = descriptor([2, 1]);
  refuses("expand", "broadcastable", { input }, { newShape: [2] });
  refuses("expand", "broadcastable", { input }, { newShape: [3, 1] });
  refuses("expand", "broadcastable", { input }, { newShape: [2, 3, 1] });
  refuses("expand", "valid-dimension", { input }, { newShape: [2, 0] });
  refuses("expand", "valid-dimension", { input }, { newShape: [2 ** 31, 2, 1] });
});

Deno.test("triangular() gives the spec's examples", () => {
  const input = tensor([3, 3], [7, 1, 2, 9, 4, 8, 2, 6, 3]);
  const of = (options: { upper?: boolean; diagonal?: number }) => values("triangular", { input }, options);
  assert.deepEqual(of({}), [7, 1, 2, 0, 4, 8, 0, 0, 3]);
  assert.deepEqual(of({ diagonal: 1 }), [0, 1, 2, 0, 0, 8, 0, 0, 0]);
  assert.deepEqual(of({ diagonal: -1 }), [7, 1, 2, 9, 4, 8, 0, 6, 3]);
  assert.deepEqual(of({ upper: false }), [7, 0, 0, 9, 4, 0, 2, 6, 3]);
  assert.deepEqual(of({ upper: false, diagonal: 1 }), [7, 1, 0, 9, 4, 8, 2, 6, 3]);
  assert.deepEqual(of({ upper: false, diagonal: -1 }), [0, 0, 0, 9, 0, 0, 2, 6, 0]);
});

Deno.test("triangular() keeps an element by its row and column in the last two axes", () => {
  const trials = fc.record({
    shape: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 5 }),
    upper: fc.boolean(),
    diagonal: fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constantFrom(2 ** 31 - 1, -(2 ** 31))),
  });
  fc.assert(fc.property(trials, ({ shape, upper, diagonal }) => {
    const input = tensor(shape, [...counting(shape).data as Float32Array].map((x) => x + 1));
    const output = expected("triangular", { input }, { upper, diagonal });
    assert.deepEqual(output.shape, shape);
    output.value.forEach((value: number | bigint, position: number) => {
      const [row, column] = indexAt(position, shape).slice(-2);
      const isKept = upper ? column - row >= diagonal : column - row <= diagonal;
      assert.equal(value, isKept ? position + 1 : 0);
    });
  }));
});

Deno.test("triangular() cuts integers of 64 bits, NaN and infinities to zero", () => {
  const integers = tensor([2, 2], [1n, 2n, -(2n ** 63n), 4n], "int64");
  assert.deepEqual(values("triangular", { input: integers }), [1n, 2n, 0n, 4n]);
  const special = tensor([2, 2], [-0, NaN, -Infinity, NaN]);
  const { value, flags } = expected("triangular", { input: special });
  assert.deepEqual([...value], [-0, NaN, 0, NaN]);
  // The sign of a zero that is kept is known, that of one that is cut is not.
  assert.deepEqual([...flags!], [Flag.bits, Flag.nan, 0, Flag.nan]);
});

Deno.test("triangular() cuts radii and what is undecided along with the values", () => {
  const input: Ball = {
    dataType: "float32",
    shape: [1, 2],
    v: Float64Array.of(1, 2),
    e: Float64Array.of(0.1, 0.2),
    M: Float64Array.of(3, 4),
    undecided: Uint8Array.of(Undecided.value, 0),
  };
  const [result] = triangular.evaluate({ input }, { diagonal: 1 }, profiles.ieee);
  assert.deepEqual([...result.v], [0, 2]);
  assert.deepEqual([[...result.e!], [...result.M!], [...result.undecided!]], [[0, 0.2], [0, 4], [0, 0]]);
});

Deno.test("triangular() refuses what is no matrix", () => {
  refuses("triangular", "allowed-rank", { input: descriptor([3]) });
});
