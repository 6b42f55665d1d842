/**
 * The method steps of `conv2d` and `convTranspose2d`, for any number of spatial axes.
 *
 * @module
 */

import { type Descriptor } from "../graph/tensor.ts";
import { defaultFilterLayout, type FilterLayout, filterLayoutOf, type Layout, layoutOf } from "./layout.ts";
import type { Operands, Options } from "./operator.ts";
import { isValidDimension, type Require, stepsOf } from "./steps.ts";
import type { AxisWindow } from "./taps.ts";

/** A checked convolution. */
export interface ConvolutionPlan {
  readonly transposed: boolean;
  readonly layout: Layout;
  readonly filterLayout: FilterLayout;
  readonly groups: number;
  /** How the filter moves along each spatial axis. */
  readonly windows: readonly AxisWindow[];
  /** Input and output channels of each group. */
  readonly channels: number;
  readonly outputs: number;
  readonly output: Descriptor;
}

/** Options with one entry, or two, for each spatial axis, with the spec's defaults filled in. */
export interface AxisOptions {
  readonly padding: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly outputPadding: readonly number[];
  readonly outputSizes?: readonly number[];
}

/** Fills the defaults of the per-axis options. */
export function axisOptionsOf(options: Options, axes: number): AxisOptions {
  const list = (name: string, length: number, fill: number) =>
    (options[name] ?? new Array<number>(length).fill(fill)) as readonly number[];
  return {
    padding: list("padding", 2 * axes, 0),
    strides: list("strides", axes, 1),
    dilations: list("dilations", axes, 1),
    outputPadding: list("outputPadding", axes, 0),
    outputSizes: options.outputSizes as readonly number[] | undefined,
  };
}

/** Checks lengths and zeros of the options that every sliding window has. */
export function checkAxisOptions(
  { padding, strides, dilations }: AxisOptions,
  axes: number,
  require: Require,
): void {
  const pairs = `a list of ${2 * axes} numbers`, list = `a list of ${axes} numbers`;
  require(padding.length === 2 * axes, "padding-length", "options.padding", padding, pairs);
  require(strides.length === axes, "strides-length", "options.strides", strides, list);
  require(!strides.includes(0), "strides-not-zero", "options.strides", strides, "numbers above 0");
  require(dilations.length === axes, "dilations-length", "options.dilations", dilations, list);
  require(!dilations.includes(0), "dilations-not-zero", "options.dilations", dilations, "numbers above 0");
}

/**
 * Follows the steps of `conv2d(input, filter, options)` or `convTranspose2d(input, filter, options)`.
 * Spec: #api-mlgraphbuilder-conv2d, #api-mlgraphbuilder-convtranspose2d.
 *
 * @throws {ValidationError} where a step throws.
 */
