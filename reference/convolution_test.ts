import assert from "node:assert/strict";
import fc from "fast-check";
import { floatFormats, type FloatType, roundTo } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import { type Profile, profiles } from "../graph/profile.ts";
import { type Ball, floats, Undecided } from "./ball.ts";
import type { Result } from "./operator.ts";
import { conv2d } from "./operators/conv2d.ts";
import { matmul } from "./operators/matmul.ts";
import { ball, randoms, resultOf } from "./operators/_testing.ts";

type Round = (x: number) => number;

/** Sums of rounded terms in orders that backends use; none of them fuses a product with an addition. */
const orders: Record<string, (terms: number[], round: Round) => number> = {
  forward: (terms, round) => terms.reduce((sum, term) => round(sum + term), 0),
  backward: (terms, round) => terms.reduceRight((sum, term) => round(sum + term), 0),
  pairwise: function pairwise(terms, round): number {
    if (terms.length <= 1) return terms[0] ?? 0;
    const half = terms.length >> 1;
    return round(pairwise(terms.slice(0, half), round) + pairwise(terms.slice(half), round));
  },
  lanes: (terms, round) => {
    const lanes = [0, 1, 2, 3].map((lane) => orders.forward(terms.filter((_, i) => i % 4 === lane), round));
    return orders.forward(lanes, round);
  },
};

const size = { height: 5, width: 7, channels: 3, outputs: 2 };
const padding = [1, 0, 2, 1];

/** A 3 by 3 convolution in software: every product and sum rounded, the sum stored in the data type. */
function softwareConv(x: Ball, w: Ball, order: string, round: Round, [top, , left] = padding): number[] {
  const { height, width, channels, outputs } = size, answer: number[] = [];
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < height - 1; i++) {
      for (let j = 0; j < width + 1; j++) {
        const terms: number[] = [];
        for (let c = 0; c < channels; c++) {
          for (let tap = 0; tap < 9; tap++) {
            const row = i - top + Math.floor(tap / 3), column = j - left + tap % 3;
            if (row < 0 || row >= height || column < 0 || column >= width) continue;
            const at = (c * height + row) * width + column;
            terms.push(round(floats(x)[at] * floats(w)[(o * channels + c) * 9 + tap]));
          }
        }
        answer.push(roundTo(x.dataType as FloatType, orders[order](terms, round)));
      }
    }
  }
  return answer;
}

const families: Record<string, (seed: number, count: number, dataType: FloatType) => number[]> = {
  signed: (seed, count) => randoms(count, seed).map((x) => 2 * x - 1),
  positive: (seed, count) => randoms(count, seed).map((x) => x + 0.5),
  cancellation: (seed, count) => randoms(count, seed).map((x, i) => (i % 2 ? -40 : 40) + x),
  mixed: (seed, count) => randoms(count, seed).map((x, i) => (x - 0.5) * 2 ** ((i * 7) % 21 - 10)),
  subnormal: (seed, count, dataType) =>
    randoms(count, seed).map((x) => (x - 0.5) * (dataType === "float32" ? 2 ** -64 : 2 ** -9)),
  integers: (seed, count) => randoms(count, seed).map((x) => Math.floor(x * 9) - 4),
};

function operands(family: string, seed: number, dataType: FloatType) {
  const draw = (shape: number[], offset: number) => {
    const count = shape.reduce((product, length) => product * length, 1);
    return ball(
      shape,
      families[family](seed + offset, count, dataType).map((x) => roundTo(dataType, x)),
      dataType,
    );
  };
  const { height, width, channels, outputs } = size;
  return { input: draw([1, channels, height, width], 0), filter: draw([outputs, channels, 3, 3], 1) };
}

/** The largest share of the radius, with the store's rounding, that an answer uses; Infinity for a miss of an exact value. */
function used(answer: number[], { v, e }: Result, dataType: FloatType, accumulator: number): number {
  const format = floatFormats[dataType];
  return answer.reduce((most, actual, i) => {
    const value = Number(v[i]), radius = e?.[i] ?? 0;
    if (radius === 0) return actual === roundTo(dataType, value) ? most : Infinity;
    const store = accumulator === format.u ? 0 : format.u * (Math.abs(value) + radius) + format.minSubnormal;
    return Math.max(most, Math.abs(actual - value) / (radius + store));
  }, 0);
}

