/**
 * Matrix products, softmax and normalization in ONNX.
 *
 * @module
 */

import { createElements } from "../../graph/data_type.ts";
import {
  type Call,
  flagAttribute,
  floatAttribute,
  type Lowering,
  operand,
  optionalNumber,
  optionalOperand,
} from "./call.ts";
import { axesOf, channelsFirst, channelsWhereTheyWere } from "./layout.ts";
import type { Model, Value } from "./model.ts";

export const products: Readonly<Record<string, Lowering>> = {
  matmul: (call, model) => model.call("MatMul", [operand(call, "a"), operand(call, "b")], call.output.shape),
  gemm: (call, model) =>
    model.call(
      "Gemm",
      [operand(call, "a"), operand(call, "b"), optionalOperand(call, "c")],
      call.output.shape,
      {
        alpha: floatAttribute(call, "alpha"),
        beta: floatAttribute(call, "beta"),
        transA: flagAttribute(call, "aTranspose"),
        transB: flagAttribute(call, "bTranspose"),
      },
    ),
  softmax: (call, model) =>
    model.call("Softmax", [operand(call, "input")], call.output.shape, {
      axis: optionalNumber(call.options, "axis"),
    }),
  instanceNormalization: (call, model) => {
    const axes = call.options.layout === "nhwc"
      ? { channel: 3, spatial: [1, 2] }
      : { channel: 1, spatial: [2, 3] };
    const input = channelsFirst(model, operand(call, "input"), axes, "input");
    const factors = [perChannel(call, model, "scale", 1), perChannel(call, model, "bias", 0)];
    const result = model.call("InstanceNormalization", [input, ...factors], input.shape, {
      epsilon: floatAttribute(call, "epsilon"),
    });
    return channelsWhereTheyWere(model, result, axes, call.output.shape);
  },
};

/** ONNX knows no absent scale or bias of a normalization: what stands for absence is written out. */
function perChannel(call: Call, model: Model, name: string, neutral: number): Value {
  const given = optionalOperand(call, name);
  if (given) return given;
  const { dataType, shape } = operand(call, "input");
  const channels = shape[axesOf(call).channel!];
  model.rewrites.push(`absent ${name} as ${neutral} for every channel`);
  const data = createElements(dataType, channels);
  for (let channel = 0; channel < channels; channel++) data[channel] = neutral;
  return model.constant({ dataType, shape: [channels], data });
}
