/** What bugs of pools give, by hand. */

import assert from "node:assert/strict";
import { answersTo, answerTo, type Question } from "./_testing.ts";

const options = { windowDimensions: [1, 2], padding: [0, 0, 1, 0] };

Deno.test("bugs of max pools give what their sentences say", () => {
  const negative: Question = {
    operator: "maxPool2d",
    operands: { input: [[1, 1, 1, 3], [-3, -1, -2]] },
    options,
  };
  assert.deepEqual(answerTo(negative), [-3, -1, -1]);
  const wrong = {
    "padding-is-zero": [0, -1, -1],
    "begins-at-zero": [0, 0, 0],
    "least-instead": [-3, -3, -2],
    "magnitudes-compared": [-3, -3, -2],
    "first-instead": [-3, -3, -1],
    "last-tap-dropped": [-3, -3, -1],
  };
  assert.deepEqual(answersTo(negative, Object.keys(wrong)), wrong);
});

Deno.test("bugs of average pools give what their sentences say", () => {
  const pair: Question = { operator: "averagePool2d", operands: { input: [[1, 1, 1, 2], [3, 5]] }, options };
  assert.deepEqual(answerTo(pair), [3, 4]);
  const wrong = {
    "divided-by-window": [1.5, 4],
    "divided-by-one-less": [3, 8],
    "not-divided": [3, 8],
    "largest-instead": [3, 5],
    "last-tap-dropped": [3, 3],
    "last-row-dropped": [NaN, 3],
  };
  assert.deepEqual(answersTo(pair, Object.keys(wrong)), wrong);
});

Deno.test("bugs of L2 pools give what their sentences say", () => {
  const pair: Question = { operator: "l2Pool2d", operands: { input: [[1, 1, 1, 2], [3, -4]] }, options };
  assert.deepEqual(answerTo(pair), [3, 5]);
  const wrong = {
    "root-missing": [9, 25],
    "divided-by-count": [3, Math.fround(Math.sqrt(12.5))],
    "magnitudes-summed": [3, 7],
    "average-instead": [3, -0.5],
  };
  assert.deepEqual(answersTo(pair, Object.keys(wrong)), wrong);
});

Deno.test("sizes are rounded the other way", () => {
  const strides = { windowDimensions: [1, 2], strides: [1, 2] };
  const three: Question = { operator: "maxPool2d", operands: { input: [[1, 1, 1, 3], [1, 2, 3]] } };
  assert.deepEqual(answerTo({ ...three, options: strides }, "sizes-rounded-up"), [2, 3]);
  const up = { ...strides, outputShapeRounding: "ceil" };
  assert.deepEqual(answerTo({ ...three, options: up }), [2, 3]);
  assert.deepEqual(answerTo({ ...three, options: up }, "sizes-rounded-down"), [2]);
});
