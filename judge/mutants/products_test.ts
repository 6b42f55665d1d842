/** What bugs of matmul and gemm give, by hand. */

import assert from "node:assert/strict";
import { answersTo, answerTo, type Question } from "./_testing.ts";

Deno.test("bugs of matrices give what their sentences say", () => {
  const square: Question = {
    operator: "matmul",
    operands: { a: [[2, 2], [1, 2, 3, 4]], b: [[2, 2], [1, 10, 100, 1000]] },
  };
  assert.deepEqual(answerTo(square), [201, 2010, 403, 4030]);
  const wrong = {
    "a-by-columns": [301, 3010, 402, 4020],
    "b-by-columns": [21, 2100, 43, 4300],
    "b-shifted": [1020, 201, 3040, 403],
    "output-by-columns": [201, 403, 2010, 4030],
  };
  assert.deepEqual(answersTo(square, Object.keys(wrong)), wrong);
});

Deno.test("bugs of batches give what their sentences say", () => {
  const stack: Question = {
    operator: "matmul",
    operands: { a: [[2, 2, 1, 1], [1, 2, 3, 4]], b: [[2, 1, 1], [10, 100]] },
  };
  assert.deepEqual(answerTo(stack), [10, 200, 30, 400]);
  const wrong = {
    "a-first-matrix-only": [10, 100, 10, 100],
    "b-first-matrix-only": [10, 20, 30, 40],
    "b-batches-aligned-first": [10, 20, 300, 400],
  };
  assert.deepEqual(answersTo(stack, Object.keys(wrong)), wrong);
  const repeated: Question = {
    operator: "matmul",
    operands: { a: [[2, 2, 1, 1], [1, 2, 3, 4]], b: [[2, 1, 1, 1], [10, 100]] },
  };
  assert.deepEqual(answerTo(repeated), [10, 20, 300, 400]);
  assert.deepEqual(answerTo(repeated, "b-matrices-in-turn"), [10, 200, 30, 400]);
});

Deno.test("bugs of remainders give what their sentences say", () => {
  const row: Question = {
    operator: "matmul",
    operands: { a: [[1, 5], [1, 1, 1, 1, 1]], b: [[5, 3], Array.from({ length: 15 }, (_, i) => i)] },
  };
  assert.deepEqual(answerTo(row), [30, 35, 40]);
  const wrong = {
    "last-inner-dropped-when-odd": [18, 22, 26],
    "inner-remainder-dropped": [18, 22, 26],
    "last-term-dropped": [18, 22, 26],
    "last-column-lost-when-odd": [30, 35, 0],
  };
  assert.deepEqual(answersTo(row, Object.keys(wrong)), wrong);
});

Deno.test("bugs of gemm's factors and addend give what their sentences say", () => {
  const square: Question = {
    operator: "gemm",
    operands: {
      a: [[2, 2], [1, 2, 3, 4]],
      b: [[2, 2], [1, 0, 0, 1]],
      c: [[2], [100, 200]],
    },
    options: { alpha: 2, beta: 3, aTranspose: true },
  };
  assert.deepEqual(answerTo(square), [302, 606, 304, 608]);
  const wrong = {
    "a-transpose-ignored": [302, 604, 306, 608],
    "alpha-ignored": [301, 603, 302, 604],
    "beta-ignored": [102, 206, 104, 208],
    "alpha-and-beta-exchanged": [203, 409, 206, 412],
    "alpha-for-all": [602, 1206, 604, 1208],
    "beta-for-all": [306, 618, 312, 624],
    "c-missing": [2, 6, 4, 8],
    "c-shifted": [602, 306, 604, 308],
    "last-c-missing": [302, 6, 304, 8],
    "first-c-for-all": [302, 306, 304, 308],
    "c-row-by-rows": [302, 306, 604, 608],
  };
  assert.deepEqual(answersTo(square, Object.keys(wrong)), wrong);
  assert.equal(answerTo(square, "b-transpose-ignored"), undefined);
  assert.equal(answerTo(square, "c-by-columns"), undefined);
});
