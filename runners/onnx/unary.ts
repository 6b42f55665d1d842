/**
 * Operators of one input, element by element, in ONNX.
 *
 * @module
 */

import { createElements } from "../../graph/data_type.ts";
import { castNumber } from "../../reference/cast_number.ts";
import { type Call, floatAttribute, type Lowering, operand } from "./call.ts";
import type { Model, Value } from "./model.ts";
import type { OnnxOperator } from "./types.ts";

/** One node; its attributes are options. */
function one(operator: OnnxOperator, ...options: string[]): Lowering {
  return (call, model) =>
    model.call(
      operator,
      [operand(call, "input")],
      call.output.shape,
      Object.fromEntries(options.map((name) => [name, floatAttribute(call, name)])),
    );
}

/** A node whose result is a truth value. */
function classifying(operator: OnnxOperator): Lowering {
  return (call, model) => {
    const { shape } = call.output;
    const [truth] = model.calls(operator, [operand(call, "a")], [{ dataType: "bool", shape }]);
    model.rewrites.push("truth values cast to uint8");
    return model.cast(truth, "uint8");
  };
}

function scalar(call: Call, model: Model, option: string): Value {
  const { dataType } = call.output;
  const data = createElements(dataType, 1);
  data[0] = castNumber(call.options[option] as number, dataType);
  return model.constant({ dataType, shape: [], data });
}

export const unary: Readonly<Record<string, Lowering>> = {
  abs: one("Abs"),
  ceil: one("Ceil"),
  cos: one("Cos"),
  elu: one("Elu", "alpha"),
  erf: one("Erf"),
  exp: one("Exp"),
  floor: one("Floor"),
  gelu: one("Gelu"),
  hardSigmoid: one("HardSigmoid", "alpha", "beta"),
  hardSwish: one("HardSwish"),
  identity: one("Identity"),
  isInfinite: classifying("IsInf"),
  isNaN: classifying("IsNaN"),
  leakyRelu: one("LeakyRelu", "alpha"),
  linear: (call, model) => {
    model.rewrites.push("linear as Mul and Add");
    const { shape } = call.output;
    const product = model.call("Mul", [operand(call, "input"), scalar(call, model, "alpha")], shape);
    return model.call("Add", [product, scalar(call, model, "beta")], shape);
  },
  log: one("Log"),
  logicalNot: (call, model) => {
    model.rewrites.push("logicalNot through truth values");
    const negated = model.call("Not", [model.cast(operand(call, "a"), "bool")], call.output.shape);
    return model.cast(negated, "uint8");
  },
  neg: one("Neg"),
  reciprocal: one("Reciprocal"),
  roundEven: one("Round"),
  sigmoid: one("Sigmoid"),
  sign: one("Sign"),
  sin: one("Sin"),
  softplus: one("Softplus"),
  softsign: one("Softsign"),
  sqrt: one("Sqrt"),
  tan: one("Tan"),
  tanh: one("Tanh"),
};
