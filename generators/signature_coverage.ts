/**
 * Which of the data types, ranks and option values that a definition allows the cases of an operator have.
 *
 * @module
 */

import type { Graph } from "../graph/graph.ts";
import type { Operator } from "../reference/operator.ts";
import { reasonsBy } from "./not_drawn.ts";
import { type OperandCount, operandCount } from "./operand_count.ts";
import { type OptionCount, optionCount } from "./option_count.ts";
import { refusal } from "./sketch.ts";

/** What the cases of an operator have of its operands and options. */
export interface SignatureCoverage {
  readonly operands: ReadonlyMap<string, OperandCount>;
  readonly options: ReadonlyMap<string, OptionCount>;
}

/**
 * Counts the graphs that are one node of the operator; others are left out.
 *
 * @param refusalOf says why a graph is refused, or `undefined` where it is accepted.
 */
export function signatureCoverageOf(
  operator: Operator,
  graphs: Iterable<Graph>,
  refusalOf: (graph: Graph) => string | undefined = refusal,
): SignatureCoverage {
  const own = [...graphs].filter(({ nodes }) => nodes.length === 1 && nodes[0].operator === operator.name);
  const against = reasonsBy(refusalOf);
  return {
    operands: new Map(
      Object.entries(operator.operands).map(([name, rule]) => [name, operandCount(name, rule, own, against)]),
    ),
    options: new Map(
      Object.entries(operator.options).map(([name, rule]) => [name, optionCount(name, rule, own, against)]),
    ),
  };
}
