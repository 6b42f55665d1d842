/**
 * What the families of normalizations share: epsilon, and where scale and bias come from.
 *
 * @module
 */

import type { Graph, OptionValue } from "../graph/graph.ts";
import type { Descriptor } from "../graph/tensor.ts";
import { isInput, operandName } from "./conv_parts.ts";
import type { Content } from "./data.ts";
import type { Sketcher } from "./family.ts";

/** Values of epsilon by their names. */
export const epsilons: Readonly<Record<string, number | undefined>> = {
  absent: undefined,
  epsdefault: 1e-5,
  eps: 0.1,
  epssmall: 1e-3,
};

/** The name of a node's epsilon. */
export function nameOfEpsilon(epsilon: OptionValue | undefined): string {
  return Object.keys(epsilons).find((name) => epsilons[name] === epsilon) ?? "other";
}

const contents: Readonly<Record<"scale" | "bias", Content>> = {
  scale: { role: "scale", whole: [-3, 3] },
  bias: { role: "bias", whole: [5, 9] },
};

/** Adds scale and bias where the row has them: `scale` an input, `constscale` a constant. */
export function addFactors(
  sketcher: Sketcher,
  row: Readonly<Record<string, string>>,
  descriptor: Descriptor,
): Record<string, string> {
  const operands: Record<string, string> = {};
  for (const argument of ["scale", "bias"] as const) {
    if (row[argument] === "absent") continue;
    const kind = row[argument] === argument ? "input" : "constant";
    operands[argument] = sketcher.operand(argument, kind, descriptor, contents[argument]);
  }
  return operands;
}

/** Where the operand `argument` of the only node comes from, as a factor's value. */
export function sourceOf(graph: Graph, argument: string): string {
  const name = operandName(graph.nodes[0], argument);
  if (name === undefined) return "absent";
  return isInput(graph, name) ? argument : `const${argument}`;
}
