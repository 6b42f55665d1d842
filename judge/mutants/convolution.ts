/**
 * Mutants of convolutions beside those of their windows and layouts: groups, channels, bias, output sizes.
 *
 * @module
 */

import { type Call, floatsOf } from "../software/kernel.ts";
import { convolutionAxes, isTransposed } from "../software/kernels/convolution.ts";
import { list, mapped, otherShape, withOperand, withOptions } from "./change.ts";
import { type Bug, rewritten, spoilt } from "./mutant.ts";

type Floats = ReturnType<typeof floatsOf>;

/** Input channels and output channels of a group. */
function channelsOf(call: Call) {
  const { filterInput, filterOutput } = convolutionAxes(call);
  const { shape } = floatsOf(call, "filter");
  const groups = call.options.groups as number;
  return isTransposed(call)
    ? { groups, inputs: shape[filterInput] / groups, outputs: shape[filterOutput] }
    : { groups, inputs: shape[filterInput], outputs: shape[filterOutput] / groups };
}

/** Each output channel's bias is that of another. */
function otherBias(
  name: string,
  sentence: string,
  change: (bias: Floats, call: Call) => Floats | undefined,
): Bug {
  return rewritten(
    name,
    sentence,
    (call) => call.operands.bias && withOperand(call, "bias", change(floatsOf(call, "bias"), call)),
  );
}

const biasBugs = [
  otherBias("bias-missing", "there were no bias", () => undefined),
  otherBias(
    "bias-shifted",
    "each output channel had the bias of the one before",
    (bias) => ({ ...bias, v: bias.v.map((_, i) => bias.v.at(i - 1)!) }),
  ),
  otherBias(
    "last-bias-missing",
    "the last output channel had no bias",
    (bias) => ({ ...bias, v: bias.v.with(-1, 0) }),
  ),
  otherBias(
    "bias-begins-again",
    "the bias began again with every group",
    (bias, call) => ({ ...bias, v: bias.v.map((_, i) => bias.v[i % channelsOf(call).outputs]) }),
  ),
  otherBias(
    "bias-of-first-channel",
    "every output channel had the bias of the first",
    (bias) => ({ ...bias, v: bias.v.map(() => bias.v[0]) }),
  ),
  otherBias("bias-twice", "the bias were added twice", (bias) => ({ ...bias, v: bias.v.map((x) => 2 * x) })),
];

const groupBugs = [
  rewritten(
    "groups-ignored",
    "there were one group",
    (call) => withOptions(call, { groups: 1 }),
  ),
  rewritten(
    "groups-interleaved",
    "the output channels of a group were as many apart as there are groups",
    (call) => {
      const { filterInput, filterOutput } = convolutionAxes(call);
      const { groups, inputs, outputs } = channelsOf(call);
      if (groups === 1) return undefined;
      const filter = floatsOf(call, "filter");
      return withOperand(
        call,
        "filter",
        mapped(filter, (at, index) => {
          const group = isTransposed(call)
            ? Math.floor(index[filterInput] / inputs)
            : Math.floor(index[filterOutput] / outputs);
          const place = group * outputs + index[filterOutput] % outputs;
          const taken = place % outputs * groups + Math.floor(place / outputs);
          if (!isTransposed(call)) return at(index.with(filterOutput, taken));
          const channel = Math.floor(taken / outputs) * inputs + index[filterInput] % inputs;
          return at(index.with(filterOutput, taken % outputs).with(filterInput, channel));
        }),
      );
    },
  ),
  rewritten(
    "channels-in-reverse",
    "the input channels of each group were in reverse",
    (call) => {
      const { filterInput } = convolutionAxes(call), { inputs } = channelsOf(call);
      const filter = floatsOf(call, "filter");
      return withOperand(
        call,
        "filter",
        mapped(filter, (at, index) => {
          const i = index[filterInput], first = i - i % inputs;
          return at(index.with(filterInput, 2 * first + inputs - 1 - i));
        }),
      );
    },
  ),
  rewritten(
    "remaining-channels-dropped",
    "of the input channels of a group, read four at a time, those left over were lost",
    (call) => {
      const { filterInput } = convolutionAxes(call), { inputs } = channelsOf(call);
      if (inputs < 4) return undefined;
      const filter = floatsOf(call, "filter");
      return withOperand(
        call,
        "filter",
        mapped(filter, (at, index) => index[filterInput] % inputs < inputs - inputs % 4 ? at(index) : 0),
      );
    },
  ),
];

