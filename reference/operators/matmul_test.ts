import assert from "node:assert/strict";
import fc from "fast-check";
import { indexAt } from "../../graph/tensor.ts";
import { floats } from "../ball.ts";
import { bidirectionallyBroadcast } from "../broadcast.ts";
import { matmul } from "./matmul.ts";
import { ball, integers, outputOf, permuted, refusedStep, resultOf, valuesOf } from "./_testing.ts";

Deno.test("matmul() multiplies rows by columns", () => {
  const a = ball([2, 3], [1, 2, 3, 4, 5, 6]), b = ball([3, 2], [1, 0, 0, 1, 10, 100]);
  assert.deepEqual(valuesOf(matmul, { a, b }), [31, 302, 64, 605]);
});

Deno.test("matmul() stretches batches of either operand", () => {
  const a = ball([2, 1, 1, 2], [1, 2, 3, 4]), b = ball([3, 2, 1], [1, 0, 0, 1, 1, 1]);
  const { shape, v } = outputOf(matmul, { a, b });
  assert.deepEqual(shape, [2, 3, 1, 1]);
  assert.deepEqual([...v], [1, 2, 3, 3, 4, 7]);
});

const sizes = fc.integer({ min: 1, max: 4 });
const stacks = fc.record({
  batch: fc.array(fc.record({ size: sizes, a: fc.boolean(), b: fc.boolean() }), { maxLength: 3 }),
  skipA: fc.nat({ max: 3 }),
  skipB: fc.nat({ max: 3 }),
  rows: sizes,
  inner: sizes,
  columns: sizes,
  seed: fc.nat(),
}).map(({ batch, skipA, skipB, rows, inner, columns, seed }) => {
  const shape = (which: "a" | "b", skip: number) =>
    batch.map((axis) => axis[which] ? 1 : axis.size).slice(Math.min(skip, batch.length));
  return {
    a: integers([...shape("a", skipA), rows, inner], seed),
    b: integers([...shape("b", skipB), inner, columns], seed + 1),
  };
});

Deno.test("matmul() agrees exactly with the formula, element by element", () => {
  fc.assert(fc.property(stacks, ({ a, b }) => {
    const output = outputOf(matmul, { a, b });
    const batch = bidirectionallyBroadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
    assert.deepEqual(output.shape, [...batch ?? [], a.shape.at(-2), b.shape.at(-1)]);
    for (let i = 0; i < output.v.length; i++) {
      const index = indexAt(i, output.shape);
      const row = index[index.length - 2], column = index[index.length - 1];
      let sum = 0;
      for (let k = 0; k < b.shape[b.shape.length - 2]; k++) {
        sum += element(a, [...index.slice(0, -2), row, k]) * element(b, [...index.slice(0, -2), k, column]);
      }
      assert.equal(output.v[i], sum);
    }
  }));
});

/** The element at an index whose first axes may be stretched or missing. */
function element(
  { shape, v }: { shape: readonly number[]; v: ArrayLike<number | bigint> },
  index: number[],
): number {
  const own = index.slice(index.length - shape.length);
  return Number(v[own.reduce((at, i, axis) => at * shape[axis] + (shape[axis] === 1 ? 0 : i), 0)]);
}

Deno.test("matmul() of transposed operands, exchanged, is the transposed product", () => {
  const a = integers([3, 5], 1), b = integers([5, 4], 2), order = [1, 0];
  const transposed = outputOf(matmul, { a: permuted(b, order), b: permuted(a, order) });
  assert.deepEqual(transposed, permuted(outputOf(matmul, { a, b }), order));
});

Deno.test("matmul() has n = K and E = (K + 2)·u·S where sums are not exact", () => {
  const a = ball([1, 2], [Math.fround(0.1), 1]), b = ball([2, 1], [Math.fround(0.1), -1]);
  const { n, S, e } = resultOf(matmul, { a, b });
  assert.deepEqual([n?.[0], S?.[0]], [2, Math.fround(0.1) ** 2 + 1]);
  const bound = 4 * 2 ** -24 * (S?.[0] ?? NaN);
  assert.ok(e && e[0] > bound && e[0] < 1.001 * bound);
});

Deno.test("matmul() of 0 and Infinity is NaN", () => {
  const a = ball([1, 2], [0, 1]), b = ball([2, 1], [Infinity, 1]);
  assert.ok(Number.isNaN(floats(outputOf(matmul, { a, b }))[0]));
});

Deno.test("matmul() rejects sizes that do not meet", () => {
  const step = (a: number[], b: number[]) => refusedStep(matmul, { a: integers(a, 1), b: integers(b, 2) });
  assert.equal(step([2, 3], [2, 3]), "inner-sizes-equal");
  assert.equal(step([2, 2, 3], [3, 3, 2]), "batch-broadcastable");
  assert.equal(step([2, 2, 3], [1, 3, 2]), undefined);
});

Deno.test("matmul() rejects operands of two data types", () => {
  const a = ball([1, 1], [1]), b = ball([1, 1], [1], "float16");
  assert.equal(refusedStep(matmul, { a, b }), "b-data-type");
});
