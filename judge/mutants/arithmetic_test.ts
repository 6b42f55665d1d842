/** What wrong arithmetic makes of a sum of products, by hand. */

import assert from "node:assert/strict";
import { answersTo, answerTo, type Question } from "./_testing.ts";

const dot = (a: number[], b = a.map(() => 1)): Question => ({
  operator: "matmul",
  operands: { a: [[1, a.length], a], b: [[a.length, 1], b] },
});

Deno.test("sums in a narrow type lose what it cannot hold", () => {
  assert.deepEqual(answersTo(dot([2048, 1, 2]), ["sums-in-float16", "sums-in-bfloat16"]), {
    "sums-in-float16": [2050],
    "sums-in-bfloat16": [2048],
  });
  assert.deepEqual(answerTo(dot([1e5]), "sums-in-float16"), [Infinity]);
});

Deno.test("sums are truncated at each addition, or at every fourth", () => {
  const below = 2 ** 24 - 1;
  const terms = dot([below, 0.75, 0.75, 0, 0.75]);
  assert.deepEqual(answersTo(terms, ["sums-truncated", "sums-truncated-by-four"]), {
    "sums-truncated": [below],
    "sums-truncated-by-four": [2 ** 24],
  });
});

Deno.test("narrow inputs and results are rounded to nearest", () => {
  const x = 1 + 2 ** -10 + 2 ** -12;
  assert.deepEqual(answersTo(dot([x]), ["inputs-in-tf32", "stored-as-float16", "stored-as-bfloat16"]), {
    "inputs-in-tf32": [1 + 2 ** -10],
    "stored-as-float16": [1 + 2 ** -10],
    "stored-as-bfloat16": [1],
  });
  assert.deepEqual(answerTo(dot([65536]), "stored-as-float16"), [Infinity]);
  assert.deepEqual(answerTo(dot([65536 + 32]), "stored-as-tf32"), [65536]);
  assert.equal(answerTo(dot([1, 3, 255]), "inputs-in-bfloat16"), undefined);
});
