import assert from "node:assert/strict";
import { specDataTypes } from "../../graph/data_type.ts";
import { Flag } from "../../graph/expectation.ts";
import { type Profile, profiles } from "../../graph/profile.ts";
import { expected, refused, tensor } from "../_testing.ts";
import type { Ball } from "../ball.ts";
import { checkCall } from "../check_options.ts";
import type { Options } from "../operator.ts";
import { ValidationError } from "../validation_error.ts";
import { maxPool2d } from "./max_pool2d.ts";
import { ball, integers, outputOf, refusedStep, resultOf, valuesOf } from "./_testing.ts";

const input = ball([1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]);

Deno.test("maxPool2d() without options is the global maximum, as the spec's note says", () => {
  const { shape, v } = outputOf(maxPool2d, { input: ball([1, 2, 1, 2], [1, 2, -3, -4]) });
  assert.deepEqual(shape, [1, 2, 1, 1]);
  assert.deepEqual([...v], [2, -3]);
});

Deno.test("maxPool2d() never lets padding win", () => {
  const negative = ball([1, 1, 2, 2], [-1, -2, -3, -4]);
  const options = { windowDimensions: [2, 2], padding: [1, 1, 1, 1] };
  assert.deepEqual(valuesOf(maxPool2d, { input: negative }, options), [-1, -1, -2, -1, -1, -2, -3, -3, -4]);
});

Deno.test("maxPool2d() rounds the output size down, or up", () => {
  const options = { windowDimensions: [2, 2], strides: [2, 2] };
  assert.deepEqual(valuesOf(maxPool2d, { input }, options), [5]);
  assert.deepEqual(valuesOf(maxPool2d, { input }, { ...options, outputShapeRounding: "ceil" }), [5, 6, 8, 9]);
});

Deno.test("maxPool2d() rounds an output size below one up", () => {
  const options = { windowDimensions: [4, 4], strides: [2, 2], outputShapeRounding: "ceil" };
  assert.deepEqual(valuesOf(maxPool2d, { input }, options), [9]);
});

Deno.test("maxPool2d() takes outputSizes over the rounding", () => {
  const options = { windowDimensions: [2, 2], strides: [2, 2], outputShapeRounding: "floor" };
  assert.deepEqual(valuesOf(maxPool2d, { input }, { ...options, outputSizes: [2, 2] }), [5, 6, 8, 9]);
  assert.equal(
    refusedStep(maxPool2d, { input }, { ...options, outputSizes: [1, 2] }),
    "output-sizes-rounded",
  );
});

Deno.test("maxPool2d() dilates the window", () => {
  assert.deepEqual(valuesOf(maxPool2d, { input }, { windowDimensions: [2, 2], dilations: [2, 2] }), [9]);
});

Deno.test("maxPool2d() keeps every data type, 64-bit integers exactly", () => {
  const values = [2n ** 53n, 2n ** 53n + 1n];
  const { v } = resultOf(maxPool2d, {
    input: { dataType: "int64", shape: [1, 1, 1, 2], v: BigInt64Array.from(values) },
  });
  assert.deepEqual(v, BigInt64Array.of(2n ** 53n + 1n));
  const bytes = { dataType: "int8" as const, shape: [1, 1, 1, 2], v: Int8Array.of(-7, -9) };
  assert.deepEqual(resultOf(maxPool2d, { input: bytes }).v, Int8Array.of(-7));
  for (const dataType of specDataTypes) {
    checkCall(maxPool2d, { input: { dataType, shape: [1, 1, 1, 1] } }, {});
  }
});

Deno.test("maxPool2d() leaves open what a window wholly in padding gives (question Q3)", () => {
  const options = { windowDimensions: [1, 1], padding: [0, 1, 0, 0] };
  const { v, alternatives } = resultOf(maxPool2d, { input: ball([1, 1, 1, 1], [5], "float16") }, options);
  assert.deepEqual(v, Float64Array.of(5, -Infinity));
  assert.deepEqual(alternatives, [
    { question: "Q3", answer: "a", positions: Uint32Array.of(1), v: Float64Array.of(-65504) },
    { question: "Q3", answer: "b", positions: Uint32Array.of(1), v: Float64Array.of(0) },
  ]);
  const bytes = { dataType: "int8" as const, shape: [1, 1, 1, 1], v: Int8Array.of(-7) };
  assert.deepEqual(resultOf(maxPool2d, { input: bytes }, options).v, Int8Array.of(-7, -128));
});

