/**
 * Shrinking a graph of several nodes, or of several outputs.
 *
 * @module
 */

import type { Case, Inputs } from "../../graph/case.ts";
import { isFloat, roundedTo } from "../../graph/data_type.ts";
import type { Node, Operand } from "../../graph/graph.ts";
import { profiles } from "../../graph/profile.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { run, validate } from "../../reference/interpreter.ts";
import { operandNames } from "../../reference/validate.ts";
import { type Candidate, candidate, changed } from "./candidate.ts";

/** One node alone; then what is before a node, or behind it, cut away. */
export function* fewerNodes(testCase: Case): Generator<Candidate> {
  const { nodes } = testCase.graph;
  if (nodes.length < 2) return;
  for (const [i, node] of nodes.entries()) {
    yield* candidate(`${nameOf(node, i)} alone`, keep(testCase, [node]));
  }
  for (let most = Math.floor(nodes.length / 2); most >= 1; most = Math.floor(most / 2)) {
    for (let from = 0; from < nodes.length; from += most) {
      const rest = nodes.filter((_, i) => i < from || i >= from + most);
      if (rest.length === 0) continue;
      const [first, last] = [from + 1, Math.min(from + most, nodes.length)];
      const what = most === 1 ? nameOf(nodes[from], from) : `nodes ${first} to ${last}`;
      yield* candidate(`without ${what}`, keep(testCase, rest));
    }
  }
}

/** Each output of the graph alone, with the nodes that it needs. */
export function* fewerOutputs(testCase: Case): Generator<Candidate> {
  const { graph } = testCase;
  const all = graph.outputs.length;
  if (all > 1) {
    for (const name of graph.outputs) {
      const nodes = needed(graph.nodes, [name]);
      yield* candidate(
        `output ${name} alone`,
        changed(testCase, { graph: { ...graph, nodes, outputs: [name] } }),
      );
    }
  }
  const nodes = needed(graph.nodes, graph.outputs);
  if (nodes.length < graph.nodes.length) {
    yield* candidate("without nodes that no output needs", changed(testCase, { graph: { ...graph, nodes } }));
  }
}

function nameOf({ operator }: Node, i: number): string {
  return `node ${i + 1}, ${operator},`;
}

function needed(nodes: readonly Node[], outputs: readonly string[]): Node[] {
  const names = new Set(outputs);
  return nodes.toReversed().filter((node) => {
    if (!node.outputs.some((name) => names.has(name))) return false;
    for (const name of operandNames(node)) names.add(name);
    return true;
  }).reverse();
}

/**
 * The graph of some of the nodes: what the others made becomes an input that holds the reference's values, and what
 * nobody takes any more an output.
 */
function keep(testCase: Case, nodes: readonly Node[]): Case | undefined {
  const { graph, inputs, secondInputs } = testCase;
  const made = new Set(nodes.flatMap((node) => node.outputs));
  const taken = new Set(nodes.flatMap(operandNames));
  const missing = [...taken].filter((name) => !made.has(name) && !graph.operands.has(name));
  const outputs = [...made].filter((name) => graph.outputs.includes(name) || !taken.has(name));
  const first = completed(testCase, inputs, missing);
  const second = secondInputs === inputs ? first : completed(testCase, secondInputs, missing);
  const operands = new Map<string, Operand>(graph.operands);
  for (const name of missing) {
    const { dataType, shape } = first.get(name)!;
    operands.set(name, { kind: "input", dataType, shape });
  }
  return changed(testCase, { graph: { operands, nodes, outputs }, inputs: first, secondInputs: second });
}

/** The inputs, and the intermediate results named, rounded to their data types. */
function completed(testCase: Case, inputs: Inputs, names: readonly string[]): Inputs {
  if (names.length === 0) return inputs;
  const graph = { ...testCase.graph, outputs: names };
  const descriptors = validate(graph);
  const results = run(graph, inputs, profiles.ieee, descriptors);
  const tensors = names.map((name): [string, Tensor] => {
    const { dataType, shape } = descriptors.get(name)!;
    const { v } = results.get(name)!.result;
    const data = isFloat(dataType) ? roundedTo(dataType, v as Float64Array) : v as Tensor["data"];
    return [name, { dataType, shape, data }];
  });
  return new Map([...inputs, ...tensors]);
}
