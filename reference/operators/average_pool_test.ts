import assert from "node:assert/strict";
import fc from "fast-check";
import { profiles } from "../../graph/profile.ts";
import { floats } from "../ball.ts";
import { averagePool } from "./average_pool.ts";
import { averagePool2d } from "./average_pool2d.ts";
import { conv } from "./conv.ts";
import { l2Pool } from "./l2_pool.ts";
import { l2Pool2d } from "./l2_pool2d.ts";
import { maxPool } from "./max_pool.ts";
import { maxPool2d } from "./max_pool2d.ts";
import {
  ball,
  integers,
  orders,
  outputOf,
  permuted,
  refusedStep,
  resultOf,
  type Trial,
  trials,
  valuesOf,
} from "./_testing.ts";

const pools = [averagePool, l2Pool, maxPool];
const letters = ["", "ncw", "nchw", "ncdhw"];

/** The window of a convolution as options of a pooling. */
function pooling({ w, options }: Trial) {
  const { padding, strides, dilations } = options;
  return { windowDimensions: w.shape.slice(2), padding, strides, dilations };
}

Deno.test("averagePool() divides by the taps inside the input", () => {
  const input = ball([1, 1, 3], [2, 4, 9]);
  const options = { windowDimensions: [2], padding: [1, 1] };
  assert.deepEqual(valuesOf(averagePool, { input }, options), [2, 3, 6.5, 9]);
});

Deno.test("averagePool() leaves open whether padding counts (question Q4), never what ceil rounding adds", () => {
  const input = ball([1, 1, 3], [2, 4, 9]);
  const options = { windowDimensions: [2], strides: [2] };
  const padded = resultOf(averagePool, { input }, { ...options, padding: [1, 0] });
  assert.deepEqual(padded.v, Float64Array.of(2, 6.5));
  assert.deepEqual(padded.alternatives, [
    { question: "Q4", answer: "b", positions: Uint32Array.of(0), v: Float64Array.of(1) },
  ]);
  const ceiled = resultOf(averagePool, { input }, { ...options, outputShapeRounding: "ceil" });
  assert.deepEqual(ceiled.v, Float64Array.of(3, 9));
  assert.equal(ceiled.alternatives, undefined);
});

Deno.test("averagePool() of a window wholly in padding is NaN or 0 (question Q9), l2Pool() 0", () => {
  const input = ball([1, 1, 1], [5]);
  const options = { windowDimensions: [1], padding: [0, 1] };
  const { v, alternatives } = resultOf(averagePool, { input }, options);
  assert.deepEqual(v, Float64Array.of(5, NaN));
  assert.deepEqual(alternatives, [
    { question: "Q9", answer: "b", positions: Uint32Array.of(1), v: Float64Array.of(0) },
  ]);
  assert.deepEqual(valuesOf(l2Pool, { input }, options), [5, 0]);
});

Deno.test("l2Pool() is the root of the sum of squares", () => {
  assert.deepEqual(valuesOf(l2Pool, { input: ball([1, 1, 4], [3, 4, 12, 0]) }, { windowDimensions: [2] }), [
    5,
    Math.sqrt(160),
    12,
  ]);
});

Deno.test("l2Pool() never goes below 0 and is exact on zeros only", () => {
  const { e, atLeast } = resultOf(l2Pool, { input: ball([1, 1, 3], [0, 0, 1]) }, { windowDimensions: [2] });
  assert.equal(atLeast, 0);
  // u·y·((2 + 1)/2 + 2) for y = 1
  assert.ok(e && e[0] === 0 && e[1] > 3.5 * 2 ** -24 && e[1] < 3.6 * 2 ** -24);
});

Deno.test("l2Pool() may lose squares that underflow in float32", () => {
  const { v, e } = resultOf(l2Pool, { input: ball([1, 1, 1], [2 ** -80]) });
  assert.ok(e && e[0] >= v[0]);
});

Deno.test("averagePool() is exact where the sum is and its length is a power of two", () => {
  const input = ball([1, 1, 4], [1, 2, 3, 4]);
  assert.equal(resultOf(averagePool, { input }).e, undefined);
  const { e } = resultOf(averagePool, { input }, { windowDimensions: [3] });
  // (3 + 2)·u·S/n for the sums 6 and 9
  assert.ok(
    e && e[0] > 10 * 2 ** -24 && e[0] < 10.1 * 2 ** -24 && e[1] > 15 * 2 ** -24 && e[1] < 15.1 * 2 ** -24,
  );
});

Deno.test("averagePool() of one element is that element, in every profile that reads it exactly", () => {
  const operands = { input: ball([1, 1, 1], [Math.fround(0.1)]) };
  assert.equal(averagePool.evaluate(operands, {}, profiles.ieee)[0].e, undefined);
  assert.ok((averagePool.evaluate(operands, {}, profiles["reduced-f16"])[0].e?.[0] ?? 0) >= 2 ** -11 * 0.1);
});

