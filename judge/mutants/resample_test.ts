/** What bugs of resampling give, by hand. */

import assert from "node:assert/strict";
import { answersTo, answerTo, type Question } from "./_testing.ts";

const pair = (options: Question["options"]): Question => ({
  operator: "resample2d",
  operands: { input: [[1, 1, 1, 2], [0, 8]] },
  options,
});

Deno.test("bugs of coordinates and weights give what their sentences say", () => {
  const linear = pair({ mode: "linear", sizes: [1, 4] });
  assert.deepEqual(answerTo(linear), [0, 2, 6, 8]);
  const wrong = {
    "corners-aligned": [0, Math.fround(8 / 3), Math.fround(16 / 3), 8],
    "asymmetric": [0, 4, 8, 8],
    "half-pixel-not-taken-off": [2, 6, 8, 8],
    "weights-swapped": [0, 6, 2, 8],
    "weights-smoothed": [0, 1.25, 6.75, 8],
    "nearest-instead": [0, 0, 8, 8],
  };
  assert.deepEqual(answersTo(linear, Object.keys(wrong)), wrong);
});

Deno.test("bugs of the nearest neighbor give what their sentences say", () => {
  const halfway = pair({ sizes: [1, 1] });
  assert.deepEqual(answerTo(halfway), [0]);
  const wrong = { "half-up": [8], "nearest-below": [0], "nearest-above": [8], "linear-instead": [4] };
  assert.deepEqual(answersTo(halfway, Object.keys(wrong)), wrong);
  assert.equal(answerTo(halfway, "weights-swapped"), undefined);
});

Deno.test("bugs of sizes give what their sentences say", () => {
  const scaled: Question = {
    operator: "resample2d",
    operands: { input: [[1, 1, 1, 5], [1, 2, 3, 4, 5]] },
    options: { scales: [1, 0.6] },
  };
  // 0.6 as float32 is a little more, so that the size is 3
  assert.deepEqual(answerTo(scaled), [1, 3, 5]);
  assert.deepEqual(answerTo(scaled, "size-one-less"), [2, 4]);
  assert.deepEqual(answerTo({ ...scaled, options: { scales: [1, 0.5] } }, "sizes-rounded"), [1, 3, 5]);
});
