import assert from "node:assert/strict";
import type { Options } from "../operator.ts";
import { checkCall } from "../check_options.ts";
import { ValidationError } from "../validation_error.ts";
import { convTranspose2d } from "./conv_transpose2d.ts";
import { ball, integers, outputOf, permuted, refusedStep, valuesOf } from "./_testing.ts";

const input = ball([1, 1, 2, 2], [1, 2, 3, 4]);
const filter = ball([1, 1, 2, 2], [1, 10, 100, 1000]);

Deno.test("convTranspose2d() spreads each element over its taps", () => {
  assert.deepEqual(valuesOf(convTranspose2d, { input, filter }), [
    1,
    12,
    20,
    103,
    1234,
    2040,
    300,
    3400,
    4000,
  ]);
});

Deno.test("convTranspose2d() crops what is padded", () => {
  assert.deepEqual(valuesOf(convTranspose2d, { input, filter }, { padding: [1, 0, 0, 1] }), [
    103,
    1234,
    300,
    3400,
  ]);
});

Deno.test("convTranspose2d() reads the filter in the spec's three layouts", () => {
  const x = integers([2, 6, 3, 4], 1), w = integers([6, 2, 2, 3], 2);
  const options = { groups: 3, strides: [2, 3], outputPadding: [1, 2] };
  const expected = outputOf(convTranspose2d, { input: x, filter: w }, options);
  assert.deepEqual(expected.shape, [2, 6, 7, 14]);
  for (const [filterLayout, order] of Object.entries({ hwoi: [2, 3, 1, 0], ohwi: [1, 2, 3, 0] })) {
    const operands = { input: permuted(x, [0, 2, 3, 1]), filter: permuted(w, order) };
    const answer = outputOf(convTranspose2d, operands, { ...options, inputLayout: "nhwc", filterLayout });
    assert.deepEqual(answer, permuted(expected, [0, 2, 3, 1]));
  }
});

const refusals: readonly [string, string, Options][] = [
  ["a padding of three numbers", "padding-length", { padding: [1, 1, 1] }],
  ["one stride", "strides-length", { strides: [1] }],
  ["a zero stride", "strides-not-zero", { strides: [0, 1] }],
  ["one dilation", "dilations-length", { dilations: [1] }],
  ["a zero dilation", "dilations-not-zero", { dilations: [1, 0] }],
  ["one output padding", "output-padding-length", { outputPadding: [0] }],
  ["an output padding as large as the stride", "output-padding-below-strides", { outputPadding: [0, 1] }],
  ["one output size", "output-sizes-length", { outputSizes: [3] }],
  ["an output size below the calculated one", "output-sizes-in-range", { outputSizes: [2, 3] }],
  ["an output size a stride above the calculated one", "output-sizes-in-range", { outputSizes: [3, 4] }],
  ["zero groups", "groups-not-zero", { groups: 0 }],
  ["a padding that crops everything", "output-size-valid", { padding: [2, 1, 0, 0] }],
];
for (const [what, step, options] of refusals) {
  Deno.test(`convTranspose2d() rejects ${what}`, () => {
    assert.equal(refusedStep(convTranspose2d, { input, filter }, options), step);
  });
}

Deno.test("convTranspose2d() takes output sizes up to one below a stride more, whatever the output padding", () => {
  const options = { strides: [2, 3], outputSizes: [5, 7], outputPadding: [9, 9] };
  assert.deepEqual(outputOf(convTranspose2d, { input, filter }, options).shape, [1, 1, 5, 7]);
  assert.equal(
    refusedStep(convTranspose2d, { input, filter }, { ...options, outputSizes: [6, 7] }),
    "output-sizes-in-range",
  );
});

Deno.test("convTranspose2d() rejects a filter with other input channels", () => {
  assert.equal(
    refusedStep(convTranspose2d, { input, filter: integers([2, 1, 2, 2], 1) }),
    "filter-input-channels",
  );
});

Deno.test("convTranspose2d() rejects groups that do not divide the input channels (question Q5)", () => {
  const operands = { input: integers([1, 3, 2, 2], 1), filter: integers([3, 1, 2, 2], 2) };
  assert.equal(refusedStep(convTranspose2d, operands, { groups: 2 }), "groups-divide-input-channels");
});

Deno.test("convTranspose2d() rejects output channels beyond 2^31", () => {
  const wide = {
    input: { ...input, shape: [1, 2 ** 16, 1, 1] },
    filter: { ...filter, shape: [2 ** 16, 2 ** 15, 1, 1] },
  };
  assert.equal(refusedStep(convTranspose2d, wide, { groups: 2 ** 16 }), "output-channels-valid");
});

Deno.test("convTranspose2d() rejects a bias that has not one value for each output channel", () => {
  const two = integers([1, 2, 2, 2], 1);
  assert.equal(refusedStep(convTranspose2d, { input, filter: two, bias: integers([1], 1) }), "bias-shape");
});

Deno.test("convTranspose2d() rejects conv2d's own filter layouts", () => {
  assert.throws(
    () => checkCall(convTranspose2d, { input, filter }, { filterLayout: "oihw" }),
    ValidationError,
  );
});
