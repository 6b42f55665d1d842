/**
 * Bugs of operators that work along axes: other axes than those that are asked for.
 *
 * @module
 */

import type { Descriptor } from "../../graph/tensor.ts";
import { type Call, tensorOf } from "../software/kernel.ts";
import { withOptions } from "./change.ts";
import { type Bug, rewritten } from "./mutant.ts";

type Numbers = readonly number[];

const rankOf = (call: Call) => tensorOf(call, "input").shape.length;

/** What becomes of one axis of a tensor of a rank. */
type Taken = (axis: number, rank: number) => number;

const mistakes: readonly (readonly [name: string, sentence: string, taken: Taken])[] = [
  ["axis-one-on", "the next axis were taken", (axis, rank) => (axis + 1) % rank],
  ["axis-from-the-end", "axes were counted from the end", (axis, rank) => rank - 1 - axis],
  ["axis-always-last", "the last axis were taken, whatever is asked", (_, rank) => rank - 1],
  ["axis-always-first", "the first axis were taken, whatever is asked", () => 0],
];

/** Bugs of an operator with the option `axis`, whose output has the input's shape. */
export const axisBugs: readonly Bug[] = mistakes.map(([name, sentence, taken]) =>
  rewritten(
    name,
    sentence,
    (call) => withOptions(call, { axis: taken(call.options.axis as number, rankOf(call)) }),
  )
);

/** The same where the output lacks the axis, or keeps it with size 1. */
export const removedAxisBugs: readonly Bug[] = mistakes.map(([name, sentence, taken]) =>
  rewritten(name, sentence, (call) => {
    const axis = taken(call.options.axis as number, rankOf(call));
    return withShape(call, withOptions(call, { axis }), [axis]);
  })
);

/** What becomes of a list of axes of a tensor of a rank. */
type ListMistake = readonly [
  name: string,
  sentence: string,
  taken: (axes: Numbers, rank: number) => Numbers,
];

const lists: readonly ListMistake[] = [
  [
    "axes-one-on",
    "the axis after each of the axes were taken",
    (axes, rank) => axes.map((axis) => (axis + 1) % rank),
  ],
  [
    "axes-from-the-end",
    "axes were counted from the end",
    (axes, rank) => axes.map((axis) => rank - 1 - axis),
  ],
  ["axes-first-only", "only the first of several axes were taken", (axes) => axes.slice(0, 1)],
  ["axes-last-only", "only the last of several axes were taken", (axes) => axes.slice(-1)],
  [
    "axes-ignored",
    "all axes were taken, whatever is asked",
    (_, rank) => Array.from({ length: rank }, (_, axis) => axis),
  ],
];

/** Bugs of an operator with the option `axes`, whose output has the input's shape. */
export const axesBugs: readonly Bug[] = lists.map(([name, sentence, taken]) =>
  rewritten(name, sentence, (call) => asSet(call, taken(call.options.axes as Numbers, rankOf(call))))
);

const removedLists: readonly ListMistake[] = [
  ...lists,
  [
    "axes-counted-in-what-is-left",
    "each further axis were counted among those that the ones before it have left",
    countedInRest,
  ],
  [
    "no-axes-are-all",
    "an empty list of axes meant all axes",
    (axes, rank) => axes.length > 0 ? axes : Array.from({ length: rank }, (_, axis) => axis),
  ],
];

/** The same where the output lacks the axes, or keeps them with size 1. */
export const removedAxesBugs: readonly Bug[] = removedLists.map(([name, sentence, taken]) =>
  rewritten(name, sentence, (call) => {
    const axes = taken(call.options.axes as Numbers, rankOf(call));
    return withShape(call, asSet(call, axes), axes);
  })
);

/** The shape that is asked for, with the dimensions of size 1 left out or kept against the option. */
export const keepDimensionsBug: Bug = rewritten(
  "keep-dimensions-inverted",
  "reduced dimensions were left out where they are to be kept, and kept where they are not",
  (call) => {
    const { axes, axis, keepDimensions } = call.options;
    const taken = axes as Numbers | undefined ?? [axis as number];
    if (taken.length === 0) return undefined;
    const change = withOptions(call, { keepDimensions: !keepDimensions });
    return change && { outputs: outputsOf(call, taken, !keepDimensions) };
  },
);

/** The change, unless the same axes are taken in another order. */
function asSet(call: Call, axes: Numbers): Partial<Call> | undefined {
  const sorted = (list: Numbers) => list.toSorted((a, b) => a - b).join();
  return sorted(axes) === sorted(call.options.axes as Numbers) ? undefined : withOptions(call, { axes });
}

function withShape(call: Call, change: Partial<Call> | undefined, axes: Numbers): Partial<Call> | undefined {
  return change && { ...change, outputs: outputsOf(call, axes, call.options.keepDimensions === true) };
}

function outputsOf(call: Call, axes: Numbers, keepDimensions: boolean): Descriptor[] {
  const { shape } = tensorOf(call, "input");
  const kept = keepDimensions
    ? shape.map((size, axis) => axes.includes(axis) ? 1 : size)
    : shape.filter((_, axis) => !axes.includes(axis));
  return [{ dataType: call.outputs[0].dataType, shape: kept }];
}

function countedInRest(axes: Numbers, rank: number): Numbers {
  const left = Array.from({ length: rank }, (_, axis) => axis);
  return axes.map((axis) => left.splice(Math.min(axis, left.length - 1), 1)[0]);
}
