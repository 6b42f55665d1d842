/**
 * Shrinking what stands for a node's arguments: optional operands left out, operands merged, fewer kinds of them.
 *
 * @module
 */

import type { Case } from "../../graph/case.ts";
import type { Node } from "../../graph/graph.ts";
import { describe } from "../../graph/tensor.ts";
import { operators } from "../../reference/operators.ts";
import { type Candidate, candidate, changed, tensorOf } from "./candidate.ts";

/** The second data set made equal to the first, so that the graph is asked one question. */
export function* oneDataSet(testCase: Case): Generator<Candidate> {
  if (testCase.secondInputs === testCase.inputs) return;
  yield* candidate("one data set", changed(testCase, { secondInputs: testCase.inputs }));
  const { secondInputs } = testCase;
  yield* candidate("the second data set only", changed(testCase, { inputs: secondInputs, secondInputs }));
}

/** Each optional operand left out, each operand of a sequence left out. */
export function* fewerOperands(testCase: Case): Generator<Candidate> {
  for (const [i, node] of testCase.graph.nodes.entries()) {
    const rules = operators.get(node.operator)!.operands;
    for (const [argument, names] of Object.entries(node.operands)) {
      if (rules[argument].optional) {
        const { [argument]: _, ...operands } = node.operands;
        yield* candidate(`without ${argument}`, withNode(testCase, i, { ...node, operands }));
      }
      if (typeof names === "string" || names.length < 2) continue;
      for (let k = names.length - 1; k >= 0; k--) {
        const operands = { ...node.operands, [argument]: names.toSpliced(k, 1) };
        yield* candidate(`without ${argument}[${k}]`, withNode(testCase, i, { ...node, operands }));
      }
    }
  }
}

/** Constants made from tensors become plain constants; operands of the same shape and type become one. */
export function* plainerOperands(testCase: Case): Generator<Candidate> {
  const { graph } = testCase;
  for (const [name, operand] of graph.operands) {
    if (operand.kind !== "constantTensor") continue;
    const operands = new Map(graph.operands).set(name, { ...operand, kind: "constant" });
    yield* candidate(`${name} a plain constant`, changed(testCase, { graph: { ...graph, operands } }));
  }
  const names = [...graph.operands.keys()];
  for (const [k, name] of names.entries()) {
    const tensor = tensorOf(testCase, name);
    for (const other of names.slice(0, k)) {
      const another = tensorOf(testCase, other);
      if (!tensor || !another || describe(tensor) !== describe(another)) continue;
      const replace = (one: string) => one === name ? other : one;
      const nodes = graph.nodes.map((node) => ({
        ...node,
        operands: Object.fromEntries(
          Object.entries(node.operands).map(([argument, given]) => [
            argument,
            typeof given === "string" ? replace(given) : given.map(replace),
          ]),
        ),
      }));
      yield* candidate(`${name} the same as ${other}`, changed(testCase, { graph: { ...graph, nodes } }));
    }
  }
}

/** The case with another node in place of the i-th. */
export function withNode(testCase: Case, i: number, node: Node): Case | undefined {
  const { graph } = testCase;
  return changed(testCase, { graph: { ...graph, nodes: graph.nodes.with(i, node) } });
}
