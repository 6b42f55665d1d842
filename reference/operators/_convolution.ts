/**
 * The definition that conv2d, convTranspose2d and their N-d forms share.
 *
 * @module
 */

import { type Descriptor, elementCount } from "../../graph/tensor.ts";
import { evaluateConvolution } from "../convolution.ts";
import { axisOptionsOf, planConvolution } from "../convolution_plan.ts";
import { defaultFilterLayout, layoutOf } from "../layout.ts";
import type { Operands, Operator, OptionRule, Options } from "../operator.ts";
import type { Ball } from "../ball.ts";
import { stepsOf } from "../steps.ts";

/** What tells one of them from the others. */
export interface ConvolutionForm {
  readonly name: string;
  readonly status: Operator["status"];
  readonly section: string;
  readonly transposed: boolean;
  /** Least and greatest rank of the input and of the filter. */
  readonly inputRank: readonly [number, number];
  readonly filterRank: readonly [number, number];
  /** The options that name the layouts. */
  readonly layoutOptions: Readonly<Record<string, OptionRule>>;
}

const lists: OptionRule = { type: "sequence<unsigned long>" };

/** The layout options of the N-d proposals. */
export const namedAxes: Readonly<Record<string, OptionRule>> = {
  axes: lists,
  channelAxis: { type: "unsigned long" },
  inputLayout: { type: "string" },
  filterLayout: { type: "string" },
};

export function defineConvolution(form: ConvolutionForm): Operator {
  const { name, status, section, transposed } = form;
  const dataTypes = ["float32", "float16"] as const;
  return {
    name,
    status,
    section,
    arguments: ["input", "filter"],
    operands: {
      input: { dataTypes, rank: form.inputRank },
      filter: { dataTypes, rank: form.filterRank },
      bias: { dataTypes, rank: [1, 1], optional: true },
    },
    options: {
      padding: lists,
      strides: lists,
      dilations: lists,
      ...(transposed ? { outputPadding: lists, outputSizes: lists } : {}),
      groups: { type: "unsigned long", default: 1 },
      ...form.layoutOptions,
    },
    infer: (operands, options) => [planConvolution(name, operands, options, transposed).output],
    multiplyAdds(operands, options) {
      const { output, channels, windows } = planConvolution(name, operands, options, transposed);
      return windows.reduce((count, { taps }) => count * taps, elementCount(output.shape) * channels);
    },
    resolve: (operands, options) => resolve(form, operands, options),
    evaluate(operands: Operands<Ball>, options, profile) {
      return [evaluateConvolution(planConvolution(name, operands, options, transposed), operands, profile)];
    },
  };
}

/** The spec's defaults; for the N-d forms `axes` and `channelAxis` in place of `inputLayout`. */
function resolve(form: ConvolutionForm, operands: Operands<Descriptor>, options: Options): Options {
  const { inputLayout = "nchw", ...given } = options;
  const { axes, channelAxis } = layoutOf(
    (operands.input as Descriptor).shape.length,
    options,
    stepsOf(form.name),
  );
  const { outputPadding, padding, strides, dilations } = axisOptionsOf(options, axes.length);
  const named = { axes, ...(channelAxis === undefined ? {} : { channelAxis }) };
  return {
    padding,
    strides,
    dilations,
    ...(form.transposed ? { outputPadding } : {}),
    groups: 1,
    filterLayout: defaultFilterLayout(axes.length, form.transposed),
    ...given,
    ...(form.status === "spec" ? { inputLayout } : named),
  };
}
