/**
 * The reference interpreter: what a graph's outputs are, and how far a correct backend may be from them.
 *
 * @module
 */

import { createElements, isFloat } from "../graph/data_type.ts";
import type { Inputs } from "../graph/case.ts";
import type { Graph, Operand } from "../graph/graph.ts";
import { InputError } from "../graph/input_error.ts";
import { printable, quoted } from "../graph/names.ts";
import type { Profile } from "../graph/profile.ts";
import { describe, type Descriptor, elementCount } from "../graph/tensor.ts";
import type { Ball } from "./ball.ts";
import { castNumber } from "./cast_number.ts";
import type { Result } from "./operator.ts";
import { operators } from "./operators.ts";
import { ballOf, store } from "./store.ts";
import { mapOperands, operandNames, validate } from "./validate.ts";

export { validate } from "./validate.ts";

/** A graph output as the last node left it: not yet stored. */
export interface OutputResult {
  readonly result: Result;
  readonly descriptor: Descriptor;
  /** Every operand of its node is an input or a constant, so that the sign of a moved zero is known. */
  readonly first: boolean;
}

/**
 * Computes a graph's outputs in float64, with radii for `profile`. Intermediates are freed after their last use.
 *
 * @param descriptors What `validate` returned for the graph.
 * @throws {ValidationError} where the spec refuses the graph.
 * @throws {InputError} where the graph or the inputs cannot be used; one sentence says why.
 */
export function run(
  graph: Graph,
  inputs: Inputs,
  profile: Profile,
  descriptors: ReadonlyMap<string, Descriptor> = validate(graph),
): Map<string, OutputResult> {
  checkInputs(graph, inputs);
  const uses = countUses(graph);
  const balls = new Map<string, Ball>();
  const remaining = new Map(uses);
  const results = new Map<string, OutputResult>();
  const take = (name: string): Ball => {
    const operand = graph.operands.get(name);
    const ball = balls.get(name) ?? ballOf(valuesOf(name, operand!, inputs), descriptors.get(name)!, profile);
    const left = remaining.get(name)! - 1;
    remaining.set(name, left);
    if (left > 0) balls.set(name, ball);
    else balls.delete(name);
    return ball;
  };
  for (const node of graph.nodes) {
    const evaluated = operators.get(node.operator)!.evaluate(mapOperands(node, take), node.options, profile);
    const first = operandNames(node).every((name) => graph.operands.has(name));
    evaluated.forEach((result, i) => {
      const name = node.outputs[i];
      const descriptor = descriptors.get(name)!;
      const isOutput = graph.outputs.includes(name);
      if (isOutput) results.set(name, { result, descriptor, first });
      const count = uses.get(name) ?? 0;
      if (count > 0) balls.set(name, store(result, descriptor, profile, count === 1 && !isOutput));
    });
  }
  return results;
}

function countUses(graph: Graph): Map<string, number> {
  const uses = new Map<string, number>();
  for (const name of graph.nodes.flatMap(operandNames)) uses.set(name, (uses.get(name) ?? 0) + 1);
  return uses;
}

/** Float elements as float64; the elements themselves of other types. */
function valuesOf(name: string, operand: Operand, inputs: Inputs): Ball["v"] {
  if (operand.kind === "scalarConstant") {
    const v = isFloat(operand.dataType) ? new Float64Array(1) : createElements(operand.dataType, 1);
    v[0] = castNumber(operand.value, operand.dataType);
    return v;
  }
  const { data, dataType } = operand.kind === "input" ? inputs.get(name)! : operand.tensor;
  return isFloat(dataType) ? new Float64Array(data as Float32Array) : data;
}

function checkInputs(graph: Graph, inputs: Inputs) {
  for (const [name, operand] of graph.operands) {
    if (operand.kind !== "input") continue;
    const given = inputs.get(name);
    if (!given) throw new InputError(`The input ${quoted(name)} has no data; give it ${describe(operand)}`);
    if (describe(given) !== describe(operand) || given.data.length !== elementCount(operand.shape)) {
      throw new InputError(
        `The input ${quoted(name)} is ${printable(describe(given))} of ${given.data.length} elements; ` +
          `the graph needs ${describe(operand)}`,
      );
    }
  }
  for (const name of inputs.keys()) {
    if (graph.operands.get(name)?.kind === "input") continue;
    throw new InputError(`The data ${quoted(name)} belongs to no input of the graph; take it out`);
  }
}
