/**
 * Why the spec refuses a case: by its graph, or by what is done wrongly with one.
 *
 * @module
 */

import type { Case } from "../graph/case.ts";
import type { Graph } from "../graph/graph.ts";
import type { Descriptor } from "../graph/tensor.ts";
import { checkCall } from "./check_options.ts";
import { misuse } from "./misuse.ts";
import { checkOutputs, mapOperands, operandDescriptor, operatorOf } from "./validate.ts";
import { ValidationError } from "./validation_error.ts";

/**
 * What the first throwing step that a case violates says; `undefined` where the builder accepts the case.
 *
 * @throws {InputError} where the case is none that a builder can be given.
 */
export function refusalOf(
  { graph, invalid }: Pick<Case, "graph" | "invalid">,
): ValidationError | undefined {
  try {
    validateCalls(invalid?.misuse ? misuse(graph, invalid.method, invalid.misuse) : graph);
  } catch (error) {
    if (error instanceof ValidationError) return error;
    throw error;
  }
}

/** The steps of every call, without `validate`'s caps on work: nothing is computed here. */
function validateCalls(graph: Graph): void {
  const known = new Map<string, Descriptor>(
    [...graph.operands].map(([name, operand]) => [name, operandDescriptor(name, operand)]),
  );
  for (const node of graph.nodes) {
    const operator = operatorOf(node);
    const operands = mapOperands(node, (name) => known.get(name)!);
    checkCall(operator, operands, node.options);
    const outputs = operator.infer(operands, node.options);
    node.outputs.forEach((name, index) => known.set(name, outputs[index]));
  }
  checkOutputs(graph);
}
