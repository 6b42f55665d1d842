/**
 * Mutants of the operators that move elements.
 *
 * @module
 */

import { elementCount, indexAt, rowMajorStrides } from "../../graph/tensor.ts";
import { type Call, type Element, strided, tensorOf, type Values } from "../software/kernel.ts";
import { positionIn, withOptions, zeroOf } from "./changes.ts";
import {
  broadcastBugs,
  longAsInt32,
  longThroughFloat64,
  nanLost,
  readAs,
  signOfZeroLost,
  tailLost,
} from "./common.ts";
import { firstElementOnly } from "./elementwise.ts";
import { type Bug, type Mutant, mutantsOf, replaced, rewritten, spoilt } from "./mutant.ts";

type Numbers = readonly number[];

/** Other options. */
export function options(
  name: string,
  sentence: string,
  change: (call: Call) => Call["options"] | undefined,
): Bug {
  return rewritten(name, sentence, (call) => withOptions(call, change(call)));
}

/** The elements in row-major order of another list of their positions. */
function flat(
  name: string,
  sentence: string,
  positions: (call: Call) => (position: number, output: number) => number,
): Bug {
  return replaced(name, sentence, (call) => {
    const { v } = tensorOf(call, "input");
    const from = positions(call);
    const elements = call.outputs.map(({ shape }, output): Element => {
      const positionOf = positionIn(shape);
      return (index) => v[from(positionOf(index), output)];
    });
    return elements;
  });
}

const inputShape = (call: Call) => tensorOf(call, "input").shape;

/** Rows of bytes are moved in words of 4. */
export const bytesLost = spoilt(
  "bytes-lost",
  "of each row the bytes beyond a multiple of 4 stayed zero",
  (element, { outputs }, i) => {
    const { shape, dataType } = outputs[i];
    const last = shape.at(-1) ?? 1, whole = last - last % 4;
    if (!/^u?int8$/.test(dataType) || whole === last) return undefined;
    return (index) => (index.at(-1) ?? 0) < whole ? element(index) : 0;
  },
);

/** Another axis. */
export const nextAxis = options("next-axis", "the axis were the one after it", (call) => {
  const { length } = call.outputs[0].shape;
  return length > 1 ? { axis: (Number(call.options.axis) + 1) % length } : undefined;
});

export const axisIgnored = options(
  "axis-ignored",
  "the axis were the first one",
  ({ options: { axis } }) => axis === 0 ? undefined : { axis: 0 },
);

const floatsAsFloat16 = readAs(
  "floats-as-float16",
  "float32 were moved as float16",
  (dataType) => dataType === "float32",
  Math.f16round,
);

const reversedOption = (name: string, sentence: string, option: string) =>
  options(name, sentence, (call) => {
    const given = call.options[option] as Numbers;
    return given.every((value, i) => value === given.at(-1 - i))
      ? undefined
      : { [option]: given.toReversed() };
  });

/** The element of a padded tensor whose place along each axis is given by `from`, undefined for a constant. */
function padding(
  name: string,
  sentence: string,
  isTouched: (call: Call) => boolean,
  from: (at: number, last: number, mode: string) => number | undefined,
): Bug {
  return replaced(name, sentence, (call): Element | undefined => {
    if (!isTouched(call)) return undefined;
    const { v, shape, dataType } = tensorOf(call, "input");
    const { beginningPadding, mode, value } = call.options;
    const begins = beginningPadding as Numbers;
    const fill = typeof v[0] === "bigint" ? BigInt(value as number) : Number(value);
    const positionOf = positionIn(shape), zero = zeroOf(dataType);
    return (index) => {
      const places = shape.map((size, axis) => {
        const at = index[axis] - begins[axis];
        return at >= 0 && at < size ? at : from(at, size - 1, mode as string);
      });
      return places.every((place) => place !== undefined) ? v[positionOf(places as number[])] ?? zero : fill;
    };
  });
}