const isDepthwise = (call: Call) => channelsOf(call).groups > 1 && channelsOf(call).inputs === 1;

const lastTapDropped = rewritten(
  "last-tap-dropped",
  "the last tap along every spatial axis were left out",
  (call) => {
    const { filterAxes } = convolutionAxes(call), filter = floatsOf(call, "filter");
    return withOperand(
      call,
      "filter",
      mapped(
        filter,
        (at, index) => filterAxes.some((axis) => index[axis] < filter.shape[axis] - 1) ? at(index) : 0,
      ),
    );
  },
);

/** As many elements more at the end as a stride leaves over. */
const sizesRoundedUp = otherShape(
  "sizes-rounded-up",
  "output sizes were rounded up",
  ({ options }) => ({
    ...options,
    padding: list(options.padding).map((size, i) =>
      i % 2 === 0 ? size : size + list(options.strides)[i >> 1] - 1
    ),
  }),
);

/** For convolutions that are not transposed. */
export const slidingBugs: readonly Bug[] = [
  rewritten(
    "depthwise-dilations-ignored",
    "the taps of a depthwise filter were not spread",
    (call) =>
      isDepthwise(call)
        ? withOptions(call, { dilations: list(call.options.dilations).map(() => 1) })
        : undefined,
  ),
  rewritten(
    "depthwise-row-stride-ignored",
    "a depthwise filter of one row moved by 1 along the row",
    (call) => {
      const { filterAxes } = convolutionAxes(call), { shape } = floatsOf(call, "filter");
      const isRow = filterAxes.length === 2 && shape[filterAxes[0]] === 1;
      if (!isRow || !isDepthwise(call)) return undefined;
      return withOptions(call, { strides: [list(call.options.strides)[0], 1] });
    },
  ),
  sizesRoundedUp,
];

/** For all convolutions. */
export const convolutionBugs: readonly Bug[] = [...biasBugs, ...groupBugs, lastTapDropped];

const withoutOutputPadding = ({ options }: Call) => ({
  ...options,
  outputPadding: list(options.outputPadding).map(() => 0),
});

/** For transposed convolutions. */
export const outputPaddingBugs: readonly Bug[] = [
  otherShape("output-padding-ignored", "there were no output padding", withoutOutputPadding),
  otherShape(
    "first-output-padding-for-all",
    "the output padding of the first axis held for all",
    ({ options }) => ({
      ...options,
      outputPadding: list(options.outputPadding).map((_, __, all) => all[0]),
    }),
  ),
  otherShape(
    "output-padding-swapped",
    "the output padding of the first axis were that of the last, and so on",
    ({ options }) => ({ ...options, outputPadding: list(options.outputPadding).toReversed() }),
  ),
  rewritten(
    "output-padding-at-the-beginning",
    "the output padding stood at the beginning",
    (call) => {
      if (call.options.outputSizes !== undefined) return undefined;
      const extra = list(call.options.outputPadding);
      return withOptions(call, {
        padding: list(call.options.padding).map((size, i) => i % 2 === 0 ? size - extra[i >> 1] : size),
      });
    },
  ),
  spoilt(
    "output-padding-left-zero",
    "the elements that the output padding adds were left zero",
    (element, call) => {
      const extra = list(call.options.outputPadding), { axes } = convolutionAxes(call);
      if (call.options.outputSizes !== undefined || extra.every((size) => size === 0)) return undefined;
      const sizes = axes.map((axis, d) => call.outputs[0].shape[axis] - extra[d]);
      return (index) => axes.some((axis, d) => index[axis] >= sizes[d]) ? 0 : element(index);
    },
  ),
  otherShape(
    "output-sizes-ignored",
    "the output sizes that are given counted for nothing",
    ({ options }) => {
      if (options.outputSizes === undefined) return undefined;
      const { outputSizes: _, ...others } = options;
      return others;
    },
  ),
];
