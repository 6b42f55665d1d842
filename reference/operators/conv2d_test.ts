import assert from "node:assert/strict";
import fc from "fast-check";
import { checkCall } from "../check_options.ts";
import type { Options } from "../operator.ts";
import { ValidationError } from "../validation_error.ts";
import { conv } from "./conv.ts";
import { conv2d } from "./conv2d.ts";
import { ball, integers, outputOf, permuted, refusedStep, trials, valuesOf } from "./_testing.ts";

const input = ball([1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
const filter = ball([1, 1, 2, 2], [1, 2, 3, 4]);

Deno.test("conv2d() pads each side on its own", () => {
  // first element 1·1 + 2·2 + 3·4 + 4·5, last 9·1
  assert.deepEqual(valuesOf(conv2d, { input, filter }, { padding: [0, 1, 0, 1] }), [
    37,
    47,
    21,
    67,
    77,
    33,
    23,
    26,
    9,
  ]);
  // first element 4·1, last 1·5 + 2·6 + 3·8 + 4·9
  assert.deepEqual(valuesOf(conv2d, { input, filter }, { padding: [1, 0, 1, 0] }), [
    4,
    11,
    18,
    18,
    37,
    47,
    36,
    67,
    77,
  ]);
});

Deno.test("conv2d() reads padding as beginning and ending height, then width", () => {
  assert.deepEqual(outputOf(conv2d, { input, filter }, { padding: [1, 2, 3, 4] }).shape, [1, 1, 5, 9]);
});

Deno.test("conv2d() gives 0, and the bias, where the window lies wholly in padding", () => {
  const bias = ball([1], [7]);
  const answer = valuesOf(conv2d, { input, filter, bias }, { padding: [3, 0, 0, 0], strides: [5, 5] });
  assert.deepEqual(answer, [7]);
});

Deno.test("conv2d() strides and dilates", () => {
  assert.deepEqual(valuesOf(conv2d, { input, filter }, { dilations: [2, 2] }), [1 + 6 + 21 + 36]);
  assert.deepEqual(valuesOf(conv2d, { input, filter }, { strides: [1, 2] }), [37, 67]);
});

Deno.test("conv2d() floors the output size", () => {
  assert.deepEqual(outputOf(conv2d, { input, filter }, { strides: [2, 2] }).shape, [1, 1, 1, 1]);
});

Deno.test("conv2d() adds a bias to each output channel", () => {
  const two = ball([2, 1, 1, 1], [1, 10]), bias = ball([2], [100, 200]);
  const small = ball([1, 1, 1, 2], [1, 2]);
  assert.deepEqual(valuesOf(conv2d, { input: small, filter: two, bias }), [101, 102, 210, 220]);
  assert.deepEqual(
    valuesOf(conv2d, { input: ball([1, 1, 2, 1], [1, 2]), filter: two, bias }, { inputLayout: "nhwc" }),
    [101, 210, 102, 220],
  );
});

Deno.test("conv2d() is depthwise where every channel is a group, as the spec's note says", () => {
  const channels = ball([1, 2, 1, 2], [1, 2, 3, 4]);
  for (
    const [filterLayout, shape] of Object.entries({
      oihw: [2, 1, 1, 1],
      hwio: [1, 1, 1, 2],
      ohwi: [2, 1, 1, 1],
      ihwo: [1, 1, 1, 2],
    })
  ) {
    const operands = { input: channels, filter: ball(shape, [10, 100]) };
    assert.deepEqual(valuesOf(conv2d, operands, { groups: 2, filterLayout }), [10, 20, 300, 400]);
  }
});

Deno.test("conv2d() is conv() of two spatial axes in every layout", () => {
  const orders: Record<string, number[]> = { nchw: [0, 1, 2, 3], nhwc: [0, 2, 3, 1] };
  const filterOrders: Record<string, number[]> = {
    oihw: [0, 1, 2, 3],
    hwio: [2, 3, 1, 0],
    ohwi: [0, 2, 3, 1],
    ihwo: [1, 2, 3, 0],
  };
  fc.assert(
    fc.property(trials(conv).filter(({ axes }) => axes === 2), ({ x, w, options }) => {
      const expected = outputOf(conv, { input: x, filter: w }, options);
      for (const [inputLayout, order] of Object.entries(orders)) {
        for (const [filterLayout, filterOrder] of Object.entries(filterOrders)) {
          const operands = { input: permuted(x, order), filter: permuted(w, filterOrder) };
          const answer = outputOf(conv2d, operands, { ...options, inputLayout, filterLayout });
          assert.deepEqual(answer, permuted(expected, order));
        }
      }
    }),
    { numRuns: 30 },
  );
});

const refusals: readonly [string, string, Options][] = [
  ["a padding of two numbers", "padding-length", { padding: [1, 1] }],
  ["one stride", "strides-length", { strides: [1] }],
  ["a zero stride", "strides-not-zero", { strides: [1, 0] }],
  ["three dilations", "dilations-length", { dilations: [1, 1, 1] }],
  ["a zero dilation", "dilations-not-zero", { dilations: [0, 1] }],
  ["zero groups", "groups-not-zero", { groups: 0 }],
  ["groups that do not divide the input channels", "groups-divide-input-channels", { groups: 2 }],
  ["a filter that does not fit into the padded input", "output-size-valid", { dilations: [3, 1] }],
  ["an output size of 2^31", "output-size-valid", { padding: [2 ** 31 - 2, 0, 0, 0] }],
];
for (const [what, step, options] of refusals) {
  Deno.test(`conv2d() rejects ${what}`, () => {
    assert.equal(refusedStep(conv2d, { input, filter }, options), step);
  });
}

Deno.test("conv2d() accepts the largest output size and refuses one more", () => {
  assert.equal(conv2d.infer({ input, filter }, { padding: [2 ** 31 - 3, 0, 0, 0] })[0].shape[2], 2 ** 31 - 1);
});

Deno.test("conv2d() rejects a filter with other input channels than a group has", () => {
  const operands = { input: integers([1, 4, 3, 3], 1), filter: integers([2, 3, 2, 2], 2) };
  assert.equal(refusedStep(conv2d, operands, { groups: 2 }), "filter-input-channels");
});

Deno.test("conv2d() rejects groups that do not divide the output channels", () => {
  const operands = { input: integers([1, 4, 3, 3], 1), filter: integers([3, 2, 2, 2], 2) };
  assert.equal(refusedStep(conv2d, operands, { groups: 2 }), "groups-divide-output-channels");
});

Deno.test("conv2d() rejects a bias of another length or data type", () => {
  assert.equal(refusedStep(conv2d, { input, filter, bias: integers([2], 1) }), "bias-shape");
  assert.equal(refusedStep(conv2d, { input, filter, bias: ball([1], [1], "float16") }), "bias-data-type");
});

Deno.test("conv2d() rejects a filter of another data type than the input", () => {
  assert.equal(
    refusedStep(conv2d, { input, filter: ball([1, 1, 1, 1], [1], "float16") }),
    "filter-data-type",
  );
});

Deno.test("conv2d() rejects ranks and layouts that conv() would take", () => {
  const line = integers([1, 1, 3], 1), taps = integers([1, 1, 2], 2);
  assert.throws(() => checkCall(conv2d, { input: line, filter: taps }, {}), ValidationError);
  assert.throws(() => checkCall(conv2d, { input, filter }, { inputLayout: "ncwh" }), ValidationError);
  assert.throws(() => checkCall(conv2d, { input, filter }, { filterLayout: "oiwh" }), ValidationError);
  checkCall(conv, { input: line, filter: taps }, { inputLayout: "nwc" });
});

Deno.test("conv2d() resolves to the spec's defaults", () => {
  assert.deepEqual(conv2d.resolve({ input, filter }, { groups: 1 }), {
    padding: [0, 0, 0, 0],
    strides: [1, 1],
    dilations: [1, 1],
    groups: 1,
    filterLayout: "oihw",
    inputLayout: "nchw",
  });
});
