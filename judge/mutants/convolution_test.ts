/** What bugs of groups, layouts, bias and output sizes make of convolutions, by hand. */

import assert from "node:assert/strict";
import { answersTo, answerTo, type Question } from "./_testing.ts";

Deno.test("bugs of groups and bias give what their sentences say", () => {
  const point: Question = {
    operator: "conv2d",
    operands: {
      input: [[1, 2, 1, 1], [3, 5]],
      filter: [[4, 1, 1, 1], [1, 10, 100, 1000]],
      bias: [[4], [1, 2, 3, 4]],
    },
    options: { groups: 2 },
  };
  assert.deepEqual(answerTo(point), [4, 32, 503, 5004]);
  const wrong = {
    "groups-ignored": [4, 32, 303, 3004],
    "groups-interleaved": [4, 302, 53, 5004],
    "bias-missing": [3, 30, 500, 5000],
    "bias-shifted": [7, 31, 502, 5003],
    "last-bias-missing": [4, 32, 503, 5000],
    "bias-begins-again": [4, 32, 501, 5002],
    "bias-of-first-channel": [4, 31, 501, 5001],
    "bias-twice": [5, 34, 506, 5008],
  };
  assert.deepEqual(answersTo(point, Object.keys(wrong)), wrong);
});

Deno.test("bugs of layouts give what their sentences say", () => {
  const point: Question = {
    operator: "conv2d",
    operands: {
      input: [[1, 1, 2, 2], [1, 2, 3, 4]],
      filter: [[1, 1, 2, 2], [1, 10, 100, 1000]],
    },
    options: { inputLayout: "nhwc", filterLayout: "hwio" },
  };
  // [1·1 + 2·100, 1·10 + 2·1000] and [3·1 + 4·100, 3·10 + 4·1000]
  assert.deepEqual(answerTo(point), [201, 2010, 403, 4030]);
  const wrong = {
    "input-read-channels-first": [301, 3010, 402, 4020],
    "filter-channels-exchanged": [21, 2100, 43, 4300],
    "filter-read-as-oihw": [21, 2100, 43, 4300],
    "output-written-channels-first": [201, 403, 2010, 4030],
    "channels-in-reverse": [102, 1020, 304, 3040],
  };
  assert.deepEqual(answersTo(point, Object.keys(wrong)), wrong);
});

Deno.test("bugs of output padding give what their sentences say", () => {
  const spread: Question = {
    operator: "convTranspose",
    operands: { input: [[2], [1, 2]], filter: [[1, 1, 3], [1, 10, 100]], bias: [[1], [7]] },
    options: { axes: [0], strides: [2], padding: [0, 1], outputPadding: [1] },
  };
  assert.deepEqual(answerTo(spread), [8, 17, 109, 27, 207]);
  const wrong = {
    "output-padding-ignored": [8, 17, 109, 27],
    "output-padding-left-zero": [8, 17, 109, 27, 0],
    "output-padding-at-the-beginning": [7, 8, 17, 109, 27],
  };
  assert.deepEqual(answersTo(spread, Object.keys(wrong)), wrong);
});