Deno.test("maxPool2d() of a window with NaN is NaN or the best number, if any (question Q7)", () => {
  const { v, alternatives } = resultOf(maxPool2d, { input: ball([1, 2, 1, 2], [1, NaN, NaN, NaN]) });
  assert.deepEqual(v, Float64Array.of(NaN, NaN));
  assert.deepEqual(alternatives, [
    { question: "Q7", answer: "b", positions: Uint32Array.of(0, 1), v: Float64Array.of(1, -Infinity) },
    {
      question: "Q7",
      answer: "b",
      positions: Uint32Array.of(1),
      v: Float64Array.of(-(2 - 2 ** -23) * 2 ** 127),
    },
  ]);
});

Deno.test("maxPool2d() of NaN or infinities is indeterminate under webgpu only", () => {
  const operands = { input: ball([1, 2, 1, 1], [Infinity, 1]) };
  assert.deepEqual(
    maxPool2d.evaluate(operands, {}, profiles["webgpu-f16"])[0].flags,
    Uint8Array.of(Flag.any, 0),
  );
  assert.equal(resultOf(maxPool2d, operands).flags, undefined);
});

Deno.test("maxPool2d() has no radius on exact inputs, and reaches what the winners may be otherwise", () => {
  assert.equal(resultOf(maxPool2d, { input }).e, undefined);
  const near = { ...ball([1, 1, 1, 3], [5, 4.5, 0]), e: Float64Array.of(0.1, 0.5, 9) };
  assert.deepEqual(resultOf(maxPool2d, { input: near }).e, Float64Array.of(4));
  const far = { ...near, e: Float64Array.of(0.25, 0.5, 1) };
  assert.deepEqual(resultOf(maxPool2d, { input: far }).e, Float64Array.of(0.25));
});

Deno.test("maxPool2d() beside -Infinity keeps the radius of the largest, and carries what is undecided", () => {
  const masked = { ...ball([1, 1, 1, 3], [-Infinity, 5, 4.5]), e: Float64Array.of(0, 0.25, 1) };
  assert.deepEqual(resultOf(maxPool2d, { input: masked }).e, Float64Array.of(0.5));
  for (const v of [Int8Array.of(1, 2, 3, 4), BigInt64Array.of(1n, 2n, 3n, 4n)]) {
    const dataType = v instanceof Int8Array ? "int8" : "int64";
    const input: Ball = { dataType, shape: [1, 1, 2, 2], v, undecided: Uint8Array.of(0, 1, 0, 0) };
    const { undecided } = resultOf(maxPool2d, { input }, { windowDimensions: [1, 2] });
    assert.deepEqual(undecided, Uint8Array.of(1, 0));
  }
});

Deno.test("maxPool2d() may lose a subnormal where the profile flushes", () => {
  const pooled = expected(
    "maxPool2d",
    { input: tensor([1, 1, 1, 1], [-(2 ** -130)]) },
    {},
    profiles["webgpu-f16"],
  );
  assert.deepEqual([pooled.lo[0], pooled.hi[0], pooled.alternatives], [-(2 ** -130), 0, undefined]);
});

Deno.test("maxPool2d() may select any of the subnormals that are compared as zeros, where they may be", () => {
  const input = tensor([1, 1, 1, 3], [2 ** -140, -(2 ** -130), -1]);
  const of = (profile: Profile, answer: number) =>
    refused(expected("maxPool2d", { input }, {}, profile), [answer]);
  assert.deepEqual(of(profiles.ieee, -(2 ** -130)), [0]);
  for (const profile of [profiles["webgpu-f16"], profiles["reduced-f16"]]) {
    for (const answer of [2 ** -140, 0, -(2 ** -130)]) assert.deepEqual(of(profile, answer), []);
    for (const answer of [2 ** -139, -(2 ** -129), -1]) assert.deepEqual(of(profile, answer), [0]);
  }
});

Deno.test("maxPool2d() may refuse outputSizes under question Q2 where they do not fit the padding, else under Q1", () => {
  const mayReject = (options: Options) => maxPool2d.mayReject?.({ input }, options);
  const large = { windowDimensions: [2, 2], strides: [3, 3] };
  assert.equal(mayReject(large), undefined);
  assert.equal(mayReject({ ...large, outputSizes: [1, 1] }), undefined);
  assert.deepEqual(mayReject({ windowDimensions: [2, 2], outputSizes: [2, 2] }), {
    question: "Q1",
    answer: "b",
  });
  const padded = { ...large, outputSizes: [1, 1], padding: [3, 0, 0, 0] };
  assert.deepEqual(mayReject(padded), { question: "Q2", answer: "b" });
  const both = { windowDimensions: [2, 2], outputSizes: [2, 2], padding: [3, 0, 0, 0] };
  assert.deepEqual(mayReject(both), { question: "Q2", answer: "b" });
});

