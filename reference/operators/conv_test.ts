import assert from "node:assert/strict";
import fc from "fast-check";
import { floats } from "../ball.ts";
import { conv } from "./conv.ts";
import {
  ball,
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
const filterLetters = ["", "oiw", "oihw", "oidhw"];

Deno.test("conv() slides along one axis", () => {
  const input = ball([1, 1, 5], [1, 2, 3, 4, 5]);
  const filter = ball([1, 1, 3], [1, 10, 100]);
  assert.deepEqual(valuesOf(conv, { input, filter }), [321, 432, 543]);
  assert.deepEqual(valuesOf(conv, { input, filter }, { strides: [2], padding: [1, 1] }), [210, 432, 54]);
});

Deno.test("conv() takes an input without batch and channel axes", () => {
  const input = ball([4], [1, 2, 3, 4]);
  const filter = ball([1, 1, 2], [1, 10]);
  assert.deepEqual(valuesOf(conv, { input, filter }, { axes: [0] }), [21, 32, 43]);
  assert.deepEqual(valuesOf(conv, { input, filter }, { inputLayout: "w" }), [21, 32, 43]);
});

Deno.test("conv() agrees exactly with an independent path", () => {
  fc.assert(fc.property(trials(conv), (trial) => {
    const { x: input, w: filter, bias, options } = trial;
    const operands = { input, filter, ...(bias ? { bias } : {}) };
    const output = outputOf(conv, operands, options);
    assert.deepEqual(floats(output), scattered(trial, output.shape, false));
  }));
});

const longAxes = fc.record({
  size: fc.integer({ min: 1, max: 600 }),
  begin: fc.integer({ min: 0, max: 9 }),
  end: fc.integer({ min: 0, max: 9 }),
  stride: fc.integer({ min: 1, max: 2 }),
  outputs: fc.integer({ min: 1, max: 5 }),
  groups: fc.integer({ min: 1, max: 2 }),
  seed: fc.nat(),
});

Deno.test("conv() agrees along axes longer than a block of positions, for few and for many output channels", () => {
  fc.assert(
    fc.property(longAxes, ({ size, begin, end, stride, outputs, groups, seed }) => {
      const trial = {
        x: integers([1, groups, size], seed),
        w: integers([groups * outputs, 1, 3], seed + 1),
        options: { padding: [begin, end], strides: [stride], dilations: [2], groups },
        axes: 1,
      };
      const operands = { input: trial.x, filter: trial.w };
      fc.pre(refusedStep(conv, operands, trial.options) === undefined);
      const output = outputOf(conv, operands, trial.options);
      assert.deepEqual(floats(output), scattered(trial, output.shape, false));
    }),
    { examples: [[{ size: 11, begin: 2, end: 0, stride: 1, outputs: 1, groups: 1, seed: 1 }]] },
  );
});

Deno.test("conv() counts the taps inside the input and sums the magnitudes of their products", () => {
  fc.assert(fc.property(trials(conv), (trial) => {
    const { x: input, w: filter, bias, options } = trial;
    const operands = { input, filter, ...(bias ? { bias } : {}) };
    const { n, S } = resultOf(conv, operands, options);
    const { shape } = conv.infer(operands, options)[0];
    const ones = {
      x: { ...input, v: floats(input).map(() => 1) },
      w: { ...filter, v: floats(filter).map(() => 1) },
    };
    const oneBias = bias && { ...bias, v: floats(bias).map(() => 1) };
    assert.deepEqual(
      Float64Array.from(n ?? []),
      scattered({ ...trial, ...ones, bias: oneBias }, shape, false),
    );
    const sizes = {
      x: { ...input, v: floats(input).map(Math.abs) },
      w: { ...filter, v: floats(filter).map(Math.abs) },
    };
    const sizeOfBias = bias && { ...bias, v: floats(bias).map(Math.abs) };
    assert.deepEqual(S, scattered({ ...trial, ...sizes, bias: sizeOfBias }, shape, false));
  }));
});

Deno.test("conv() of a permuted input in a permuted layout gives the permuted answer", () => {
  const permutedTrials = trials(conv).chain((trial) =>
    fc.tuple(fc.constant(trial), orders(trial.axes + 2), orders(trial.axes + 2))
  );
  fc.assert(fc.property(permutedTrials, ([{ x, w, options, axes }, order, filterOrder]) => {
    const inputLayout = order.map((axis) => letters[axes][axis]).join("");
    const filterLayout = filterOrder.map((axis) => filterLetters[axes][axis]).join("");
    const operands = { input: permuted(x, order), filter: permuted(w, filterOrder) };
    const answer = outputOf(conv, operands, { ...options, inputLayout, filterLayout });
    assert.deepEqual(answer, permuted(outputOf(conv, { input: x, filter: w }, options), order));
  }));
});

Deno.test("conv() with explicit axes is the layout that names them", () => {
  fc.assert(
    fc.property(trials(conv).chain((t) => fc.tuple(fc.constant(t), orders(t.axes + 2))), ([trial, order]) => {
      const { x, w, options, axes } = trial;
      const input = permuted(x, order);
      const inputLayout = order.map((axis) => letters[axes][axis]).join("");
      const places = [...letters[axes].slice(2)].map((letter) => inputLayout.indexOf(letter));
      const channelAxis = inputLayout.indexOf("c");
      assert.deepEqual(
        outputOf(conv, { input, filter: w }, { ...options, axes: places, channelAxis }),
        outputOf(conv, { input, filter: w }, { ...options, inputLayout }),
      );
    }),
  );
});

Deno.test("conv() in groups is the concatenation of its splits", () => {
  fc.assert(fc.property(trials(conv), ({ x, w, options }) => {
    const groups = options.groups as number;
    const share = x.shape[1] / groups, outputs = w.shape[0] / groups;
    const splits = Array.from({ length: groups }, (_, g) => {
      const input = part(x, 1, g * share, (g + 1) * share);
      const filter = part(w, 0, g * outputs, (g + 1) * outputs);
      return outputOf(conv, { input, filter }, { ...options, groups: 1 });
    });
    assert.deepEqual(outputOf(conv, { input: x, filter: w }, options), joined(splits, 1));
  }));
});

Deno.test("conv() dilated is conv() by the filter with zeros between its taps", () => {
  fc.assert(fc.property(trials(conv), ({ x, w, options, axes }) => {
    let filter = w;
    const dilations = options.dilations as number[];
    for (let d = 0; d < axes; d++) {
      const taps = Array.from({ length: w.shape[d + 2] }, (_, t) => part(filter, d + 2, t, t + 1));
      const zero = { ...taps[0], v: floats(taps[0]).map(() => 0) };
      const gaps = new Array(dilations[d] - 1).fill(zero);
      filter = joined(taps.flatMap((tap, t) => t === 0 ? [tap] : [...gaps, tap]), d + 2);
    }
    assert.deepEqual(
      outputOf(conv, { input: x, filter: w }, options),
      outputOf(conv, { input: x, filter }, { ...options, dilations: dilations.map(() => 1) }),
    );
  }));
});

Deno.test("conv() by 1, each channel a group of its own, is the identity", () => {
  fc.assert(fc.property(trials(conv), ({ x, axes }) => {
    const channels = x.shape[1];
    const filter = ball([channels, 1, ...new Array(axes).fill(1)], new Array(channels).fill(1));
    assert.deepEqual(outputOf(conv, { input: x, filter }, { groups: channels }), x);
  }));
});

Deno.test("conv() keeps every other axis as batch", () => {
  const input = integers([2, 3, 4, 5], 1), filter = integers([1, 1, 2], 2);
  const options = { axes: [2] };
  const rows = [0, 1].flatMap((a) => [0, 1, 2].map((b) => part(part(input, 0, a, a + 1), 1, b, b + 1)));
  const expected = rows.map((row) => outputOf(conv, { input: row, filter }, options));
  const firsts = [joined(expected.slice(0, 3), 1), joined(expected.slice(3), 1)];
  assert.deepEqual(outputOf(conv, { input, filter }, options), joined(firsts, 0));
});

Deno.test("conv() accepts every input rank with 1 to 3 axes of it, and nothing else", () => {
  for (let rank = 1; rank <= 5; rank++) {
    for (let count = 0; count <= 5; count++) {
      const axes = Array.from({ length: count }, (_, i) => i % rank);
      const input = integers(new Array(rank).fill(3), 1);
      const filter = integers([1, 1, ...axes.map(() => 2)], 2);
      const step = refusedStep(conv, { input, filter }, { axes });
      const expected = count < 1 || count > 3 ? "axes-count" : count > rank ? "axes-unique" : undefined;
      assert.equal(step, expected, `rank ${rank}, ${count} axes`);
      if (step !== undefined) continue;
      const { shape } = outputOf(conv, { input, filter }, { axes });
      assert.deepEqual(shape, Array.from({ length: rank }, (_, axis) => axis < count ? 2 : 3));
    }
  }
});

Deno.test("conv() without axes takes all but the first two", () => {
  for (let rank = 1; rank <= 5; rank++) {
    const input = integers(new Array(rank).fill(3), 1);
    const filter = integers([3, 3, ...new Array(Math.max(rank - 2, 1)).fill(2)], 2);
    const expected = rank < 3 ? "axes-count" : undefined;
    assert.equal(refusedStep(conv, { input, filter }), expected, `rank ${rank}`);
  }
});

Deno.test("conv() refuses axes and layouts that do not fit", () => {
  const input = integers([3, 3, 3], 1), filter = integers([3, 3, 2], 2);
  const step = (options: Record<string, number | string | number[]>) =>
    refusedStep(conv, { input, filter }, options);
  assert.equal(step({ axes: [3] }), "axes-in-range");
  assert.equal(step({ axes: [2], channelAxis: 3 }), "channel-axis-in-range");
  assert.equal(step({ axes: [2], channelAxis: 2 }), "channel-axis-not-spatial");
  assert.equal(step({ inputLayout: "ncw", axes: [2] }), "input-layout-or-axes");
  for (const inputLayout of ["nch", "nc", "ncww", "ccw", "nnc", "ncx"]) {
    assert.equal(step({ inputLayout }), "input-layout-letters", inputLayout);
  }
  for (const filterLayout of ["oih", "oi", "oww", "oiww"]) {
    assert.equal(step({ filterLayout }), "filter-layout-letters", filterLayout);
  }
  assert.equal(step({ axes: [1, 2], channelAxis: 0 }), "filter-rank");
  assert.equal(
    refusedStep(conv, { input, filter: integers([3, 1, 2], 2) }, { axes: [2] }),
    "one-output-without-channel-axis",
  );
});

Deno.test("conv() resolves to axes and explicit defaults", () => {
  const operands = { input: integers([1, 5, 2], 1), filter: integers([4, 2, 3], 2) };
  assert.deepEqual(conv.resolve(operands, { inputLayout: "nwc", strides: [2] }), {
    padding: [0, 0],
    strides: [2],
    dilations: [1],
    groups: 1,
    filterLayout: "oiw",
    axes: [1],
    channelAxis: 2,
  });
});