const hasMode = (mode: string) => (call: Call) => call.options.mode === mode;
const nearest = (at: number, last: number) => at < 0 ? 0 : last;

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
  pad: [
    options(
      "beginning-and-end-exchanged",
      "the padding at the beginning and at the end were exchanged",
      (call) => ({
        beginningPadding: call.options.endingPadding,
        endingPadding: call.options.beginningPadding,
      }),
    ),
    reversedOption(
      "axes-reversed",
      "the paddings were given from the last axis to the first",
      "beginningPadding",
    ),
    options(
      "one-late",
      "the input began one place later along the last axis",
      ({ options: { beginningPadding } }) => {
        const begins = beginningPadding as Numbers;
        return begins.length > 0 ? { beginningPadding: begins.with(-1, begins.at(-1)! + 1) } : undefined;
      },
    ),
    options("value-ignored", "the value were 0", () => ({ value: 0 })),
    options(
      "value-truncated",
      "the value were cut off to a whole number",
      ({ options: { value } }) => typeof value === "number" ? { value: Math.trunc(value) } : undefined,
    ),
    options("mode-ignored", "the mode were constant", () => ({ mode: "constant" })),
    padding("edge-for-constant", "constant padding repeated the edge", hasMode("constant"), nearest),
    padding("edge-for-reflection", "reflection repeated the edge", hasMode("reflection"), nearest),
    padding(
      "symmetric-for-reflection",
      "reflection repeated the elements at the edge",
      hasMode("reflection"),
      (at, last) => at < 0 ? -1 - at : 2 * last + 1 - at,
    ),
    padding(
      "reflection-for-edge",
      "the edge were not repeated but the input reflected",
      hasMode("edge"),
      (at, last) => at < 0 ? Math.min(-at, last) : Math.max(2 * last - at, 0),
    ),
    padding(
      "circular",
      "edge and reflection went on at the other end",
      (call) => call.options.mode !== "constant",
      (at, last) => (at % (last + 1) + last + 1) % (last + 1),
    ),
    padding(
      "last-reflection-lost",
      "a reflection of all elements but one repeated the edge",
      (call) => {
        const { mode, beginningPadding } = call.options;
        const isWhole = (size: number, axis: number) =>
          size > 2 && (beginningPadding as Numbers)[axis] === size - 1;
        return mode === "reflection" && inputShape(call).some(isWhole);
      },
      nearest,
    ),
    bytesLost,
  ],
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
  triangular: [
    options("other-part", "the other part were kept", ({ options: { upper } }) => ({ upper: !upper })),
    options("upper-by-default-off", "the upper part were always kept", () => ({ upper: true })),
    options("diagonal-ignored", "the diagonal were the main one", () => ({ diagonal: 0 })),
    options("diagonal-negated", "the diagonal were counted the other way", ({ options: { diagonal } }) => ({
      diagonal: -Number(diagonal),
    })),
    options("diagonal-lost", "the diagonal itself were cut too", ({ options: { diagonal, upper } }) => ({
      diagonal: Number(diagonal) + (upper ? 1 : -1),
    })),
    options("one-too-many", "one diagonal more were kept", ({ options: { diagonal, upper } }) => ({
      diagonal: Number(diagonal) - (upper ? 1 : -1),
    })),
    replaced("first-matrix-only", "only the first matrix were cut", (call) => {
      const { v, shape, dataType } = tensorOf(call, "input");
      const { upper, diagonal } = call.options, zero = zeroOf(dataType);
      const element = strided(v, 0, rowMajorStrides(shape));
      return (index) => {
        const above = index.at(-1)! - index.at(-2)! - Number(diagonal);
        const isFirst = index.slice(0, -2).every((i) => i === 0);
        return !isFirst || (upper ? above >= 0 : above <= 0) ? element(index) : zero;
      };
    }),
    replaced("nothing", "nothing were cut", (call) => {
      const { v, shape } = tensorOf(call, "input");
      return strided(v, 0, rowMajorStrides(shape));
    }),
    rewritten("axes-exchanged", "rows and columns were exchanged", (call) => {
      const { v, shape, dataType } = tensorOf(call, "input");
      const [rows, columns] = shape.slice(-2);
      if (rows !== columns) return undefined;
      const turned = v.slice() as typeof v, strides = rowMajorStrides(shape);
      for (let at = 0; at < v.length; at++) {
        const index = indexAt(at, shape);
        const [row, column] = index.splice(-2);
        turned[at] = v[[...index, column, row].reduce((sum, i, axis) => sum + i * strides[axis], 0)];
      }
      return { operands: { input: { shape, dataType, v: turned } } };
    }),
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

/** What may happen to elements wherever they are moved. */
export const movedWrongly = [tailLost, longAsInt32, longThroughFloat64, floatsAsFloat16];

export const movementMutants: readonly Mutant[] = [
  ...mutantsOf(Object.keys(bugs), [...movedWrongly, nanLost, signOfZeroLost]),
  ...Object.entries(bugs).flatMap(([operator, list]) => mutantsOf([operator], list)),
];
