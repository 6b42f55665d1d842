import assert from "node:assert/strict";
import fc from "fast-check";
import { floats } from "../ball.ts";
import { conv } from "./conv.ts";
import { convTranspose } from "./conv_transpose.ts";
import {
  ball,
  inner,
  integers,
  joined,
  orders,
  outputOf,
  part,
  permuted,
  refusedStep,
  resultOf,
  scattered,
  trials,
  valuesOf,
} from "./_testing.ts";

const letters = ["", "ncw", "nchw", "ncdhw"];
const filterLetters = ["", "iow", "iohw", "iodhw"];

Deno.test("convTranspose() spreads each element over its taps", () => {
  const input = ball([1, 1, 2], [1, 10]), filter = ball([1, 1, 3], [1, 2, 3]);
  assert.deepEqual(valuesOf(convTranspose, { input, filter }), [1, 12, 23, 30]);
  assert.deepEqual(valuesOf(convTranspose, { input, filter }, { strides: [2] }), [1, 2, 13, 20, 30]);
  assert.deepEqual(valuesOf(convTranspose, { input, filter }, { strides: [2], padding: [1, 0] }), [
    2,
    13,
    20,
    30,
  ]);
  assert.deepEqual(valuesOf(convTranspose, { input, filter }, { strides: [2], outputPadding: [1] }), [
    1,
    2,
    13,
    20,
    30,
    0,
  ]);
});

Deno.test("convTranspose() of a stride beyond the filter leaves holes that hold the bias alone", () => {
  const operands = { input: ball([1, 1, 2], [1, 2]), filter: ball([1, 1, 1], [5]), bias: ball([1], [100]) };
  assert.deepEqual(valuesOf(convTranspose, operands, { strides: [3] }), [105, 100, 100, 110]);
  assert.deepEqual([...resultOf(convTranspose, operands, { strides: [3] }).n ?? []], [2, 1, 1, 2]);
});

Deno.test("convTranspose() agrees exactly with an independent path", () => {
  fc.assert(fc.property(trials(convTranspose), (trial) => {
    const { x: input, w: filter, bias, options } = trial;
    const output = outputOf(convTranspose, { input, filter, ...(bias ? { bias } : {}) }, options);
    assert.deepEqual(floats(output), scattered(trial, output.shape, true));
  }));
});

Deno.test("convTranspose() is the adjoint of conv()", () => {
  fc.assert(fc.property(trials(conv), ({ x, w, options, axes }) => {
    const y = outputOf(conv, { input: x, filter: w }, options);
    const z = integers(y.shape, x.v.length);
    // what conv() left over at the end of an axis is less than a stride, as outputSizes may be
    const { strides, dilations, padding, groups } = options;
    const back = { strides, dilations, padding, groups, outputSizes: x.shape.slice(2) };
    assert.equal(
      inner(y, z),
      inner(x, outputOf(convTranspose, { input: z, filter: w }, back)),
      `${axes} axes`,
    );
  }));
});

Deno.test("convTranspose() of a permuted input in a permuted layout gives the permuted answer", () => {
  const permutedTrials = trials(convTranspose).chain((trial) =>
    fc.tuple(fc.constant(trial), orders(trial.axes + 2), orders(trial.axes + 2))
  );
  fc.assert(fc.property(permutedTrials, ([{ x, w, options, axes }, order, filterOrder]) => {
    const inputLayout = order.map((axis) => letters[axes][axis]).join("");
    const filterLayout = filterOrder.map((axis) => filterLetters[axes][axis]).join("");
    const operands = { input: permuted(x, order), filter: permuted(w, filterOrder) };
    const answer = outputOf(convTranspose, operands, { ...options, inputLayout, filterLayout });
    assert.deepEqual(answer, permuted(outputOf(convTranspose, { input: x, filter: w }, options), order));
  }));
});

Deno.test("convTranspose() in groups is the concatenation of its splits", () => {
  fc.assert(fc.property(trials(convTranspose), ({ x, w, options }) => {
    const groups = options.groups as number;
    const share = x.shape[1] / groups;
    const splits = Array.from({ length: groups }, (_, g) => {
      const input = part(x, 1, g * share, (g + 1) * share);
      const filter = part(w, 0, g * share, (g + 1) * share);
      return outputOf(convTranspose, { input, filter }, { ...options, groups: 1 });
    });
    assert.deepEqual(outputOf(convTranspose, { input: x, filter: w }, options), joined(splits, 1));
  }));
});

Deno.test("convTranspose() with outputSizes is convTranspose() with the output padding that gives them", () => {
  fc.assert(fc.property(trials(convTranspose), ({ x, w, options }) => {
    const operands = { input: x, filter: w };
    const expected = outputOf(convTranspose, operands, options);
    const outputPadding = (options.outputPadding as number[]).map((size) => size + 7);
    const answer = outputOf(convTranspose, operands, {
      ...options,
      outputPadding,
      outputSizes: expected.shape.slice(2),
    });
    assert.deepEqual(answer, expected);
  }));
});

Deno.test("convTranspose() accepts every input rank with 1 to 3 axes of it, and nothing else", () => {
  for (let rank = 1; rank <= 5; rank++) {
    for (let count = 0; count <= 5; count++) {
      const axes = Array.from({ length: count }, (_, i) => i % rank);
      const input = integers(new Array(rank).fill(3), 1);
      const filter = integers([1, 1, ...axes.map(() => 2)], 2);
      const step = refusedStep(convTranspose, { input, filter }, { axes });
      const expected = count < 1 || count > 3 ? "axes-count" : count > rank ? "axes-unique" : undefined;
      assert.equal(step, expected, `rank ${rank}, ${count} axes`);
      if (step !== undefined) continue;
      const { shape } = outputOf(convTranspose, { input, filter }, { axes });
      assert.deepEqual(shape, Array.from({ length: rank }, (_, axis) => axis < count ? 4 : 3));
    }
  }
});
