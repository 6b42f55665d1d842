/**
 * Mutants of normalizations that take other elements together, or other parameters for them.
 *
 * @module
 */

import { elementCount } from "../../graph/tensor.ts";
import { type Call, floatsOf } from "../software/kernel.ts";
import { overRows, steps } from "../software/kernels/normalization.ts";
import { axesBugs, axisBugs } from "./axes.ts";
import { withOptions } from "./change.ts";
import { storedInOrder, withFloats } from "./misreading.ts";
import { type Bug, type Mutant, mutantsOf, replaced, rewritten } from "./mutant.ts";

type Numbers = readonly number[];

const parameters = ["mean", "variance", "scale", "bias"];

/** A bug after which there may be too few parameters: they are read from the beginning again. */
function repeating(bug: Bug, countOf: (call: Call) => number): Bug {
  return {
    ...bug,
    kernel: (right) =>
      bug.kernel((call) => {
        const count = countOf(call);
        const operands = Object.entries(call.operands).map(([argument, operand]) => {
          if (!parameters.includes(argument)) return [argument, operand];
          const { dataType, v } = floatsOf(call, argument);
          const repeated = Float64Array.from({ length: count }, (_, i) => v[i % v.length]);
          return [argument, { dataType, shape: [count], v: repeated }];
        });
        return right({ ...call, operands: Object.fromEntries(operands) });
      }),
  };
}

const shapeOf = (call: Call) => floatsOf(call, "input").shape;

/** Which feature of an axis a row is of, by its first element. */
function featureOf(shape: Numbers, axis: number): (start: number) => number {
  const step = elementCount(shape.slice(axis + 1));
  return (start) => Math.floor(start / step) % shape[axis];
}

const channelAxisOf = (call: Call) => call.options.layout === "nhwc" ? 3 : 1;

/** Statistics over other axes, chosen from the channel axis and the spatial ones; untouched where they have size 1. */
function over(name: string, sentence: string, axesOf: (channel: number, spatial: Numbers) => Numbers): Bug {
  return replaced(name, sentence, (call) => {
    const shape = shapeOf(call), channel = channelAxisOf(call);
    const spatial = [1, 2, 3].filter((axis) => axis !== channel);
    const axes = axesOf(channel, spatial);
    const isSame = [0, 1, 2, 3].every((axis) =>
      shape[axis] === 1 || axes.includes(axis) === spatial.includes(axis)
    );
    if (isSame) return undefined;
    const place = axes.indexOf(channel);
    if (place < 0) return overRows(steps, call, axes, featureOf(shape, channel));
    // A row has several channels, and each element that of its own.
    const within = elementCount(axes.slice(place + 1).map((axis) => shape[axis]));
    return overRows(steps, call, axes, (_, j) => Math.floor(j / within) % shape[channel]);
  });
}

const layoutBug = rewritten(
  "layout-ignored",
  "the layout were always nchw",
  (call) => withOptions(call, { layout: "nchw" }),
);
const otherLayoutBug = rewritten(
  "layouts-exchanged",
  "nchw and nhwc were exchanged",
  (call) => withOptions(call, { layout: call.options.layout === "nchw" ? "nhwc" : "nchw" }),
);

const instanceBugs: readonly Bug[] = [
  ...[layoutBug, otherLayoutBug].map((bug) => repeating(bug, (call) => shapeOf(call)[channelAxisOf(call)])),
  over("over-batches-too", "all batches were normalized together", (_, spatial) => [0, ...spatial]),
  over(
    "over-channels-too",
    "all channels were normalized together",
    (channel, spatial) => [channel, ...spatial],
  ),
  over(
    "over-the-last-only",
    "only the last spatial axis were normalized over",
    (_, spatial) => spatial.slice(1),
  ),
  over(
    "over-the-first-only",
    "only the first spatial axis were normalized over",
    (_, spatial) => spatial.slice(0, 1),
  ),
  over("over-channels-only", "the channels of each place were normalized", (channel) => [channel]),
];

/** The operand of a layer is stored as if its axes stood in the input's order. */
function inInputOrder(argument: string): Bug {
  return rewritten(
    `${argument}-in-input-order`,
    `the axes of the ${argument} stood in the order of the input's, not in that of \`axes\``,
    (call) => {
      if (!call.operands[argument]) return undefined;
      const axes = call.options.axes as Numbers;
      const order = [...axes.keys()].sort((a, b) => axes[a] - axes[b]);
      const positions = storedInOrder(floatsOf(call, argument).shape, order);
      return withFloats(call, argument, (v, at) => v[positions[at]]);
    },
  );
}

/** Only the last of the operand's axes is looked at. */
function alongTheLast(argument: string): Bug {
  return rewritten(
    `${argument}-along-the-last-axis`,
    `the ${argument} were read along its last axis only`,
    (call) => {
      const size = call.operands[argument] && floatsOf(call, argument).shape.at(-1);
      return size ? withFloats(call, argument, (v, at) => v[at % size]) : undefined;
    },
  );
}

const rowSizeOf = (call: Call) =>
  elementCount((call.options.axes as Numbers).map((axis) => shapeOf(call)[axis]));

const layerBugs: readonly Bug[] = [
  ...axesBugs.map((bug) => repeating(bug, rowSizeOf)),
  repeating(
    rewritten(
      "no-axes-are-all",
      "an empty list of axes meant all axes",
      (call) =>
        (call.options.axes as Numbers).length > 0
          ? undefined
          : withOptions(call, { axes: [...shapeOf(call).keys()] }),
    ),
    rowSizeOf,
  ),
  inInputOrder("scale"),
  inInputOrder("bias"),
  alongTheLast("scale"),
  alongTheLast("bias"),
];

const batchBugs: readonly Bug[] = [
  ...axisBugs.map((bug) => repeating(bug, (call) => shapeOf(call)[call.options.axis as number])),
  repeating(
    rewritten(
      "axis-always-1",
      "the features were always those of axis 1",
      (call) => shapeOf(call).length < 2 ? undefined : withOptions(call, { axis: 1 }),
    ),
    (call) => shapeOf(call)[1],
  ),
  replaced("own-statistics", "mean and variance were those of the input, not the given ones", (call) => {
    const axis = call.options.axis as number, shape = shapeOf(call);
    return overRows(steps, call, [...shape.keys()].filter((other) => other !== axis), featureOf(shape, axis));
  }),
];

export const placeMutants: readonly Mutant[] = [
  ...mutantsOf(["batchNormalization"], batchBugs),
  ...mutantsOf(["instanceNormalization"], instanceBugs),
  ...mutantsOf(["layerNormalization"], layerBugs),
];
