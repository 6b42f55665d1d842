import assert from "node:assert/strict";
import fc from "fast-check";
import { Flag } from "../../graph/expectation.ts";
import { profiles } from "../../graph/profile.ts";
import { elementCount, indexAt, rowMajorStrides, type Tensor } from "../../graph/tensor.ts";
import { type Ball, Undecided } from "../ball.ts";
import { counting, descriptor, expected, refuses, tensor, values } from "../_testing.ts";
import { gather } from "./gather.ts";
import { gatherElements } from "./gather_elements.ts";
import { gatherND } from "./gather_nd.ts";

/** The spec's example: ten times the row, plus the column. */
const table = tensor([4, 3], [0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32]);

const indices = (shape: readonly number[], list: readonly number[]) => tensor(shape, list, "int32");

Deno.test("gather() gives the spec's examples", () => {
  assert.deepEqual(values("gather", { input: table, indices: tensor([2], [3, 1], "uint32") }), [
    ...[30, 31, 32],
    ...[10, 11, 12],
  ]);
  const columns = expected("gather", { input: table, indices: indices([2, 2], [0, 1, 1, 2]) }, { axis: 1 });
  assert.deepEqual(columns.shape, [4, 2, 2]);
  assert.deepEqual([...columns.value], [0, 1, 2, 3].flatMap((row) => [0, 1, 1, 2].map((c) => 10 * row + c)));
});

Deno.test("gather() by a scalar drops the axis, and counts negative indices from the end", () => {
  const row = expected("gather", { input: table, indices: indices([], [-1]) });
  assert.deepEqual(row.shape, [3]);
  assert.deepEqual([...row.value], [30, 31, 32]);
  const first = { input: table, indices: tensor([1], [-3n], "int64") };
  assert.deepEqual(values("gather", first, { axis: 1 }), [0, 10, 20, 30]);
});

Deno.test("gather() may be refused where its output is a scalar", () => {
  const of = (shape: number[]) => {
    const operands = {
      input: { dataType: "float32", shape: [4] },
      indices: { dataType: "int32", shape },
    } as const;
    return gather.mayReject!(operands, {});
  };
  assert.deepEqual(of([]), { question: "Q35", answer: "b" });
  assert.equal(of([1]), undefined);
});

Deno.test("gatherElements() gives the spec's examples", () => {
  const rows = indices([2, 3], [3, 1, 1, 2, 0, 3]);
  assert.deepEqual(values("gatherElements", { input: table, indices: rows }), [30, 11, 12, 20, 1, 32]);
  const column = expected("gatherElements", { input: table, indices: indices([4, 1], [2, 1, 0, -1]) }, {
    axis: 1,
  });
  assert.deepEqual(column.shape, [4, 1]);
  assert.deepEqual([...column.value], [2, 11, 20, 32]);
});

Deno.test("gatherND() gives the spec's examples", () => {
  const cube = counting([2, 2, 2]);
  const of = (shape: readonly number[], list: readonly number[]) =>
    values("gatherND", { input: cube, indices: indices(shape, list) });
  assert.deepEqual(of([2, 2], [0, 1, 1, 0]), [2, 3, 4, 5]);
  assert.deepEqual(of([3, 1], [1, 0, 1]), [4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(of([2, 3], [0, -2, 1, -1, 1, -1]), [1, 7]);
  assert.deepEqual(expected("gatherND", { input: cube, indices: indices([3], [1, 1, 1]) }).shape, []);
});

interface Trial {
  readonly shape: readonly number[];
  readonly indexShape: readonly number[];
  readonly axis: number;
  readonly seed: number;
}

const trials: fc.Arbitrary<Trial> = fc.record({
  shape: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 }),
  indexShape: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }),
  axis: fc.nat(5),
  seed: fc.nat(),
}).map((trial) => ({ ...trial, axis: trial.axis % trial.shape.length }));

