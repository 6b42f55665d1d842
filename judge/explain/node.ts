/**
 * The node that makes an output, evaluated alone on what its operands hold.
 *
 * @module
 */

import type { Inputs } from "../../graph/case.ts";
import { createElements, type DataType, isFloat } from "../../graph/data_type.ts";
import type { Graph, Node } from "../../graph/graph.ts";
import type { Profile } from "../../graph/profile.ts";
import { type Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../../reference/ball.ts";
import { castNumber } from "../../reference/cast_number.ts";
import { run, validate } from "../../reference/interpreter.ts";
import type { Operands, Operator, Result } from "../../reference/operator.ts";
import { operators } from "../../reference/operators.ts";
import { store } from "../../reference/store.ts";
import { mapOperands, operandNames } from "../../reference/validate.ts";

/** A node, and the exact values of its operands: as given, or as the reference computes them. */
export interface LastNode {
  readonly node: Node;
  readonly operator: Operator;
  /** Which of the node's outputs is meant. */
  readonly output: number;
  /** Of that output. */
  readonly dataType: DataType;
  readonly shape: readonly number[];
  readonly operands: Operands<Ball>;
  /** Every operand is an input or a constant. */
  readonly isFirst: boolean;
}

/** The node that makes the output named. */
export function lastNode(graph: Graph, inputs: Inputs, name: string, profile: Profile): LastNode {
  const descriptors = validate(graph);
  const node = graph.nodes.find(({ outputs }) => outputs.includes(name))!;
  const made = operandNames(node).filter((operand) => !graph.operands.has(operand));
  const results = made.length > 0
    ? run({ ...graph, outputs: [...new Set(made)] }, inputs, profile, descriptors)
    : undefined;
  const ballOf = (operand: string): Ball => {
    const descriptor = descriptors.get(operand)!;
    const computed = results?.get(operand);
    if (!computed) return { ...descriptor, v: given(graph, inputs, operand, descriptor) };
    const { v } = store(computed.result, descriptor, profile);
    return { ...descriptor, v };
  };
  return {
    node,
    operator: operators.get(node.operator)!,
    output: node.outputs.indexOf(name),
    ...descriptors.get(name)!,
    operands: mapOperands(node, ballOf),
    isFirst: made.length === 0,
  };
}

/** The result of the output that is meant. */
export function evaluate({ node, operator, output, operands }: LastNode, profile: Profile): Result {
  return operator.evaluate(operands, node.options, profile)[output];
}

function given(graph: Graph, inputs: Inputs, name: string, { dataType }: Descriptor): Ball["v"] {
  const operand = graph.operands.get(name)!;
  if (operand.kind !== "scalarConstant") {
    const { data } = operand.kind === "input" ? inputs.get(name)! : operand.tensor;
    return isFloat(dataType) ? new Float64Array(data as Float32Array) : data;
  }
  const v = isFloat(dataType) ? new Float64Array(1) : createElements(dataType, 1);
  v[0] = castNumber(operand.value, dataType);
  return v;
}
