/**
 * Graphs computed by software kernels in one arithmetic, as a correct backend might.
 *
 * @module
 */

import type { Outputs } from "../graph/answer.ts";
import type { Case, Inputs } from "../graph/case.ts";
import { createElements, isFloat } from "../graph/data_type.ts";
import { profiles } from "../graph/profile.ts";
import { elementCount, indexAt, type Tensor } from "../graph/tensor.ts";
import { floats } from "../reference/ball.ts";
import { castNumber } from "../reference/cast_number.ts";
import type { Options } from "../reference/operator.ts";
import { operators } from "../reference/operators.ts";
import { validate } from "../reference/validate.ts";
import type { Arithmetic } from "./_software_arithmetic.ts";
import { kernels, type Operand, type Values } from "./_software_kernels.ts";

/** The outputs of one dispatch; undefined where an operator or a data type has no software kernel. */
export function softwareOutputs(testCase: Case, inputs: Inputs, arithmetic: Arithmetic): Outputs | undefined {
  const values = new Map<string, Values>();
  const { operands, nodes, outputs } = testCase.graph;
  const descriptors = validate(testCase.graph);
  for (const [name, operand] of operands) {
    const { dataType, shape } = descriptors.get(name)!;
    if (!isFloat(dataType)) return undefined;
    const data = operand.kind === "input"
      ? inputs.get(name)!.data
      : operand.kind === "scalarConstant"
      ? [castNumber(operand.value, dataType)]
      : operand.tensor.data;
    const v = Float64Array.from(data as ArrayLike<number>, (x) => arithmetic.store(x, dataType));
    values.set(name, { dataType, shape, v });
  }
  for (const node of nodes) {
    const given = Object.fromEntries(
      Object.entries(node.operands).map(([argument, name]) => [
        argument,
        typeof name === "string" ? values.get(name)! : name.map((one) => values.get(one)!),
      ]),
    );
    const result = evaluate(node.operator, given, node.options, arithmetic);
    if (!result) return undefined;
    values.set(node.outputs[0], result);
  }
  return new Map(outputs.map((name) => [name, tensorOf(values.get(name)!)]));
}

function tensorOf({ dataType, shape, v }: Values): Tensor {
  const data = createElements(dataType, v.length);
  v.forEach((x, i) => data[i] = x);
  return { dataType, shape, data };
}

/** Moved elements are moved by the reference: there is nothing to round. */
const moves = ["pad", "reshape", "transpose", "concat"];

function evaluate(
  operator: string,
  operands: Readonly<Record<string, Operand>>,
  options: Options,
  arithmetic: Arithmetic,
): Values | undefined {
  const definition = operators.get(operator)!;
  const [{ dataType, shape }] = definition.infer(operands, options);
  if (!isFloat(dataType)) return undefined;
  if (moves.includes(operator)) {
    const [{ v }] = definition.evaluate(operands, options, profiles.ieee);
    return { dataType, shape, v: floats({ dataType, shape, v }) };
  }
  if (!kernels[operator]) return undefined;
  const round = (x: number) => arithmetic.round(x, dataType);
  const resolved = definition.resolve(operands, options);
  const element = kernels[operator]({ operands, options: resolved, dataType, shape, arithmetic, round });
  const v = new Float64Array(elementCount(shape));
  for (let at = 0; at < v.length; at++) v[at] = arithmetic.store(element(indexAt(at, shape)), dataType);
  return { dataType, shape, v };
}