Deno.test("maxPool2d() with outputSizes may keep the padding (question Q2)", () => {
  const options = { windowDimensions: [2, 2], strides: [3, 3], outputSizes: [1, 1], padding: [1, 0, 1, 0] };
  const { v, alternatives } = resultOf(maxPool2d, { input }, options);
  assert.deepEqual(v, Float64Array.of(5));
  assert.deepEqual(alternatives, [{
    question: "Q2",
    answer: "b",
    positions: Uint32Array.of(0),
    v: Float64Array.of(1),
  }]);
});

Deno.test("maxPool2d() that keeps its padding answers the other questions too", () => {
  const options = { windowDimensions: [2, 1], strides: [3, 1], outputSizes: [1, 1], padding: [1, 0, 0, 0] };
  const ofNaN = resultOf(maxPool2d, { input: ball([1, 1, 2, 1], [NaN, 3]) }, options);
  assert.deepEqual(ofNaN.v, Float64Array.of(NaN));
  const answers = ofNaN.alternatives?.map(({ question, answer, v }) => [question, answer, v[0]]);
  assert.deepEqual(answers, [
    ["Q7", "b", 3],
    ["Q2", "b", -Infinity],
    ["Q2", "b", -(2 - 2 ** -23) * 2 ** 127],
  ]);
});

Deno.test("maxPool2d() holds every answer to a question in 64 bits", () => {
  const least = -(2n ** 63n), odd = 2n ** 53n + 1n;
  const wide = { dataType: "int64" as const, shape: [1, 1, 1, 1], v: BigInt64Array.of(odd) };
  assert.deepEqual(
    resultOf(maxPool2d, { input: wide }, { windowDimensions: [1, 1], padding: [1, 0, 0, 0] }),
    {
      v: BigInt64Array.of(least, odd),
      rounding: "none",
      undecided: undefined,
      alternatives: [
        { question: "Q3", answer: "b", positions: Uint32Array.of(0), v: BigInt64Array.of(0n) },
      ],
    },
  );
  const column = {
    dataType: "uint64" as const,
    shape: [1, 1, 3, 1],
    v: BigUint64Array.of(7n, 9n, 2n ** 64n - 1n),
  };
  const { v, alternatives } = resultOf(maxPool2d, { input: column }, {
    windowDimensions: [2, 1],
    strides: [2, 1],
    padding: [1, 0, 0, 0],
    outputSizes: [2, 1],
  });
  assert.deepEqual(v, BigUint64Array.of(9n, 2n ** 64n - 1n));
  assert.deepEqual(alternatives, [
    { question: "Q2", answer: "b", positions: Uint32Array.of(0), v: BigUint64Array.of(7n) },
  ]);
});

const refusals: readonly [string, string, Options][] = [
  ["one window dimension", "window-dimensions-length", { windowDimensions: [2] }],
  ["a zero window dimension", "window-dimensions-not-zero", { windowDimensions: [0, 2] }],
  ["a padding of two numbers", "padding-length", { padding: [1, 1] }],
  ["one stride", "strides-length", { strides: [1] }],
  ["a zero stride", "strides-not-zero", { strides: [1, 0] }],
  ["one dilation", "dilations-length", { dilations: [1] }],
  ["a zero dilation", "dilations-not-zero", { dilations: [1, 0] }],
  ["three output sizes", "output-sizes-length", { outputSizes: [1, 1, 1] }],
  ["output sizes of no rounding", "output-sizes-rounded", { windowDimensions: [2, 2], outputSizes: [2, 3] }],
  ["a window beyond the padded input", "output-size-valid", { windowDimensions: [4, 1] }],
];
for (const [what, step, options] of refusals) {
  Deno.test(`maxPool2d() rejects ${what}`, () => {
    assert.equal(refusedStep(maxPool2d, { input }, options), step);
  });
}

Deno.test("maxPool2d() rejects ranks other than 4 and layouts other than nchw and nhwc", () => {
  assert.throws(() => checkCall(maxPool2d, { input: integers([1, 3, 3], 1) }, {}), ValidationError);
  assert.throws(() => checkCall(maxPool2d, { input }, { layout: "chwn" }), ValidationError);
});

Deno.test("maxPool2d() resolves to the spec's defaults, and to no padding beside outputSizes", () => {
  assert.deepEqual(maxPool2d.resolve({ input }, { padding: [1, 1, 1, 1], outputSizes: [3, 3] }), {
    windowDimensions: [3, 3],
    padding: [0, 0, 0, 0],
    strides: [1, 1],
    dilations: [1, 1],
    layout: "nchw",
    outputShapeRounding: "floor",
    outputSizes: [3, 3],
  });
});
