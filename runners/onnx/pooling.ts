/**
 * Pools in ONNX.
 *
 * @module
 */

import { createElements, type DataType } from "../../graph/data_type.ts";
import { castNumber } from "../../reference/cast_number.ts";
import { type Call, type Lowering, numbers, operand, optionalNumbers } from "./call.ts";
import { padsOf } from "./convolution.ts";
import { axesOf, canonicalShape, channelsFirst, channelsWhereTheyWere, withAnyChannel } from "./layout.ts";
import type { Attributes } from "./attributes.ts";
import type { Model, Value } from "./model.ts";
import type { OnnxOperator } from "./types.ts";

export const pooling: Readonly<Record<string, Lowering>> = {
  averagePool2d: (call, model) => lower("AveragePool", call, model),
  averagePool: (call, model) => lower("AveragePool", call, model),
  l2Pool2d: (call, model) => lower("LpPool", call, model, { p: 2 }),
  l2Pool: (call, model) => lower("LpPool", call, model, { p: 2 }),
  maxPool2d: (call, model) => lower("MaxPool", call, model),
  maxPool: (call, model) => lower("MaxPool", call, model),
};

function lower(operator: OnnxOperator, call: Call, model: Model, more: Attributes = {}): Value {
  const whole = operand(call, "input");
  const axes = withAnyChannel(axesOf(call), whole.shape.length);
  const input = channelsFirst(model, whole, axes, "input");
  const shape = canonicalShape(call.output.shape, axes);
  const attributes: Attributes = {
    kernel_shape: numbers(call.options, "windowDimensions"),
    strides: optionalNumbers(call.given, "strides"),
    dilations: optionalNumbers(call.given, "dilations"),
    ...rounding(call, model, input.shape.slice(2), shape.slice(2)),
    ...more,
  };
  const isWidened = operator === "MaxPool" && widenedPoolTypes.includes(input.dataType);
  const result = isWidened
    ? widenedMaxPool(model, input, shape, attributes)
    : model.call(operator, [input], shape, attributes);
  return channelsWhereTheyWere(model, result, axes, call.output.shape);
}

/** Data types that MaxPool lacks and whose values are doubles exactly. */
export const widenedPoolTypes: readonly DataType[] = ["int32", "uint32"];

/** MaxPool of doubles. The maximum of a window without elements is cut to the integers' range, else it has no cast. */
function widenedMaxPool(model: Model, input: Value, shape: readonly number[], attributes: Attributes): Value {
  const { dataType } = input;
  model.rewrites.push(`MaxPool of ${dataType} through float64`);
  const least = createElements(dataType, 1);
  least[0] = castNumber(-Infinity, dataType);
  const lowest = model.cast(model.constant({ dataType, shape: [], data: least }), "float64");
  const pooled = model.call("MaxPool", [model.cast(input, "float64")], shape, attributes);
  return model.cast(model.call("Clip", [pooled, lowest], shape), dataType);
}

/**
 * The attributes that make ONNX give output sizes `to` for input sizes `from`.
 *
 * Rounding down needs nothing. ONNX rounds up too, but drops a last window that begins in the end padding, which WebNN
 * keeps. Then the end padding is made as long as rounding down needs for these sizes: pools do not count padding.
 */
function rounding(call: Call, model: Model, from: readonly number[], to: readonly number[]): Attributes {
  const [strides, dilations, window, padding] = ["strides", "dilations", "windowDimensions", "padding"]
    .map((name) => numbers(call.options, name));
  const padsGiven = "padding" in call.given ? padsOf(padding) : undefined;
  const axes = from.map((size, axis) => {
    const [begin, end] = padding.slice(2 * axis, 2 * axis + 2);
    const reach = (to[axis] - 1) * strides[axis];
    const missing = reach + dilations[axis] * (window[axis] - 1) + 1 - (size + begin + end);
    return { begin, end, missing, startsInside: reach < size + begin };
  });
  const up = asksCeil(call) || axes.some(({ missing }) => missing > 0);
  if (!up || axes.every(({ startsInside }) => startsInside)) {
    const said = up || "outputShapeRounding" in call.given;
    return { pads: padsGiven, ceil_mode: said ? Number(up) : undefined };
  }
  const ends = axes.map(({ end, missing }) => end + Math.max(0, missing));
  model.rewrites.push(`rounding up as end padding [${ends.join(",")}]`);
  return { pads: [...axes.map(({ begin }) => begin), ...ends] };
}

/** Rounding up was asked for; output sizes that are given overrule it. */
function asksCeil({ given }: Call): boolean {
  return given.outputShapeRounding === "ceil" && !("outputSizes" in given);
}
