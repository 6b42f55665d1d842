/**
 * The bugs of docs/bug-classes.md in convolutions and pooling.
 *
 * @module
 */

import type { Case } from "../graph/case.ts";
import { elementCount, type Tensor } from "../graph/tensor.ts";
import { type Bug, type Bugs, spoilt, takenFor } from "./_bug.ts";
import { list, mapped, type Options, tensorOf, withNode, withOptions, withTensor } from "./_mutations.ts";

/** The build fails where padding at the two ends of the first axis differs. */
const refused: Bug = ({ graph: { nodes: [{ options }] } }) => {
  const [begin, end] = list(options.padding);
  if (begin === end) return undefined;
  return { id: "x", kind: "rejected", exception: "NotSupportedError", message: "asymmetric padding" };
};

/** Padding that `order` makes of `[top, bottom, left, right]`; not where it stays the same. */
function otherPadding(
  order: (padding: readonly number[]) => number[],
  suits: (options: Options) => boolean,
): Bug {
  return takenFor((testCase, options) => {
    const padding = list(options.padding), other = padding.length > 0 ? order(padding) : [];
    if (padding.join() === other.join() || !suits(options)) return undefined;
    return withOptions(testCase, () => ({ padding: other }));
  });
}

const always = () => true;

/** Input channels of a group, of a transposed convolution. */
function channelsPerGroup(testCase: Case, { inputLayout, groups = 1 }: Options): number {
  const { shape } = tensorOf(testCase, "input");
  return shape[inputLayout === "nhwc" ? 3 : 1] / Number(groups);
}

/** Channels are read four at a time, and what is left over is not. */
function losesRemainderOf(channels: number): Bug {
  return takenFor((testCase, options) => {
    const perGroup = channelsPerGroup(testCase, options);
    if (perGroup !== channels || !(Number(options.groups) > 1)) return undefined;
    const axis = options.inputLayout === "nhwc" ? 3 : 1;
    return withTensor(
      testCase,
      "input",
      (tensor) => mapped(tensor, (at, index) => index[axis] % perGroup < 4 ? at(index) : 0),
    );
  });
}

/** The elements in the order of other axes, as if they lay so already. */
function reread(tensor: Tensor, order: readonly number[]): Tensor {
  const sizes = order.map((axis) => tensor.shape[axis]);
  return mapped(tensor, (_, index) => {
    const position = order.reduce((sum, axis, i) => sum * sizes[i] + index[axis], 0);
    return tensor.data[position];
  });
}

/** The filter's size along `letter` of its layout. */
function filterSize(testCase: Case, { filterLayout = "oihw" }: Options, letter: string): number {
  return tensorOf(testCase, "filter").shape[String(filterLayout).indexOf(letter)];
}

const isDepthwise = ({ id }: Case) => id.includes("/depthwise/");

