/**
 * Shrinking ranks: axes of size 1 left out.
 *
 * @module
 */

import type { Case } from "../../graph/case.ts";
import type { Graph, OptionValue } from "../../graph/graph.ts";
import { type Candidate, candidate, tensorOf, withTensors } from "./candidate.ts";

/** The first axis of every operand left out, or of one; options that name an axis follow. */
export function* fewerAxes(testCase: Case): Generator<Candidate> {
  const { graph } = testCase;
  const flat = [...graph.operands.keys()].filter((name) => tensorOf(testCase, name)?.shape[0] === 1);
  const without = (names: readonly string[], changedGraph: Graph) =>
    withTensors(
      testCase,
      (tensor, name) => names.includes(name) ? { ...tensor, shape: tensor.shape.slice(1) } : undefined,
      changedGraph,
    );
  if (flat.length === 0) return;
  for (const names of [flat, ...(flat.length > 1 ? flat.map((name) => [name]) : [])]) {
    const what = `without the first axis of ${names.join(", ")}`;
    yield* candidate(what, without(names, graph));
    yield* candidate(`${what}, options too`, without(names, shifted(graph)));
  }
}

const axes = ["axis", "axes"];
const shapes = ["newShape", "starts", "sizes", "strides", "repetitions", "beginningPadding", "endingPadding"];

/** Axes counted from the next one, and lists of one number an axis without their first. */
function shifted(graph: Graph): Graph {
  const nodes = graph.nodes.map((node) => ({
    ...node,
    options: Object.fromEntries(
      Object.entries(node.options).map(([name, value]): [string, OptionValue] => {
        if (name === "permutation") return [name, lower(value, 0)];
        if (axes.includes(name)) return [name, lower(value)];
        if (shapes.includes(name) && Array.isArray(value)) return [name, value.slice(1)];
        return [name, value];
      }),
    ),
  }));
  return { ...graph, nodes };
}

/** Numbers less by one; of a list without `left`. */
function lower(value: OptionValue, left?: number): OptionValue {
  if (typeof value === "number") return value - 1;
  if (!Array.isArray(value)) return value;
  return (value as number[]).filter((each) => each !== left).map((each) => each - 1);
}
