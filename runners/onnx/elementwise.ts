/**
 * Elementwise operators in ONNX.
 *
 * @module
 */

import { createElements } from "../../graph/data_type.ts";
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
    const bounds = [bound(call, model, "minValue"), bound(call, model, "maxValue")];
    return model.call("Clip", [operand(call, "input"), ...bounds], call.output.shape);
  },
};

/** A bound of `clamp` as a scalar; an absent one stays absent, as ONNX has optional bounds too. */
function bound(call: Call, model: Model, name: string): Value | undefined {
  if (!(name in call.given)) return undefined;
  const { dataType } = call.output;
  const data = createElements(dataType, 1);
  data[0] = castNumber(call.given[name] as number | bigint, dataType);
  return model.constant({ dataType, shape: [], data });
}
