/**
 * Selections, comparisons, logical operators and casts in ONNX.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import { type Call, type Lowering, operand } from "./call.ts";
import type { Model, Value } from "./model.ts";
import type { OnnxOperator } from "./types.ts";

function binary(operator: OnnxOperator): Lowering {
  return (call, model) => model.call(operator, [operand(call, "a"), operand(call, "b")], call.output.shape);
}

/** A comparison, whose truth values become uint8; `negated` as ONNX has no NotEqual. */
function comparing(operator: OnnxOperator, negated = false): Lowering {
  return (call, model) => {
    const { shape } = call.output;
    const inputs = [operand(call, "a"), operand(call, "b")] as const;
    const [holds] = model.calls(operator, inputs, [{ dataType: "bool", shape }]);
    if (negated) model.rewrites.push(`${call.operator} as Not of ${operator}`);
    model.rewrites.push("truth values cast to uint8");
    return model.cast(negated ? model.call("Not", [holds], shape) : holds, "uint8");
  };
}

function logical(operator: OnnxOperator): Lowering {
  return (call, model) => {
    model.rewrites.push(`${call.operator} through truth values`);
    const [a, b] = ["a", "b"].map((name) => model.cast(operand(call, name), "bool"));
    return model.cast(model.call(operator, [a, b], call.output.shape), "uint8");
  };
}

export const comparisons: Readonly<Record<string, Lowering>> = {
  max: binary("Max"),
  min: binary("Min"),
  pow: binary("Pow"),
  equal: comparing("Equal"),
  notEqual: comparing("Equal", true),
  greater: comparing("Greater"),
  greaterOrEqual: comparing("GreaterOrEqual"),
  lesser: comparing("Less"),
  lesserOrEqual: comparing("LessOrEqual"),
  logicalAnd: logical("And"),
  logicalOr: logical("Or"),
  logicalXor: logical("Xor"),
  where: (call, model) => {
    model.rewrites.push("condition cast to truth values");
    const condition = model.cast(operand(call, "condition"), "bool");
    const [ifTrue, ifFalse] = [operand(call, "trueValue"), operand(call, "falseValue")];
    return model.calls("Where", [condition, ifTrue, ifFalse], [call.output])[0];
  },
  prelu: (call, model) => {
    const { dataType, shape } = call.output;
    const given = [expandedInput(call, model), operand(call, "slope")] as const;
    if (dataType !== "int8") return model.call("PRelu", given, shape);
    model.rewrites.push("prelu of int8 through float32, which holds every product");
    const [input, slope] = given.map((value) => model.cast(value, "float32"));
    return model.cast(model.call("PRelu", [input, slope], shape), dataType);
  },
  cast: (call, model) => model.cast(operand(call, "input"), call.options.dataType as DataType),
};

/** PRelu stretches the slope to its input, never the input. */
function expandedInput(call: Call, model: Model): Value {
  const input = operand(call, "input");
  const { shape } = call.output;
  if (input.shape.join() === shape.join()) return input;
  model.rewrites.push(`input expanded to [${shape.join(",")}]`);
  return model.call("Expand", [input, model.int64s(shape)], shape);
}