export const bugsOfWindows: Bugs = {
  1: {
    "asymmetric padding is spread evenly over both ends": otherPadding(
      ([top, bottom, left, right]) => [
        Math.ceil((top + bottom) / 2),
        Math.floor((top + bottom) / 2),
        Math.ceil((left + right) / 2),
        Math.floor((left + right) / 2),
      ],
      always,
    ),
    "asymmetric padding is refused": refused,
  },
  2: {
    "with stride 2 the larger padding at the end goes to the start": otherPadding(
      ([top, bottom, left, right]) => [
        Math.max(top, bottom),
        Math.min(top, bottom),
        Math.max(left, right),
        Math.min(left, right),
      ],
      ({ strides }) => list(strides).join() === "2,2",
    ),
  },
  3: {
    "of 5 channels a group the fifth is lost": losesRemainderOf(5),
    "of 7 channels a group the last three are lost": losesRemainderOf(7),
  },
  4: {
    "indices above 2048 are rounded to float16": spoilt((tensor) => {
      const axis = tensor.shape.findIndex((size) => size > 2048);
      if (axis < 0 || tensor.dataType !== "float16") return undefined;
      const last = tensor.shape[axis] - 1;
      return mapped(tensor, (at, index) => at(index.with(axis, Math.min(last, Math.f16round(index[axis])))));
    }),
  },
  5: {
    "the output padding of one axis is left out": takenFor((testCase, { outputPadding }) =>
      list(outputPadding)[0] > 0 ? withOptions(testCase, () => ({ outputPadding: [0] })) : undefined
    ),
  },
  6: {
    "the first output padding stands for both axes": takenFor((testCase, { outputPadding }) => {
      const [first, second] = list(outputPadding);
      return first === second ? undefined : withOptions(testCase, () => ({ outputPadding: [first, first] }));
    }),
  },
  7: {
    "the bias is dropped": takenFor((testCase) => {
      const { bias, ...operands } = testCase.graph.nodes[0].operands;
      return bias === undefined ? undefined : withNode(testCase, () => ({ operands }));
    }),
  },
  8: { "asymmetric padding over three axes is refused": refused },
  9: {
    "an iohw filter is read as ohwi beside nhwc": takenFor((testCase, { inputLayout, filterLayout }) =>
      inputLayout === "nhwc" && filterLayout === "iohw"
        ? withTensor(testCase, "filter", (filter) => reread(filter, [1, 2, 3, 0]))
        : undefined
    ),
  },
  10: {
    "the divisor is the whole window": spoilt((tensor, { windowDimensions, outputShapeRounding }, { n }) => {
      if (outputShapeRounding !== "ceil" || windowDimensions === undefined || !n) return undefined;
      const window = elementCount(list(windowDimensions));
      return { ...tensor, data: (tensor.data as Float32Array).map((y, i) => y * n[i] / window) };
    }),
  },
  11: {
    "padding at the end is ignored": otherPadding(
      ([top, , left]) => [top, 0, left, 0],
      ({ windowDimensions }) => list(windowDimensions).join() === "5,1",
    ),
  },
  12: {
    "a window wholly in padding is left out": (testCase, right) =>
      right.outputs.get("output")!.alternatives?.some(({ question }) => question === "Q3")
        ? takenFor(() => withOptions(testCase, () => ({ outputShapeRounding: "floor" })))(testCase, right)
        : undefined,
  },
  22: {
    "the dilation of a depthwise filter is ignored": takenFor((testCase, options) => {
      if (options.dilations === undefined || !isDepthwise(testCase)) return undefined;
      const [down, across] = list(options.dilations);
      const [top, bottom, left, right] = options.padding === undefined ? [0, 0, 0, 0] : list(options.padding);
      const lower = bottom + (down - 1) * (filterSize(testCase, options, "h") - 1);
      const farther = right + (across - 1) * (filterSize(testCase, options, "w") - 1);
      const padding = [top, lower, left, farther];
      return withOptions(testCase, () => ({ dilations: [1, 1], padding }));
    }),
  },
  23: {
    "the stride of a depthwise window 1 × N is 1 across": (testCase, right) => {
      const { options } = testCase.graph.nodes[0];
      const [down, across] = list(options.strides);
      if (across !== 2 || !isDepthwise(testCase) || filterSize(testCase, options, "h") !== 1) {
        return undefined;
      }
      const wrong = takenFor(() => withOptions(testCase, () => ({ strides: [down, 1] })))(testCase, right);
      const { shape } = right.outputs.get("output")!;
      if (wrong?.kind !== "outputs") return undefined;
      const dispatches = wrong.dispatches.map((outputs) =>
        new Map([...outputs].map(([name, tensor]) => [name, cropped(tensor, shape)]))
      );
      return { ...wrong, dispatches: [dispatches[0], dispatches[1], dispatches[2]] };
    },
  },
  25: {
    "padding is read as top, left, bottom, right": otherPadding(
      ([top, bottom, left, right]) => [top, left, bottom, right],
      always,
    ),
  },
};

/** The first elements along every axis. */
function cropped(tensor: Tensor, shape: readonly number[]): Tensor {
  let from: ((index: readonly number[]) => number | bigint) | undefined;
  mapped(tensor, (at) => (from = at, 0));
  const part = { ...tensor, shape, data: tensor.data.slice(0, elementCount(shape)) };
  return mapped(part, (_, index) => from!(index));
}
