/** What bugs of windows make of convolutions, by hand. */

import assert from "node:assert/strict";
import { answersTo, answerTo, type Question } from "./_testing.ts";

const line: Question = {
  operator: "conv",
  operands: { input: [[4], [1, 2, 3, 4]], filter: [[1, 1, 3], [100, 10, 1]] },
  options: { axes: [0], padding: [1, 0] },
};

Deno.test("bugs of padding and taps give what their sentences say", () => {
  assert.deepEqual(answerTo(line), [12, 123, 234]);
  const wrong = {
    "padding-ends-swapped": [123, 234, 340],
    "padding-one-more": [1, 12, 123],
    "padding-one-less": [123, 234, 340],
    "padding-at-the-end-only": [123, 234, 340],
    "edge-repeated": [112, 123, 234],
    "filter-flipped": [210, 321, 432],
    "last-tap-dropped": [10, 120, 230],
  };
  assert.deepEqual(answersTo(line, Object.keys(wrong)), wrong);
});

Deno.test("bugs of strides and dilations give what their sentences say", () => {
  const spread = { ...line, options: { axes: [0], dilations: [2], padding: [2, 2], strides: [3] } };
  // taps of the first window at -2, 0 and 2; of the second at 1, 3 and 5
  assert.deepEqual(answerTo(spread), [13, 240]);
  const wrong = {
    "strides-ignored": [13, 24],
    "dilations-ignored": [1, 234],
    "dilations-applied-to-output": [13, 0],
    "strides-and-dilations-exchanged": [20, 140],
    "padding-at-the-end-ignored": [13],
  };
  assert.deepEqual(answersTo(spread, Object.keys(wrong)), wrong);
});

Deno.test("sizes are rounded up by further elements", () => {
  const stepping = { ...line, options: { axes: [0], strides: [2] } };
  assert.deepEqual(answerTo(stepping), [123]);
  assert.deepEqual(answerTo(stepping, "sizes-rounded-up"), [123, 340]);
});

Deno.test("bugs that exchange axes give what their sentences say", () => {
  const plane: Question = {
    operator: "conv2d",
    operands: { input: [[1, 1, 2, 2], [1, 2, 3, 4]], filter: [[1, 1, 1, 1], [1]] },
    options: { padding: [1, 0, 0, 0], strides: [1, 2] },
  };
  assert.deepEqual(answerTo(plane), [0, 1, 3]);
  const wrong = {
    "padding-axes-swapped": [0, 0, 0],
    "strides-swapped": [0, 3, 0],
    "first-stride-for-all": [0, 1, 3],
  };
  assert.deepEqual(answersTo(plane, Object.keys(wrong)), wrong);
});

Deno.test("a bug does not touch a call that has nothing to it", () => {
  const plain: Question = { ...line, options: { axes: [0] } };
  const untouched = [
    "padding-ends-swapped",
    "padding-one-more",
    "padding-spread-evenly",
    "padding-at-the-end-ignored",
    "strides-ignored",
    "dilations-ignored",
    "first-batch-for-all",
    "bias-missing",
    "groups-ignored",
    "filter-read-as-default",
    "inputs-in-tf32",
  ];
  for (const name of untouched) assert.equal(answerTo(plain, name), undefined, name);
});