for (const family of Object.keys(families)) {
  Deno.test(`conv2d() in float32, in any order, stays inside the radius on ${family} data`, () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const given = operands(family, seed, "float32");
        const result = resultOf(conv2d, given, { padding });
        for (const order of Object.keys(orders)) {
          const answer = softwareConv(given.input, given.filter, order, Math.fround);
          assert.ok(used(answer, result, "float32", floatFormats.float32.u) <= 1, order);
        }
      }),
      { numRuns: 25 },
    );
  });

  Deno.test(`conv2d() in float16 accumulated in float32 stays inside the radius on ${family} data`, () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const given = operands(family, seed, "float16");
        const result = resultOf(conv2d, given, { padding });
        const answer = softwareConv(given.input, given.filter, "forward", Math.fround);
        assert.ok(used(answer, result, "float16", floatFormats.float32.u) <= 1);
      }),
      { numRuns: 25 },
    );
  });

  Deno.test(`conv2d() with a padding off by one leaves the radius on ${family} data`, () => {
    const given = operands(family, 1, "float32");
    const result = resultOf(conv2d, given, { padding });
    const answer = softwareConv(given.input, given.filter, "forward", Math.fround, [0, 1, 2, 1]);
    assert.ok(used(answer, result, "float32", floatFormats.float32.u) >= 4);
  });
}

Deno.test("conv2d() accumulated in float16 stays inside webgpu's radius and leaves ieee's", () => {
  const given = operands("signed", 3, "float16");
  const answer = softwareConv(given.input, given.filter, "forward", Math.f16round);
  const [webgpu] = conv2d.evaluate(given, { padding }, profiles["webgpu-f16"]);
  assert.ok(used(answer, webgpu, "float16", floatFormats.float16.u) <= 1);
  assert.ok(used(answer, resultOf(conv2d, given, { padding }), "float16", floatFormats.float32.u) > 1);
});

Deno.test("conv2d() that flushes subnormals stays inside webgpu's radius and leaves ieee's", () => {
  const flush: Round = (x) => Math.abs(Math.fround(x)) < 2 ** -126 ? 0 : Math.fround(x);
  const draw = operands("signed", 5, "float32");
  const given = {
    input: { ...draw.input, v: floats(draw.input).map((x) => Math.fround(x * 2 ** -123)) },
    filter: draw.filter,
  };
  const flushed = { ...given.input, v: floats(given.input).map(flush) };
  const answer = softwareConv(flushed, given.filter, "forward", flush);
  const [webgpu] = conv2d.evaluate(given, { padding }, profiles["webgpu-f16"]);
  assert.ok(used(answer, webgpu, "float32", floatFormats.float32.u) <= 1);
  assert.ok(used(answer, resultOf(conv2d, given, { padding }), "float32", floatFormats.float32.u) > 1);
});

Deno.test("conv2d() with tf32 inputs stays inside reduced's radius and leaves ieee's", () => {
  const given = operands("signed", 7, "float32");
  const narrow = (operand: Ball) => ({ ...operand, v: floats(operand).map((x) => Math.f16round(x)) });
  const answer = softwareConv(narrow(given.input), narrow(given.filter), "forward", Math.fround);
  const [reduced] = conv2d.evaluate(given, { padding }, profiles["reduced-f16"]);
  assert.ok(used(answer, reduced, "float32", floatFormats.float16.u) <= 1);
  assert.ok(used(answer, resultOf(conv2d, given, { padding }), "float32", floatFormats.float32.u) > 1);
});

Deno.test("conv2d() by Winograd's F(2,3) stays inside webgpu's radius where it leaves that of the plain sum", () => {
  // a large element meets the middle tap, 0, in the first output, and cancels there only in exact arithmetic
  const x = ball([1, 1, 4, 4], randoms(16, 9).map((value, i) => i === 5 ? 2 ** 20 : Math.fround(value)));
  const w = ball([1, 1, 3, 3], randoms(9, 10).map((value, i) => i === 4 ? 0 : Math.fround(value)));
  const answer = winograd(floats(x), floats(w));
  const [webgpu] = conv2d.evaluate({ input: x, filter: w }, {}, profiles["webgpu-f16"]);
  assert.ok(used(answer, webgpu, "float32", floatFormats.float32.u) <= 1);
  const plain: Profile = { ...profiles["webgpu-f16"], fastConv: 0 };
  const [slow] = conv2d.evaluate({ input: x, filter: w }, {}, plain);
  assert.ok(used(answer, slow, "float32", floatFormats.float32.u) > 1);
});

