/**
 * A call of one operator's method in the form in which it is easily changed.
 *
 * @module
 */

import type { Graph, Operand } from "../../graph/graph.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import type { Operands, Options } from "../../reference/operator.ts";
import { descriptorOf } from "../family.ts";

/** Descriptors of the operands, and options as given. */
export interface Call {
  readonly operands: Operands<Descriptor>;
  readonly options: Options;
  /** How many results the method gives. */
  readonly outputs: number;
}

/** The call that a graph of one node makes. */
export function callOf({ operands, nodes: [node], ...graph }: Graph): Call {
  const descriptor = (name: string): Descriptor => {
    const { dataType, shape } = descriptorOf({ operands, nodes: [], ...graph }, name);
    return { dataType, shape };
  };
  return {
    operands: Object.fromEntries(
      Object.entries(node.operands).map(([argument, names]) => [
        argument,
        typeof names === "string" ? descriptor(names) : names.map(descriptor),
      ]),
    ),
    options: node.options,
    outputs: node.outputs.length,
  };
}

/** The graph that makes a call with inputs for operands, each named as its argument. */
export function graphOf(operator: string, { operands, options, outputs }: Call): Graph {
  const inputs = new Map<string, Operand>();
  const input = (name: string, { dataType, shape }: Descriptor): string => {
    inputs.set(name, { kind: "input", dataType, shape });
    return name;
  };
  const named = Object.entries(operands).map(([argument, given]) => [
    argument,
    Array.isArray(given)
      ? given.map((each: Descriptor, index) => input(`${argument}${index}`, each))
      : input(argument, given as Descriptor),
  ]);
  const results = outputs === 1
    ? ["output"]
    : Array.from({ length: outputs }, (_, index) => `output${index}`);
  return {
    operands: inputs,
    nodes: [{ operator, operands: Object.fromEntries(named), options, outputs: results }],
    outputs: results,
  };
}