Deno.test("averagePool() carries radii as their mean, l2Pool() as at most their norm", () => {
  const input = { ...ball([1, 1, 2], [3, 4]), e: Float64Array.of(0.3, 0.4) };
  const average = resultOf(averagePool, { input }).e?.[0] ?? 0;
  assert.ok(average >= 0.35 && average < 0.3501);
  const norm = resultOf(l2Pool, { input }).e?.[0] ?? 0;
  assert.ok(norm >= 0.5 && norm < 0.5001);
});

Deno.test("averagePool() times its taps is conv() by ones", () => {
  fc.assert(fc.property(trials(conv), (trial) => {
    const { x, options } = trial;
    const ones = ball(
      [x.shape[1], 1, ...trial.w.shape.slice(2)],
      new Array(x.shape[1] * taps(trial)).fill(1),
    );
    const { padding, strides, dilations } = options;
    const sums = resultOf(conv, { input: x, filter: ones }, {
      padding,
      strides,
      dilations,
      groups: x.shape[1],
    });
    const { v, n = new Int32Array() } = resultOf(averagePool, { input: x }, pooling(trial));
    assert.deepEqual(n, sums.n);
    assert.deepEqual(v, (sums.v as Float64Array).map((sum, i) => n[i] === 0 ? NaN : sum / n[i]));
  }));
});

Deno.test("l2Pool() squared is conv() of the squares by ones", () => {
  fc.assert(fc.property(trials(conv), (trial) => {
    const { x, options } = trial;
    const ones = ball(
      [x.shape[1], 1, ...trial.w.shape.slice(2)],
      new Array(x.shape[1] * taps(trial)).fill(1),
    );
    const { padding, strides, dilations } = options;
    const squares = { ...x, v: floats(x).map((value) => value * value) };
    const operands = { input: squares, filter: ones };
    const sums = outputOf(conv, operands, { padding, strides, dilations, groups: x.shape[1] });
    const { v } = resultOf(l2Pool, { input: x }, pooling(trial));
    assert.deepEqual(v, floats(sums).map(Math.sqrt));
  }));
});

Deno.test("maxPool() is at least averagePool(), an element of its window, and l2Pool() of one tap is |x|", () => {
  fc.assert(fc.property(trials(conv), (trial) => {
    const { x } = trial;
    const most = floats(outputOf(maxPool, { input: x }, pooling(trial)));
    const mean = floats(outputOf(averagePool, { input: x }, pooling(trial)));
    most.forEach((value, i) => {
      assert.ok(value === -Infinity ? Number.isNaN(mean[i]) : value >= mean[i] && floats(x).includes(value));
    });
    const single = { windowDimensions: new Array(trial.axes).fill(1) };
    assert.deepEqual(outputOf(l2Pool, { input: x }, single).v, floats(x).map(Math.abs));
  }));
});

Deno.test("Pools of a permuted input in a permuted layout give the permuted answer", () => {
  fc.assert(
    fc.property(trials(conv).chain((t) => fc.tuple(fc.constant(t), orders(t.axes + 2))), ([trial, order]) => {
      const { x, axes } = trial;
      const inputLayout = order.map((axis) => letters[axes][axis]).join("");
      for (const pool of pools) {
        const answer = outputOf(pool, { input: permuted(x, order) }, { ...pooling(trial), inputLayout });
        assert.deepEqual(answer, permuted(outputOf(pool, { input: x }, pooling(trial)), order));
      }
    }),
  );
});

Deno.test("Pools of two axes are WebNN's in both layouts", () => {
  const input = integers([2, 3, 5, 7], 1),
    options = { windowDimensions: [2, 3], strides: [2, 1], padding: [0, 1, 1, 0] };
  [averagePool2d, l2Pool2d, maxPool2d].forEach((pool2d, i) => {
    const expected = outputOf(pools[i], { input }, options);
    assert.deepEqual(outputOf(pool2d, { input }, { ...options, layout: "nchw" }), expected);
    const last = { input: permuted(input, [0, 2, 3, 1]) };
    assert.deepEqual(
      outputOf(pool2d, last, { ...options, layout: "nhwc" }),
      permuted(expected, [0, 2, 3, 1]),
    );
  });
});

Deno.test("Pools accept every input rank with 1 to 3 axes of it, and nothing else", () => {
  for (const pool of pools) {
    for (let rank = 1; rank <= 5; rank++) {
      for (let count = 0; count <= 5; count++) {
        const axes = Array.from({ length: count }, (_, i) => i % rank);
        const input = integers(new Array(rank).fill(3), 1);
        const options = { axes, windowDimensions: axes.map(() => 2) };
        const step = refusedStep(pool, { input }, options);
        const expected = count < 1 || count > 3 ? "axes-count" : count > rank ? "axes-unique" : undefined;
        assert.equal(step, expected, `${pool.name}, rank ${rank}, ${count} axes`);
        if (step !== undefined) continue;
        const { shape } = outputOf(pool, { input }, options);
        assert.deepEqual(shape, Array.from({ length: rank }, (_, axis) => axis < count ? 2 : 3));
      }
    }
  }
});

function taps({ w }: Trial): number {
  return w.shape.slice(2).reduce((count, size) => count * size, 1);
}