/** F(2x2, 3x3) of one 4 by 4 tile in float32. */
function winograd(tile: Float64Array, w: Float64Array): number[] {
  const B = [[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]];
  const G = [[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]];
  const A = [[1, 1, 1, 0], [0, 1, -1, -1]];
  const rows = (data: ArrayLike<number>, length: number) =>
    Array.from(
      { length: data.length / length },
      (_, i) => Array.from({ length }, (_, j) => data[i * length + j]),
    );
  const transpose = (m: number[][]) => m[0].map((_, j) => m.map((row) => row[j]));
  const times = (a: number[][], b: number[][]) =>
    a.map((row) =>
      transpose(b).map((column) => orders.forward(row.map((x, k) => x * column[k]), Math.fround))
    );
  const both = (m: number[][], data: number[][]) => times(times(m, data), transpose(m));
  const U = both(G, rows(w, 3)), V = both(B, rows(tile, 4));
  return both(A, U.map((row, i) => row.map((u, j) => Math.fround(u * V[i][j])))).flat();
}

Deno.test("conv2d() is exact, element by element, on integers whose sums fit", () => {
  const filter = ball([1, 1, 1, 2], [1, 1]);
  const { e } = resultOf(conv2d, { input: ball([1, 1, 1, 3], [1, 2 ** 23, 2 ** 24]), filter });
  assert.ok(e && e[0] === 0 && e[1] > 0);
});

Deno.test("conv2d() adds what its inputs' radii give: Σ(|x|·e_w + |w|·e_x + e_x·e_w) + e_b", () => {
  const x = { ...ball([1, 1, 1, 2], [3, -2]), e: Float64Array.of(0.5, 0.25) };
  const w = { ...ball([1, 1, 1, 2], [-1, 4]), e: Float64Array.of(0, 0.125) };
  const bias = { ...ball([1], [1]), e: Float64Array.of(0.0625) };
  const { e, v } = resultOf(conv2d, { input: x, filter: w, bias });
  // 0.5·1 + 0.25·4 + 0.125·2 + 0.25·0.125 + 0.0625
  assert.equal(v[0], -10);
  assert.ok(e && e[0] > 1.84375 && e[0] < 1.84376);
});

Deno.test("conv2d() carries magnitudes along and rounds relative to them", () => {
  const x = { ...ball([1, 1, 1, 1], [Math.fround(0.1)]), M: Float64Array.of(1000) };
  const w = ball([1, 1, 1, 1], [Math.fround(0.3)]);
  const { M, S, e } = resultOf(conv2d, { input: x, filter: w });
  assert.equal(M?.[0], 1000 * Math.fround(0.3));
  assert.equal(S?.[0], Math.fround(0.1) * Math.fround(0.3));
  assert.ok(e && e[0] > 3 * 2 ** -24 * 300);
});

Deno.test("conv2d() spreads undecided elements to the windows that hold them", () => {
  const x = {
    ...ball([1, 1, 1, 4], [1, 2, 3, 4]),
    undecided: Uint8Array.of(Undecided.value, 0, 0, Undecided.indeterminate),
  };
  const { undecided } = resultOf(conv2d, { input: x, filter: ball([1, 1, 1, 2], [1, 1]) });
  assert.deepEqual(undecided, Uint8Array.of(Undecided.value, 0, Undecided.indeterminate));
});

Deno.test("conv2d() with an infinite tap in the padding adds no term there", () => {
  const input = ball([1, 1, 1, 4], [1, 2, 3, 4]), filter = ball([1, 1, 1, 2], [Infinity, 1]);
  const { v } = resultOf(conv2d, { input, filter }, { padding: [0, 0, 1, 0] });
  assert.deepEqual([...v], [1, Infinity, Infinity, Infinity]);
});

Deno.test("conv2d() lets any value pass where a partial sum may overflow, and where webgpu meets an infinity", () => {
  const huge = ball([1, 1, 1, 2], [1e38, -1e38]), filter = ball([1, 1, 1, 2], [3, 3]);
  assert.deepEqual(resultOf(conv2d, { input: huge, filter }).flags, Uint8Array.of(Flag.any));
  const infinite = { input: ball([1, 1, 1, 2], [Infinity, 1]), filter };
  assert.equal(resultOf(conv2d, infinite).flags, undefined);
  assert.deepEqual(conv2d.evaluate(infinite, {}, profiles["webgpu-f16"])[0].flags, Uint8Array.of(Flag.any));
});

Deno.test("matmul() beyond the length for which webgpu's float16 bound holds is not judged", () => {
  const row = ball([1, 600], new Array(600).fill(0.1), "float16"), column = { ...row, shape: [600, 1] };
  assert.deepEqual(
    matmul.evaluate({ a: row, b: column }, {}, profiles["webgpu-f16"])[0].flags,
    Uint8Array.of(Flag.skip),
  );
});
