/**
 * Stepped judging: a graph that gives all of its intermediate results is judged node by node, each on the operands that
 * the backend itself had computed (tolerance.md, section 5). What went wrong in one node does not spread, and no radius
 * grows.
 *
 * @module
 */

import type { Case, Inputs } from "../graph/case.ts";
import type { Expectation, ExpectedOutput, ExpectedOutputs } from "../graph/expectation.ts";
import type { Graph, Node, Operand } from "../graph/graph.ts";
import { type Profile, profiles } from "../graph/profile.ts";
import type { Tensor } from "../graph/tensor.ts";
import { expectationOf } from "./expect.ts";
import { operandNames } from "./validate.ts";

/** Tensors by name. */
type Tensors = ReadonlyMap<string, Tensor>;

/**
 * Whether a graph of several nodes gives every result of every node as the next one reads it. Float16 results are not: a
 * backend that computes in float32 may round only what it gives away.
 *
 * @param expected What is expected of the graph's outputs.
 */
export function isStepped({ nodes, outputs }: Graph, expected: ExpectedOutputs): boolean {
  return nodes.length > 1 &&
    nodes.every((node) => node.outputs.every((name) => outputs.includes(name))) &&
    expected.values().every(({ dataType }) => dataType !== "float16");
}

/**
 * What the outputs of a stepped graph may be, given all of them: each is expected of its node alone.
 *
 * @param whole The expectation of the graph from its inputs alone.
 * @param answered The outputs of the dispatches with the first and with the second data set, shaped as the graph says.
 */
export function steppedExpectationOf(
  testCase: Case,
  whole: Expectation,
  answered: readonly [Tensors, Tensors],
): Expectation {
  const { graph, inputs, secondInputs } = testCase;
  const profile = profiles[whole.profile];
  const outputsOf = (given: Inputs, results: Tensors) =>
    new Map(graph.nodes.flatMap((node) => expectedOfNode(testCase, node, given, results, profile)));
  return {
    ...whole,
    outputs: outputsOf(inputs, answered[0]),
    secondOutputs: outputsOf(secondInputs, answered[1]),
  };
}

function expectedOfNode(
  testCase: Case,
  node: Node,
  given: Inputs,
  results: Tensors,
  profile: Profile,
): [string, ExpectedOutput][] {
  return [...expectationOf(caseOfNode(testCase, node, given, results), profile).outputs];
}

/**
 * One node of a graph as a case of its own.
 *
 * @param given The graph's inputs.
 * @param results What the graph's earlier nodes gave.
 */
export function caseOfNode(testCase: Case, node: Node, given: Inputs, results: Tensors): Case {
  const operands = new Map<string, Operand>();
  const inputs = new Map<string, Tensor>();
  for (const name of operandNames(node)) {
    const operand = testCase.graph.operands.get(name);
    const tensor = operand ? given.get(name) : results.get(name);
    if (tensor) inputs.set(name, tensor);
    operands.set(name, operand ?? { kind: "input", dataType: tensor!.dataType, shape: tensor!.shape });
  }
  const graph: Graph = { operands, nodes: [node], outputs: node.outputs };
  return { ...testCase, graph, inputs, secondInputs: inputs };
}
