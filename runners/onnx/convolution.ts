/**
 * Convolutions in ONNX.
 *
 * @module
 */

import {
  type Call,
  type Lowering,
  numbers,
  operand,
  optionalNumber,
  optionalNumbers,
  optionalOperand,
} from "./call.ts";
import {
  type Axes,
  axesOf,
  canonicalShape,
  channelsFirst,
  channelsWhereTheyWere,
  permute,
} from "./layout.ts";
import type { Attributes } from "./attributes.ts";
import type { Model, Value } from "./model.ts";
import type { OnnxOperator } from "./types.ts";

export const convolution: Readonly<Record<string, Lowering>> = {
  conv2d: (call, model) => lower("Conv", "oi", call, model),
  conv: (call, model) => lower("Conv", "oi", call, model),
  convTranspose2d: (call, model) => lower("ConvTranspose", "io", call, model),
  convTranspose: (call, model) => lower("ConvTranspose", "io", call, model),
};

/** `channels`: the order in which ONNX has the channel axes of the filter. */
function lower(operator: OnnxOperator, channels: "oi" | "io", call: Call, model: Model): Value {
  const whole = operand(call, "input");
  const axes = axesOf(call);
  const input = channelsFirst(model, whole, axes, "input");
  const filter = canonicalFilter(call, model, channels);
  const attributes = {
    strides: optionalNumbers(call.given, "strides"),
    dilations: optionalNumbers(call.given, "dilations"),
    group: optionalNumber(call.given, "groups"),
    pads: padsOf(optionalNumbers(call.given, "padding")),
    ...(operator === "ConvTranspose" ? outputPadding(call, model, axes, filter) : {}),
  };
  const shape = canonicalShape(call.output.shape, axes);
  const result = model.call(operator, [input, filter, optionalOperand(call, "bias")], shape, attributes);
  return channelsWhereTheyWere(model, result, axes, call.output.shape);
}

/** WebNN gives begin and end of one axis after the other; ONNX gives all begins, then all ends. */
export function padsOf(padding: readonly number[] | undefined): number[] | undefined {
  if (padding === undefined) return undefined;
  return [...padding.filter((_, index) => index % 2 === 0), ...padding.filter((_, index) => index % 2 === 1)];
}

function canonicalFilter(call: Call, model: Model, channels: "oi" | "io"): Value {
  const filter = operand(call, "filter");
  const filterLayout = String(call.options.filterLayout);
  const spatial = [...filterLayout].filter((letter) => !channels.includes(letter)).sort();
  return permute(
    model,
    filter,
    [...channels, ...spatial].map((letter) => filterLayout.indexOf(letter)),
    "filter",
  );
}

/** ONNX's `output_shape` means other padding than WebNN's `outputSizes`, so the sizes become output padding. */
function outputPadding(call: Call, model: Model, { spatial }: Axes, filter: Value): Attributes {
  if (!("outputSizes" in call.given)) return { output_padding: optionalNumbers(call.given, "outputPadding") };
  const [strides, dilations, padding] = ["strides", "dilations", "padding"].map((name) =>
    numbers(call.options, name)
  );
  const { shape } = operand(call, "input");
  const needed = spatial.map((axis, index) => {
    const window = (filter.shape[2 + index] - 1) * dilations[index] + 1;
    const unpadded = (shape[axis] - 1) * strides[index] + window - padding[2 * index] -
      padding[2 * index + 1];
    return call.output.shape[axis] - unpadded;
  });
  model.rewrites.push(`outputSizes as output_padding [${needed.join(",")}]`);
  return { output_padding: needed };
}
