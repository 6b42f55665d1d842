/**
 * Mutants of the windows that convolutions and pools slide over their input.
 *
 * @module
 */

import type { Place } from "../software/axis_taps.ts";
import type { Call } from "../software/kernel.ts";
import { convolution, convolutionAxes } from "../software/kernels/convolution.ts";
import { pooling, poolOf } from "../software/kernels/pools.ts";
import { list, otherShape, withOptions } from "./change.ts";
import { type Bug, replaced, rewritten, spoilt } from "./mutant.ts";

type Numbers = readonly number[];

/** Another padding, where there is any. */
function otherPadding(
  name: string,
  sentence: string,
  change: (padding: Numbers, call: Call) => Numbers,
): Bug {
  return rewritten(name, sentence, (call) => {
    const padding = list(call.options.padding);
    if (padding.every((size) => size === 0)) return undefined;
    return withOptions(call, { padding: change(padding, call) });
  });
}

/** Pairs of begin and end, each from those that were given. */
const eachPair = (padding: Numbers, change: (begin: number, end: number, axis: number) => Numbers) =>
  padding.flatMap((begin, i) => i % 2 === 0 ? change(begin, padding[i + 1], i / 2) : []);

/** An option of one number an axis, in another order or with other numbers. */
function otherList(
  name: string,
  option: string,
  sentence: string,
  change: (numbers: Numbers, call: Call) => Numbers,
): Bug {
  return rewritten(
    name,
    sentence,
    (call) =>
      call.options[option] === undefined
        ? undefined
        : withOptions(call, { [option]: change(list(call.options[option]), call) }),
  );
}

const clamped: Place = (coordinate, size) => Math.min(Math.max(coordinate, 0), size - 1);

/** For windows over the input, not for those that spread the output. */
export const edgeRepeated: Bug = replaced(
  "edge-repeated",
  "padding repeated the nearest element of the input",
  (call) => {
    const isPool = call.operator in poolOf;
    return (isPool ? pooling(poolOf[call.operator], clamped) : convolution(clamped))(call);
  },
);

/** Beyond 2048 float16 counts even numbers only. */
export const indicesInFloat16: Bug = spoilt(
  "indices-in-float16",
  "indices were kept in float16 beside float16 tensors, which counts up to 2048",
  (element, { outputs: [{ dataType, shape }] }) =>
    dataType !== "float16" || shape.every((size) => size <= 2049)
      ? undefined
      : (index) => element(index.map((i, axis) => Math.min(Math.f16round(i), shape[axis] - 1))),
);

/** The axes of a call's output along which no window moves, channels not counted. */
function batchAxes(call: Call): number[] {
  const { options, outputs: [{ shape }] } = call;
  const isPool = call.operator in poolOf;
  const { axes, channelAxis } = isPool
    ? { axes: list(options.axes ?? (options.layout === "nhwc" ? [1, 2] : [2, 3])), channelAxis: undefined }
    : convolutionAxes(call);
  return shape.map((_, axis) => axis).filter((axis) => axis !== channelAxis && !axes.includes(axis));
}

const firstBatchForAll = spoilt(
  "first-batch-for-all",
  "every batch were the first",
  (element, call) => {
    const axes = batchAxes(call);
    if (axes.every((axis) => call.outputs[0].shape[axis] === 1)) return undefined;
    return (index) => element(index.map((i, axis) => axes.includes(axis) ? 0 : i));
  },
);

const isDouble = (numbers: Numbers) => numbers.every((number) => number === 2);

/** For convolutions and pools, over any number of axes. */
export const windowBugs: readonly Bug[] = [
  firstBatchForAll,
  otherPadding(
    "padding-ends-swapped",
    "the padding at the beginning and at the end of each axis were exchanged",
    (padding) => padding.map((_, i) => padding[i ^ 1]),
  ),
  otherPadding(
    "padding-axes-swapped",
    "the padding of the first axis were that of the last, and so on",
    (padding) => padding.map((_, i) => padding.at((i & 1) - (i & ~1) - 2)!),
  ),
  otherPadding(
    "padding-begins-first",
    "the padding were given as all beginnings, then all ends: top, left, bottom, right",
    (padding) => padding.map((_, i) => padding[(i >> 1) + (i & 1) * padding.length / 2]),
  ),
  otherPadding(
    "padding-one-more",
    "the padding at the beginning were one more",
    (padding) => eachPair(padding, (begin, end) => [begin + 1, end]),
  ),
  otherPadding(
    "padding-one-less",
    "the padding at the beginning, where there is any, were one less",
    (padding) => eachPair(padding, (begin, end) => [Math.max(begin - 1, 0), end]),
  ),
  otherPadding(
    "padding-at-the-end-only",
    "the padding at the beginning stood at the end too",
    (padding) => eachPair(padding, (begin, end) => [0, begin + end]),
  ),
  otherPadding(
    "padding-spread-evenly",
    "the padding of each axis were spread evenly over both of its ends",
    (padding) =>
      eachPair(
        padding,
        (begin, end) => [Math.ceil((begin + end) / 2), Math.floor((begin + end) / 2)],
      ),
  ),
  otherPadding(
    "larger-padding-first",
    "with strides of 2 the larger padding stood at the beginning",
    (padding, { options }) =>
      isDouble(list(options.strides))
        ? eachPair(padding, (begin, end) => [Math.max(begin, end), Math.min(begin, end)])
        : padding,
  ),
  otherShape(
    "padding-at-the-end-ignored",
    "there were no padding at the end",
    ({ options }) => ({
      ...options,
      padding: eachPair(list(options.padding), (begin) => [begin, 0]),
    }),
  ),
  otherList(
    "strides-swapped",
    "strides",
    "the stride of the first axis were that of the last, and so on",
    (strides) => strides.toReversed(),
  ),
  otherList("strides-ignored", "strides", "every stride were 1", (strides) => strides.map(() => 1)),
  otherList(
    "first-stride-for-all",
    "strides",
    "the stride of the first axis held for all",
    (strides) => strides.map(() => strides[0]),
  ),
  otherList(
    "dilations-swapped",
    "dilations",
    "the dilation of the first axis were that of the last, and so on",
    (dilations) => dilations.toReversed(),
  ),
  otherList("dilations-ignored", "dilations", "every dilation were 1", (dilations) => dilations.map(() => 1)),
  otherList(
    "first-dilation-for-all",
    "dilations",
    "the dilation of the first axis held for all",
    (dilations) => dilations.map(() => dilations[0]),
  ),
  otherList(
    "dilations-applied-to-output",
    "strides",
    "the windows, not their taps, were spread by the dilations",
    (strides, { options }) => strides.map((stride, d) => stride * list(options.dilations)[d]),
  ),
  rewritten("strides-and-dilations-exchanged", "strides were dilations, and dilations strides", (call) => {
    const { strides, dilations } = call.options;
    return withOptions(call, { strides: dilations, dilations: strides });
  }),
];