/** Indices in [-size, size) that look random; `size` may hang on the place of the last axis. */
function drawn(shape: readonly number[], seed: number, size: (last: number) => number): Tensor {
  let state = seed >>> 0;
  const list = Array.from({ length: elementCount(shape) }, (_, position) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const n = size(indexAt(position, shape).at(-1) ?? 0);
    return (state >>> 8) % (2 * n) - n;
  });
  return indices(shape, list);
}

/** The element of `counting(shape)` at an index, which may be negative: an independent path. */
function at(shape: readonly number[], index: readonly number[]): number {
  const strides = rowMajorStrides(shape);
  return index.reduce((sum, i, axis) => sum + (i < 0 ? i + shape[axis] : i) * strides[axis], 0);
}

Deno.test("gather() agrees with its index formula", () => {
  fc.assert(fc.property(trials, ({ shape, indexShape, axis, seed }) => {
    const given = drawn(indexShape, seed, () => shape[axis]);
    const output = expected("gather", { input: counting(shape), indices: given }, { axis });
    assert.deepEqual(output.shape, shape.toSpliced(axis, 1, ...indexShape));
    const list = [...given.data as Int32Array];
    const strides = rowMajorStrides(indexShape);
    output.value.forEach((value: number | bigint, position: number) => {
      const index = indexAt(position, output.shape);
      const which = index.slice(axis, axis + indexShape.length).reduce(
        (sum, i, d) => sum + i * strides[d],
        0,
      );
      assert.equal(value, at(shape, index.toSpliced(axis, indexShape.length, list[which])));
    });
  }));
});

Deno.test("gatherElements() agrees with its index formula", () => {
  fc.assert(fc.property(trials, ({ shape, indexShape, axis, seed }) => {
    const taken = shape.with(axis, 1 + indexShape.length);
    const given = drawn(taken, seed, () => shape[axis]);
    const output = expected("gatherElements", { input: counting(shape), indices: given }, { axis });
    assert.deepEqual(output.shape, taken);
    output.value.forEach((value: number | bigint, position: number) => {
      const index = indexAt(position, taken).with(axis, Number(given.data[position]));
      assert.equal(value, at(shape, index));
    });
  }));
});

Deno.test("gatherND() agrees with its index formula, also on rank 5 and 6", () => {
  fc.assert(fc.property(trials, ({ shape, indexShape, axis, seed }) => {
    const length = axis + 1;
    const given = drawn([...indexShape, length], seed, (last) => shape[last]);
    const output = expected("gatherND", { input: counting(shape), indices: given });
    assert.deepEqual(output.shape, [...indexShape, ...shape.slice(length)]);
    const strides = rowMajorStrides(indexShape);
    output.value.forEach((value: number | bigint, position: number) => {
      const index = indexAt(position, output.shape);
      const tuple = index.slice(0, indexShape.length).reduce((sum, i, d) => sum + i * strides[d], 0);
      const coordinates = Array.from({ length }, (_, k) => Number(given.data[tuple * length + k]));
      assert.equal(value, at(shape, [...coordinates, ...index.slice(indexShape.length)]));
    });
  }));
});

Deno.test("gather() moves 64-bit integers, NaN and the signs of zeros as they are", () => {
  const input = tensor([2], [2n ** 63n - 1n, -(2n ** 63n)], "int64");
  assert.deepEqual(values("gather", { input, indices: indices([1], [1]) }), [-(2n ** 63n)]);
  const special = tensor([3], [-0, NaN, -Infinity]);
  const { value, flags } = expected("gather", { input: special, indices: indices([3], [2, 1, 0]) });
  assert.deepEqual([...value], [-Infinity, NaN, -0]);
  assert.deepEqual([...flags!], [0, Flag.nan, Flag.bits]);
});

