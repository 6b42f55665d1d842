/**
 * The method steps of the pooling operations, for any number of spatial axes.
 *
 * @module
 */

import type { Descriptor } from "../graph/tensor.ts";
import { axisOptionsOf, checkAxisOptions, sizeInWords, slidingSize } from "./convolution_plan.ts";
import { type Layout, layoutOf } from "./layout.ts";
import type { Operands, Options } from "./operator.ts";
import { isValidDimension, stepsOf } from "./steps.ts";
import type { AxisWindow } from "./taps.ts";

/** A checked pooling. */
export interface PoolingPlan {
  readonly layout: Layout;
  /** How the window moves along each spatial axis. */
  readonly windows: readonly AxisWindow[];
  /** The same over the input with its padding around it, where no element is outside but beyond the padding. */
  readonly paddedWindows: readonly AxisWindow[];
  readonly output: Descriptor;
}

/** What `outputSizes` does to the padding: question Q2. */
export type PaddingWithSizes = "discarded" | "kept";

/**
 * Follows "create a pooling operation" (spec: #mlgraphbuilder-pooling-op), but that `outputSizes` may be as large as
 * the strides and larger: question Q1.
 *
 * @throws {ValidationError} where a step throws.
 */
export function planPooling(
  operator: string,
  operands: Operands<Descriptor>,
  options: Options,
  padded: PaddingWithSizes = "discarded",
): PoolingPlan {
  const require = stepsOf(operator);
  const input = operands.input as Descriptor;
  const layout = layoutOf(input.shape.length, options, require);
  const axes = layout.axes.length;
  const sizes = layout.axes.map((axis) => input.shape[axis]);
  const taps = (options.windowDimensions ?? sizes) as readonly number[];
  const list = `a list of ${axes} numbers`, name = "options.windowDimensions";
  require(taps.length === axes, "window-dimensions-length", name, taps, list);
  require(!taps.includes(0), "window-dimensions-not-zero", name, taps, "numbers above 0");
  const { padding, ...others } = options;
  const discards = options.outputSizes !== undefined && padded === "discarded";
  const axisOptions = axisOptionsOf(discards || padding === undefined ? others : options, axes);
  checkAxisOptions(axisOptions, axes, require);

  const calculated = (round: (size: number) => number) =>
    sizes.map((size, d) => slidingSize(size, taps[d], axisOptions, d, round));
  const floor = calculated(Math.floor), ceil = calculated(Math.ceil);
  const { outputSizes } = axisOptions;
  if (outputSizes) {
    require(outputSizes.length === axes, "output-sizes-length", "options.outputSizes", outputSizes, list);
    const equals = (other: readonly number[]) => outputSizes.every((size, d) => size === other[d]);
    const allowed = `[${floor}] or [${ceil}]`;
    require(
      equals(floor) || equals(ceil),
      "output-sizes-rounded",
      "options.outputSizes",
      outputSizes,
      allowed,
    );
  }
  const outputs = outputSizes ?? (options.outputShapeRounding === "ceil" ? ceil : floor);
  outputs.forEach((size) => {
    require(isValidDimension(size), "output-size-valid", "input", input.shape, sizeInWords(size));
  });
  const windows = outputs.map((size, d): AxisWindow => ({
    input: sizes[d],
    taps: taps[d],
    outputs: size,
    begin: axisOptions.padding[2 * d],
    stride: axisOptions.strides[d],
    dilation: axisOptions.dilations[d],
  }));
  const paddedWindows = windows.map((window, d) => ({
    ...window,
    input: axisOptions.padding[2 * d] + sizes[d] + axisOptions.padding[2 * d + 1],
    begin: 0,
  }));
  const shape = [...input.shape];
  layout.axes.forEach((axis, d) => shape[axis] = outputs[d]);
  return { layout, windows, paddedWindows, output: { dataType: input.dataType, shape } };
}