export function planConvolution(
  operator: string,
  operands: Operands<Descriptor>,
  options: Options,
  transposed: boolean,
): ConvolutionPlan {
  const require = stepsOf(operator);
  const input = operands.input as Descriptor, filter = operands.filter as Descriptor;
  const layout = layoutOf(input.shape.length, options, require);
  const axes = layout.axes.length;
  require(
    filter.shape.length === axes + 2,
    "filter-rank",
    "filter",
    filter.shape,
    `a shape of ${axes + 2} sizes`,
  );
  require(filter.dataType === input.dataType, "filter-data-type", "filter", filter.dataType, input.dataType);
  const axisOptions = axisOptionsOf(options, axes);
  checkAxisOptions(axisOptions, axes, require);
  if (transposed) checkOutputOptions(axisOptions, axes, require);
  const groups = (options.groups ?? 1) as number;
  require(groups !== 0, "groups-not-zero", "options.groups", groups, "a number above 0");
  const letters = (options.filterLayout ?? defaultFilterLayout(axes, transposed)) as string;
  const filterLayout = filterLayoutOf(letters, axes, require);

  const inputChannels = layout.channelAxis === undefined ? 1 : input.shape[layout.channelAxis];
  const filterInputs = filter.shape[filterLayout.input], filterOutputs = filter.shape[filterLayout.output];
  const divisor = `a divisor of the ${inputChannels} input channels`;
  const dividesInputs = () =>
    require(inputChannels % groups === 0, "groups-divide-input-channels", "options.groups", groups, divisor);
  if (transposed) {
    const same = `${inputChannels} input channels`;
    require(filterInputs === inputChannels, "filter-input-channels", "filter", filter.shape, same);
    dividesInputs(); // question Q5: the spec has no such step
  } else {
    dividesInputs();
    const share = `${inputChannels / groups} input channels, those of a group`;
    require(filterInputs === inputChannels / groups, "filter-input-channels", "filter", filter.shape, share);
    const all = `a divisor of the ${filterOutputs} output channels`;
    require(filterOutputs % groups === 0, "groups-divide-output-channels", "options.groups", groups, all);
  }
  const outputChannels = transposed ? filterOutputs * groups : filterOutputs;
  require(
    isValidDimension(outputChannels),
    "output-channels-valid",
    "filter",
    filter.shape,
    "less than 2^31 channels",
  );
  require(
    layout.channelAxis !== undefined || outputChannels === 1,
    "one-output-without-channel-axis",
    "filter",
    filter.shape,
    "one output channel where the input has no channel axis",
  );
  checkBias(operands.bias as Descriptor | undefined, outputChannels, input, require);

  const windows = layout.axes.map((axis, d): AxisWindow => {
    const size = input.shape[axis], taps = filter.shape[filterLayout.axes[d]];
    const outputs = transposed
      ? transposedSize(size, taps, axisOptions, d, require)
      : slidingSize(size, taps, axisOptions, d, Math.floor);
    require(isValidDimension(outputs), "output-size-valid", "input", input.shape, sizeInWords(outputs));
    const { padding, strides, dilations } = axisOptions;
    return { input: size, taps, outputs, begin: padding[2 * d], stride: strides[d], dilation: dilations[d] };
  });
  const shape = [...input.shape];
  if (layout.channelAxis !== undefined) shape[layout.channelAxis] = outputChannels;
  layout.axes.forEach((axis, d) => shape[axis] = windows[d].outputs);
  return {
    transposed,
    layout,
    filterLayout,
    groups,
    windows,
    channels: inputChannels / groups,
    outputs: outputChannels / groups,
    output: { dataType: input.dataType, shape },
  };
}

/** "Calculate conv output size" (spec: #mlgraphbuilder-calculate-conv-output-size), rounded. */
export function slidingSize(
  size: number,
  taps: number,
  { padding, strides, dilations }: AxisOptions,
  axis: number,
  round: (size: number) => number,
): number {
  const effective = (taps - 1) * dilations[axis] + 1;
  return round((size - effective + padding[2 * axis] + padding[2 * axis + 1]) / strides[axis] + 1);
}

/** What a size that is no valid dimension should have been. */
export function sizeInWords(outputs: number): string {
  return `sizes that give an output size from 1 to 2147483647, not ${outputs}`;
}

function transposedSize(
  size: number,
  taps: number,
  { padding, strides, dilations, outputPadding, outputSizes }: AxisOptions,
  axis: number,
  require: Require,
): number {
  const effective = (taps - 1) * dilations[axis] + 1;
  const calculated = (size - 1) * strides[axis] + effective - padding[2 * axis] - padding[2 * axis + 1];
  if (!outputSizes) return calculated + outputPadding[axis];
  const given = outputSizes[axis], most = calculated + strides[axis] - 1;
  const holds = given >= calculated && given <= most;
  require(
    holds,
    "output-sizes-in-range",
    "options.outputSizes",
    outputSizes,
    `${calculated} to ${most} at ${axis}`,
  );
  return given;
}

function checkOutputOptions(options: AxisOptions, axes: number, require: Require): void {
  const { outputPadding, outputSizes, strides } = options;
  const list = `a list of ${axes} numbers`;
  require(
    outputPadding.length === axes,
    "output-padding-length",
    "options.outputPadding",
    outputPadding,
    list,
  );
  if (outputSizes) {
    require(outputSizes.length === axes, "output-sizes-length", "options.outputSizes", outputSizes, list);
    return;
  }
  const holds = outputPadding.every((size, axis) => size < strides[axis]);
  const allowed = `numbers below the strides ${strides}`;
  require(holds, "output-padding-below-strides", "options.outputPadding", outputPadding, allowed);
}

function checkBias(
  bias: Descriptor | undefined,
  channels: number,
  input: Descriptor,
  require: Require,
): void {
  if (!bias) return;
  const holds = bias.shape.length === 1 && bias.shape[0] === channels;
  require(holds, "bias-shape", "options.bias", bias.shape, `the shape [${channels}]`);
  require(bias.dataType === input.dataType, "bias-data-type", "options.bias", bias.dataType, input.dataType);
}
