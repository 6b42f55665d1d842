import assert from "node:assert/strict";
import fc from "fast-check";
import { profiles } from "../../graph/profile.ts";
import { gemm } from "./gemm.ts";
import { matmul } from "./matmul.ts";
import { ball, integers, outputOf, permuted, refusedStep, resultOf, valuesOf } from "./_testing.ts";

const a = ball([2, 3], [1, 2, 3, 4, 5, 6]);
const b = ball([3, 2], [1, 0, 0, 1, 10, 100]);

Deno.test("gemm() is alpha · A · B + beta · C", () => {
  const c = ball([2, 2], [1, 2, 3, 4]);
  assert.deepEqual(valuesOf(gemm, { a, b }), [31, 302, 64, 605]);
  assert.deepEqual(valuesOf(gemm, { a, b, c }), [32, 304, 67, 609]);
  assert.deepEqual(valuesOf(gemm, { a, b, c }, { alpha: 2, beta: -10 }), [52, 584, 98, 1170]);
});

Deno.test("gemm() stretches C over the rows, the columns, or both", () => {
  const values = (shape: number[], c: number[]) => valuesOf(gemm, { a, b, c: ball(shape, c) });
  assert.deepEqual(values([], [1000]), [1031, 1302, 1064, 1605]);
  assert.deepEqual(values([1], [1000]), [1031, 1302, 1064, 1605]);
  assert.deepEqual(values([2], [1000, 2000]), [1031, 2302, 1064, 2605]);
  assert.deepEqual(values([2, 1], [1000, 2000]), [1031, 1302, 2064, 2605]);
  assert.deepEqual(values([1, 2], [1000, 2000]), [1031, 2302, 1064, 2605]);
});

Deno.test("gemm() transposes either operand", () => {
  fc.assert(fc.property(fc.boolean(), fc.boolean(), fc.nat(), (aTranspose, bTranspose, seed) => {
    const left = integers([3, 5], seed), right = integers([5, 4], seed + 1);
    const operands = {
      a: aTranspose ? permuted(left, [1, 0]) : left,
      b: bTranspose ? permuted(right, [1, 0]) : right,
    };
    assert.deepEqual(
      outputOf(gemm, operands, { aTranspose, bTranspose }),
      outputOf(matmul, { a: left, b: right }),
    );
  }));
});

Deno.test("gemm() rounds alpha and beta to the data type first", () => {
  const one = ball([1, 1], [1], "float16");
  assert.deepEqual(valuesOf(gemm, { a: one, b: one, c: one }, { alpha: 0.1, beta: 2049 }), [
    2048 + Math.f16round(0.1),
  ]);
});

Deno.test("gemm() is exact on integers with alpha a whole number, and not with alpha 0.1", () => {
  assert.equal(resultOf(gemm, { a, b, c: ball([], [7]) }, { alpha: 3, beta: 5 }).e, undefined);
  const { S, e } = resultOf(gemm, { a, b, c: ball([], [7]) }, { alpha: 0.1 });
  // (3 + 4)·u·(|alpha|·S_AB + |C|)
  const bound = 7 * 2 ** -24 * (S?.[0] ?? NaN);
  assert.ok(e && e[0] > bound && e[0] < 1.001 * bound);
});

Deno.test("gemm() is not exact where alpha times an operand is not", () => {
  const large = ball([1, 1], [2 ** 23 + 1]), tiny = ball([1, 1], [1]), c = ball([1, 1], [0]);
  assert.equal(resultOf(gemm, { a: large, b: tiny, c }).e, undefined);
  assert.ok((resultOf(gemm, { a: large, b: tiny, c }, { alpha: 3 }).e?.[0] ?? 0) >= 1);
});

Deno.test("gemm() passes radii of every operand on", () => {
  const ones = (e: number) => ({ ...ball([1, 1], [1]), e: Float64Array.of(e) });
  const { e } =
    gemm.evaluate({ a: ones(0.1), b: ones(0.2), c: ones(0.3) }, { alpha: -2, beta: -3 }, profiles.ieee)[0];
  // 2·(0.1 + 0.2 + 0.1·0.2) + 3·0.3
  assert.ok(e && e[0] > 1.54 && e[0] < 1.54001);
});

Deno.test("gemm() rejects operands that do not meet", () => {
  assert.equal(refusedStep(gemm, { a, b: a }), "inner-sizes-equal");
  assert.equal(refusedStep(gemm, { a, b: a }, { bTranspose: true }), undefined);
  assert.equal(refusedStep(gemm, { a, b, c: integers([3], 1) }), "c-broadcastable");
  assert.equal(refusedStep(gemm, { a, b, c: ball([], [1], "float16") }), "c-data-type");
  assert.equal(refusedStep(gemm, { a, b: ball([3, 2], [1, 2, 3, 4, 5, 6], "float16") }), "b-data-type");
});
