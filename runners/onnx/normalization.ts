/**
 * Normalizations by given statistics and over trailing axes in ONNX.
 *
 * @module
 */

import { createElements } from "../../graph/data_type.ts";
import { elementCount } from "../../graph/tensor.ts";
import {
  type Call,
  floatAttribute,
  type Lowering,
  numbers,
  operand,
  optionalNumber,
  optionalOperand,
} from "./call.ts";
import { channelsFirst, channelsWhereTheyWere, permute, reshape } from "./layout.ts";
import type { Model, Value } from "./model.ts";

export const normalization: Readonly<Record<string, Lowering>> = {
  batchNormalization: (call, model) => {
    const input = operand(call, "input");
    const axis = optionalNumber(call.options, "axis")!;
    const axes = { channel: axis, spatial: axis === 1 ? input.shape.map((_, i) => i).slice(2) : [] };
    const shape = [input.shape[axis]];
    const first = channelsFirst(model, input, axes, "input");
    const factors = [presentOr(call, model, "scale", 1, shape), presentOr(call, model, "bias", 0, shape)];
    const statistics = [operand(call, "mean"), operand(call, "variance")];
    const result = model.call("BatchNormalization", [first, ...factors, ...statistics], first.shape, {
      epsilon: floatAttribute(call, "epsilon"),
    });
    return channelsWhereTheyWere(model, result, axes, call.output.shape);
  },
  layerNormalization,
};

/** ONNX normalizes over the last axes, at least one: others are moved there, and for none there is one of size 1. */
function layerNormalization(call: Call, model: Model): Value {
  const input = operand(call, "input");
  const axes = numbers(call.options, "axes");
  const kept = input.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = [...kept, ...axes];
  const sizes = axes.length > 0 ? axes.map((axis) => input.shape[axis]) : [1];
  const moved = permute(model, input, order, "input");
  const longer = axes.length > 0 ? moved : reshape(model, moved, [...moved.shape, 1], "input");
  const factor = (name: string) => {
    const given = optionalOperand(call, name);
    return given && reshape(model, given, sizes, name);
  };
  const scale = factor("scale") ?? presentOr(call, model, "scale", 1, sizes);
  const result = model.call("LayerNormalization", [longer, scale, factor("bias")], longer.shape, {
    axis: longer.shape.length - sizes.length,
    epsilon: floatAttribute(call, "epsilon"),
  });
  const shorter = reshape(model, result, moved.shape, "output");
  return permute(model, shorter, order.map((_, axis) => order.indexOf(axis)), "output");
}

/** ONNX knows no absent scale: what stands for absence is written out. */
function presentOr(call: Call, model: Model, name: string, neutral: number, shape: readonly number[]): Value {
  const given = optionalOperand(call, name);
  if (given) return given;
  model.rewrites.push(`absent ${name} as ${neutral}`);
  const { dataType } = operand(call, "input");
  const data = createElements(dataType, elementCount(shape));
  for (let i = 0; i < data.length; i++) data[i] = neutral;
  return model.constant({ dataType, shape, data });
}
