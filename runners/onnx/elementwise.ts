/**
 * Elementwise operators in ONNX.
 *
 * @module
 */

import { createElements, isFloat } from "../../graph/data_type.ts";
import { castNumber } from "../../reference/cast_number.ts";
import { type Call, type Lowering, operand } from "./call.ts";
import type { Model, Value } from "./model.ts";
import type { OnnxOperator } from "./types.ts";

function binary(operator: OnnxOperator): Lowering {
  return (call, model) => model.call(operator, [operand(call, "a"), operand(call, "b")], call.output.shape);
}

export const elementwise: Readonly<Record<string, Lowering>> = {
  add: binary("Add"),
  sub: binary("Sub"),
  mul: binary("Mul"),
  div: binary("Div"),
  relu: (call, model) => model.call("Relu", [operand(call, "input")], call.output.shape),
  clamp: (call, model) => {
    const bounds = [bound(call, model, "minValue", -Infinity), bound(call, model, "maxValue", Infinity)];
    return model.call("Clip", [operand(call, "input"), ...bounds], call.output.shape);
  },
};

/**
 * A bound of `clamp` as a scalar. ONNX takes an absent bound of a float type to be the lowest or largest finite number,
 * which an infinity is beyond, so there it is written out; for integers it stays absent.
 */
function bound(call: Call, model: Model, name: string, absent: number): Value | undefined {
  const { dataType } = call.output;
  const given = call.given[name] as number | bigint | undefined;
  if (given === undefined && !isFloat(dataType)) return undefined;
  if (given === undefined) model.rewrites.push(`absent ${name} as ${absent}`);
  const data = createElements(dataType, 1);
  data[0] = castNumber(given ?? absent, dataType);
  return model.constant({ dataType, shape: [], data });
}
