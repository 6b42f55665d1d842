import assert from "node:assert/strict";
import fc from "fast-check";
import { elementCount, indexAt } from "../graph/tensor.ts";
import type { Ball } from "./ball.ts";
import { firstOf, permuted, rowsAlong, rowsOver, undecidedRows } from "./rows.ts";

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 5 });

function counting(shape: readonly number[]): Ball {
  return { dataType: "float32", shape, v: Float64Array.from({ length: elementCount(shape) }, (_, i) => i) };
}

Deno.test("rowsOver() takes together the elements that differ in the given axes only", () => {
  fc.assert(fc.property(shapes, fc.nat(), (shape, mask) => {
    const axes = shape.map((_, axis) => axis).filter((axis) => (mask >> axis) & 1);
    const { ball, rows } = rowsOver(counting(shape), axes);
    const keyOf = (value: number) => indexAt(value, shape).filter((_, axis) => !axes.includes(axis)).join();
    const keys = [...Array(elementCount(shape)).keys()].map(keyOf);
    const expected = [...new Set(keys)];
    assert.equal(rows.count * rows.n, keys.length);
    for (let at = 0; at < rows.count; at++) {
      const values = Array.from({ length: rows.n }, (_, j) => ball.v[firstOf(rows, at) + j * rows.step]);
      assert.deepEqual(values.map((value) => keyOf(Number(value))), values.map(() => expected[at]));
      assert.deepEqual([...values].sort((a, b) => Number(a) - Number(b)), values);
    }
  }));
});

Deno.test("rowsOver() leaves neighbouring axes where they stand, whatever ones lie between", () => {
  const x = counting([2, 3, 1, 5]);
  assert.equal(rowsOver(x, [3, 1]).ball, x);
  assert.deepEqual(rowsOver(x, [0, 1]).rows, { count: 5, n: 6, step: 5 });
  const { origin, ...rows } = rowsOver(x, [0, 3]).rows;
  assert.deepEqual(rows, { count: 3, n: 10, step: 1 });
  assert.deepEqual(Array.from({ length: 30 }, (_, i) => origin!(i)), [...rowsOver(x, [0, 3]).ball.v]);
  assert.deepEqual(rowsAlong([2, 3, 5], 1), { count: 10, n: 3, step: 5 });
});

Deno.test("permuted() moves radii, magnitudes and marks along", () => {
  const x = { ...counting([2, 2]), e: Float64Array.of(0, 1, 2, 3), undecided: Uint8Array.of(0, 1, 0, 0) };
  const { shape, v, e, M, undecided } = permuted(x, [1, 0]);
  assert.deepEqual([shape, [...v], [...e!], M, [...undecided!]], [
    [2, 2],
    [0, 2, 1, 3],
    [0, 2, 1, 3],
    undefined,
    [0, 0, 1, 0],
  ]);
});

Deno.test("undecidedRows() marks a row with its largest mark", () => {
  const x = { ...counting([2, 2]), undecided: Uint8Array.of(0, 1, 2, 1) };
  assert.deepEqual([...undecidedRows(x, rowsAlong([2, 2], 1))!], [1, 2]);
  assert.equal(undecidedRows(counting([2]), rowsAlong([2], 0)), undefined);
});