Deno.test("gather(), gatherElements() and gatherND() leave open what an index out of range gives", () => {
  for (const wrong of [tensor([2], [1, 2], "int32"), tensor([2], [1, 2 ** 32 - 1], "uint32")]) {
    const operands = { input: tensor([2], [1, 2]), indices: wrong };
    assert.deepEqual([...expected("gather", operands).flags!], [0, Flag.any]);
    assert.deepEqual([...expected("gatherElements", operands).flags!], [0, Flag.any]);
  }
  const operands = { input: tensor([2, 2], [1, 2, 3, 4]), indices: indices([2, 1], [-3, 1]) };
  assert.deepEqual([...expected("gatherND", operands).flags!], [Flag.any, Flag.any, 0, 0]);
});

Deno.test("the gather family carries radii, magnitudes and what is undecided", () => {
  const input: Ball = {
    dataType: "float32",
    shape: [2, 2],
    v: Float64Array.of(1, 2, 3, 4),
    e: Float64Array.of(0.1, 0.2, 0.3, 0.4),
    M: Float64Array.of(10, 20, 30, 40),
    terms: 3,
    undecided: Uint8Array.of(0, 0, Undecided.indeterminate, 0),
  };
  const which = (shape: number[], v: number[], undecided?: number[]): Ball => ({
    dataType: "int32",
    shape,
    v: Int32Array.from(v),
    undecided: undecided && Uint8Array.from(undecided),
  });
  const [rows] = gather.evaluate({ input, indices: which([1], [1]) }, {}, profiles.ieee);
  assert.deepEqual([...rows.e!], [0.3, 0.4]);
  assert.deepEqual([...rows.M!], [30, 40]);
  assert.equal(rows.terms, 3);
  assert.deepEqual([...rows.undecided!], [Undecided.indeterminate, 0]);
  const open = which([2], [1, 0], [Undecided.value, 0]);
  const [unsure] = gather.evaluate({ input, indices: open }, {}, profiles.ieee);
  assert.deepEqual([...unsure.undecided!], [Undecided.indeterminate, Undecided.value, 0, 0]);
  const each = which([1, 2], [1, 0], [0, Undecided.value]);
  const [elements] = gatherElements.evaluate({ input, indices: each }, {}, profiles.ieee);
  assert.deepEqual([...elements.e!], [0.3, 0.2]);
  assert.deepEqual([...elements.undecided!], [Undecided.indeterminate, Undecided.value]);
  const tuple = which([2, 2], [0, 1, 1, 1], [0, Undecided.value, 0, 0]);
  const [points] = gatherND.evaluate({ input, indices: tuple }, {}, profiles.ieee);
  assert.deepEqual([...points.undecided!], [Undecided.value, 0]);
});

Deno.test("the gather family allocates no radii for exact inputs", () => {
  const input: Ball = { dataType: "float32", shape: [2], v: Float64Array.of(1, 2) };
  const which: Ball = { dataType: "int32", shape: [1], v: Int32Array.of(1) };
  for (const operator of [gather, gatherElements, gatherND]) {
    const [result] = operator.evaluate({ input, indices: which }, {}, profiles["webgpu-f16"]);
    assert.deepEqual([result.e, result.M, result.undecided, result.flags], Array(4).fill(undefined));
  }
});

Deno.test("the gather family refuses what its steps refuse", () => {
  const input = descriptor([2, 3]);
  const of = (...shape: number[]) => ({ input, indices: descriptor(shape, "int32") });
  for (const operator of ["gather", "gatherElements", "gatherND"]) {
    refuses(operator, "allowed-data-type", { input, indices: descriptor([2, 3], "int8") });
    refuses(operator, "allowed-rank", { ...of(1), input: descriptor([]) });
    refuses(operator, "required", { input });
  }
  refuses("gather", "axis-range", of(1), { axis: 2 });
  refuses("gatherElements", "axis-range", of(2, 3), { axis: 2 });
  refuses("gatherElements", "same-rank", of(2));
  refuses("gatherElements", "indices-shape", of(2, 2));
  refuses("gatherElements", "indices-shape", of(1, 3), { axis: 1 });
  refuses("gatherND", "allowed-rank", of());
  refuses("gatherND", "coordinate-size", of(1, 3));
});
