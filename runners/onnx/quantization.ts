/**
 * quantizeLinear and dequantizeLinear in ONNX, which knows a scale for the whole tensor, for each index of one axis, and
 * for each block of one axis.
 *
 * @module
 */

import { integerRange } from "../../graph/data_type.ts";
import { type Call, type Lowering, operand } from "./call.ts";
import type { Attributes } from "./attributes.ts";
import type { Model, Value } from "./model.ts";

export const quantization: Readonly<Record<string, Lowering>> = {
  quantizeLinear: (call, model) => {
    const { dataType } = call.output;
    if (dataType === "int32" || dataType === "uint32") return quantizeComposed(call, model, dataType);
    const { scale, zeroPoint, attributes } = granularity(call, model);
    const inputs = [operand(call, "input"), scale, zeroPoint] as const;
    return model.calls("QuantizeLinear", inputs, [call.output], attributes)[0];
  },
  dequantizeLinear: (call, model) => {
    const input = operand(call, "input");
    if (input.dataType === "int32" || input.dataType === "uint32") return dequantizeComposed(call, model);
    const { scale, zeroPoint, attributes } = granularity(call, model);
    return model.calls("DequantizeLinear", [input, scale, zeroPoint], [call.output], attributes)[0];
  },
};

/** ONNX has no uint32 input and no zero point for int32: the emulation of WebNN's section instead. */
function dequantizeComposed(call: Call, model: Model): Value {
  const { dataType, shape } = call.output;
  model.rewrites.push("dequantizeLinear as Cast, Sub and Mul");
  const [scale, zeroPoint] = ["scale", "zeroPoint"].map((name) => upsampled(call, model, name));
  const difference = model.call(
    "Sub",
    [model.cast(operand(call, "input"), dataType), model.cast(zeroPoint, dataType)],
    shape,
  );
  return model.call("Mul", [difference, scale], shape);
}

/**
 * ONNX gives 8 and 16 bits only: the emulation of WebNN's section instead, for the range of 32 bits; in float32, as
 * float16 holds few of the sums.
 */
function quantizeComposed(call: Call, model: Model, dataType: "int32" | "uint32"): Value {
  const { shape } = call.output;
  model.rewrites.push("quantizeLinear as Div, Round, Add, Clip and Cast, in float32");
  const [input, scale, zeroPoint] = [
    operand(call, "input"),
    upsampled(call, model, "scale"),
    upsampled(call, model, "zeroPoint"),
  ].map((value) => value.dataType === "float32" ? value : model.cast(value, "float32"));
  const rounded = model.call("Round", [model.call("Div", [input, scale], shape)], shape);
  const sum = model.call("Add", [rounded, zeroPoint], shape);
  const bounds = integerRange[dataType].map((bound) =>
    model.constant({ dataType: "float32", shape: [], data: Float32Array.of(Number(bound)) })
  );
  return model.cast(model.call("Clip", [sum, ...bounds], shape), dataType);
}

/** Scale and zero point in the form that ONNX takes, and the attributes that say which. */
function granularity(
  call: Call,
  model: Model,
): { readonly scale: Value; readonly zeroPoint: Value; readonly attributes: Attributes } {
  const { shape } = operand(call, "input");
  const shared = operand(call, "scale").shape;
  const both = (of: (name: string) => Value) => ({ scale: of("scale"), zeroPoint: of("zeroPoint") });
  const wide = [...shared.keys()].filter((axis) => shared[axis] > 1);
  const blocked = [...shared.keys()].filter((axis) => shared[axis] !== shape[axis]);
  if (wide.length === 0) {
    return { ...both((name) => reshaped(call, model, name, [])), attributes: {} };
  }
  if (wide.length === 1 && !blocked.includes(wide[0])) {
    const [axis] = wide;
    return { ...both((name) => reshaped(call, model, name, [shape[axis]])), attributes: { axis } };
  }
  if (blocked.length <= 1) {
    const [axis = 0] = blocked;
    const attributes = { axis, block_size: shape[axis] / shared[axis] };
    return { ...both((name) => operand(call, name)), attributes };
  }
  return { ...both((name) => upsampled(call, model, name)), attributes: { axis: 0, block_size: 1 } };
}

function reshaped(call: Call, model: Model, name: string, shape: readonly number[]): Value {
  const value = operand(call, name);
  if (value.shape.length === shape.length) return value;
  model.rewrites.push(`${name} reshaped to [${shape.join(",")}]`);
  return model.call("Reshape", [value, model.int64s(shape)], shape);
}

/** The operand with each element repeated to fill its block of the input. */
function upsampled(call: Call, model: Model, name: string): Value {
  const value = operand(call, name);
  const { shape } = operand(call, "input");
  if (value.shape.join() === shape.join()) return value;
  model.rewrites.push(`${name} expanded to [${shape.join(",")}]`);
  const apart = value.shape.flatMap((size) => [size, 1]);
  const repeated = value.shape.flatMap((size, axis) => [size, shape[axis] / size]);
  const separate = model.call("Reshape", [value, model.int64s(apart)], apart);
  const expanded = model.call("Expand", [separate, model.int64s(repeated)], repeated);
  return model.call("Reshape", [expanded, model.int64s(shape)], shape);
}
