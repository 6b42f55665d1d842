/**
 * Mutants of the operators that move elements.
 *
 * @module
 */

import { elementCount, indexAt, rowMajorStrides } from "../../graph/tensor.ts";
import { type Call, type Element, strided, tensorOf, type Values } from "../software/kernel.ts";
import { positionIn, zeroOf } from "./tensors.ts";
import { otherShape } from "./change.ts";
import { broadcastBugs, nanLost, signOfZeroLost } from "./common.ts";
import { firstElementOnly } from "./elementwise.ts";
import {
  axisIgnored,
  bytesLost,
  flat,
  inputShape,
  movedWrongly,
  nextAxis,
  options,
  reversedOption,
} from "./moving.ts";
import { type Bug, type Mutant, mutantsOf, replaced, rewritten } from "./mutant.ts";

type Numbers = readonly number[];

/** By operator, beside those that are common. */
const bugs: Readonly<Record<string, readonly Bug[]>> = {
  concat: [
    nextAxis,
    axisIgnored,
    bytesLost,
    rewritten("inputs-reversed", "the inputs were joined in reverse order", ({ operands }) => {
      const inputs = operands.inputs as readonly Values[];
      return inputs.length > 1 ? { operands: { inputs: inputs.toReversed() } } : undefined;
    }),
    rewritten("first-repeated", "the first input stood for every other of its shape", ({ operands }) => {
      const [first, ...others] = operands.inputs as readonly Values[];
      const same = others.map((each) => each.v.length === first.v.length ? { ...each, v: first.v } : each);
      return { operands: { inputs: [first, ...same] } };
    }),
    replaced(
      "appended",
      "the inputs were written one after the other, whatever the axis",
      ({ operands, outputs }) => {
        const all = (operands.inputs as readonly Values[]).flatMap(({ v }) => Array.from<number | bigint>(v));
        const positionOf = positionIn(outputs[0].shape);
        return (index) => all[positionOf(index)];
      },
    ),
    rewritten("last-lost", "the elements of the last input stayed zero", ({ operands }) => {
      const inputs = [...operands.inputs as readonly Values[]], last = inputs.pop()!;
      return {
        operands: {
          inputs: [...inputs, { ...last, v: last.v.slice().fill(zeroOf(last.dataType) as never) }],
        },
      };
    }),
  ],
  expand: [...broadcastBugs, firstElementOnly("input"), bytesLost],
  reshape: [
    flat("column-major", "both shapes were read with the first axis fastest", (call) => {
      const from = rowMajorStrides(inputShape(call)), to = call.outputs[0].shape;
      const sizes = inputShape(call);
      return (position) => {
        const index = indexAt(position, to);
        let at = 0;
        for (let axis = to.length - 1; axis >= 0; axis--) at = at * to[axis] + index[axis];
        return sizes.reduce((sum, size, axis) => {
          const i = at % size;
          at = Math.floor(at / size);
          return sum + i * from[axis];
        }, 0);
      };
    }),
    flat(
      "one-late",
      "every element came from the place before",
      () => (position) => Math.max(position - 1, 0),
    ),
  ],
  reverse: [
    options("other-axes", "all axes but those given were reversed", (call) => ({
      axes: inputShape(call).map((_, axis) => axis).filter((axis) =>
        !(call.options.axes as Numbers).includes(axis)
      ),
    })),
    options(
      "all-axes",
      "all axes were reversed",
      (call) => ({ axes: inputShape(call).map((_, axis) => axis) }),
    ),
    options("nothing", "nothing were reversed", () => ({ axes: [] })),
    options("first-axis-only", "only the first of the axes were reversed", ({ options: { axes } }) => ({
      axes: (axes as Numbers).slice(0, 1),
    })),
    options("axes-from-the-end", "the axes were counted from the last", (call) => ({
      axes: (call.options.axes as Numbers).map((axis) => inputShape(call).length - 1 - axis),
    })),
  ],
  slice: [
    otherShape("last-stride-lost", "only whole strides were taken", ({ options }) => {
      const strides = options.strides as Numbers;
      const sizes = (options.sizes as Numbers).map((size, axis) => Math.max(size - size % strides[axis], 1));
      return { ...options, sizes };
    }),
    otherShape("sizes-as-ends", "the sizes were the places to end before", ({ options }) => {
      const starts = options.starts as Numbers;
      return {
        ...options,
        sizes: (options.sizes as Numbers).map((end, axis) => Math.max(end - starts[axis], 1)),
      };
    }),
    options(
      "starts-ignored",
      "it began at 0",
      ({ options: { starts } }) => ({ starts: (starts as Numbers).map(() => 0) }),
    ),
    options("strides-ignored", "the strides were 1", ({ options: { strides } }) => ({
      strides: (strides as Numbers).map(() => 1),
    })),
    reversedOption("strides-reversed", "the strides were given from the last axis to the first", "strides"),
    reversedOption("starts-reversed", "the starts were given from the last axis to the first", "starts"),
    options("starts-strided", "the starts were counted in strides", ({ options: { starts, strides } }) => ({
      starts: (starts as Numbers).map((start, axis) => start * (strides as Numbers)[axis]),
    })),
    options(
      "ends-with-the-last",
      "the last element of each range were taken, and strides before it",
      ({ options }) => {
        const [sizes, strides] = [options.sizes as Numbers, options.strides as Numbers];
        return {
          starts: (options.starts as Numbers).map((start, axis) => start + (sizes[axis] - 1) % strides[axis]),
        };
      },
    ),
    options("one-late", "it began one element later along the last axis", ({ options: { starts } }) => {
      const begins = starts as Numbers;
      return begins.length > 0 ? { starts: begins.with(-1, begins.at(-1)! + 1) } : undefined;
    }),
  ],
  split: [
    otherShape(
      "sizes-reversed",
      "the sizes of the parts were given from the last to the first",
      ({ options }) =>
        typeof options.splits === "number"
          ? undefined
          : { ...options, splits: (options.splits as Numbers).toReversed() },
    ),
    nextAxis,
    axisIgnored,
    replaced("always-first", "every part began at 0", (call) => parts(call, () => 0)),
    replaced(
      "parts-reversed",
      "the parts were counted from the end",
      (call) => parts(call, (sizes, part) => sum(sizes.slice(part + 1))),
    ),
    replaced(
      "parts-of-equal-size",
      "the parts before each were as large as it",
      (call) => parts(call, (sizes, part) => part * sizes[part]),
    ),
    flat("contiguous", "each part were the next elements in memory, whatever the axis", ({ outputs }) => {
      const counts = outputs.map(({ shape }) => elementCount(shape));
      return (position, part) => sum(counts.slice(0, part)) + position;
    }),
  ],
  tile: [
    otherShape(
      "repetitions-reversed",
      "the repetitions were given from the last axis to the first",
      ({ options }) => ({ ...options, repetitions: (options.repetitions as Numbers).toReversed() }),
    ),
    replaced("repeats-elements", "each element were repeated on the spot", (call) => {
      const { v, shape } = tensorOf(call, "input");
      const repetitions = call.options.repetitions as Numbers;
      const positionOf = positionIn(shape);
      return (index) => v[positionOf(index.map((i, axis) => Math.floor(i / repetitions[axis])))];
    }),
    flat("cyclic", "the elements were written one after the other, again and again", (call) => {
      const count = elementCount(inputShape(call));
      return (position) => position % count;
    }),
    replaced("once", "it were written once, and zero beyond", (call) => {
      const { v, shape, dataType } = tensorOf(call, "input");
      const positionOf = positionIn(shape), zero = zeroOf(dataType);
      return (index) => index.every((i, axis) => i < shape[axis]) ? v[positionOf(index)] : zero;
    }),
    replaced("mirrored", "every other repetition were mirrored", (call) => {
      const { v, shape } = tensorOf(call, "input");
      const positionOf = positionIn(shape);
      return (index) =>
        v[
          positionOf(index.map((i, axis) => {
            const at = i % shape[axis];
            return Math.floor(i / shape[axis]) % 2 === 1 ? shape[axis] - 1 - at : at;
          }))
        ];
    }),
    bytesLost,
  ],
  transpose: [
    options("inverse", "the permutation were its inverse", ({ options: { permutation } }) => ({
      permutation: (permutation as Numbers).map((_, axis) => (permutation as Numbers).indexOf(axis)),
    })),
    flat("nothing", "the elements kept their order in memory", () => (position) => position),
    options(
      "axes-reversed",
      "the axes were reversed, whatever the permutation",
      ({ options: { permutation } }) => ({
        permutation: (permutation as Numbers).map((_, axis) => (permutation as Numbers).length - 1 - axis),
      }),
    ),
    options("from-the-end", "the permutation were read from its end", ({ options: { permutation } }) => ({
      permutation: (permutation as Numbers).toReversed(),
    })),
    options("last-two-kept", "the last two axes kept their places", ({ options: { permutation } }) => {
      const axes = permutation as Numbers;
      if (axes.length < 2) return undefined;
      return { permutation: [...axes.slice(0, -2), ...axes.slice(-2).toReversed()] };
    }),
    bytesLost,
  ],
};

const sum = (numbers: Numbers) => numbers.reduce((total, each) => total + each, 0);

/** Parts of a tensor along the axis, each from another place. */
function parts(call: Call, beginOf: (sizes: Numbers, part: number) => number): Element[] {
  const { v, shape } = tensorOf(call, "input");
  const axis = call.options.axis as number, strides = rowMajorStrides(shape);
  const sizes = call.outputs.map((output) => output.shape[axis]);
  return sizes.map((_, part) => strided(v, beginOf(sizes, part) * strides[axis], strides));
}

export const movementMutants: readonly Mutant[] = [
  ...mutantsOf(Object.keys(bugs), [...movedWrongly, nanLost, signOfZeroLost]),
  ...Object.entries(bugs).flatMap(([operator, list]) => mutantsOf([operator], list)),
];
