/**
 * What `conform mutants` has to do, and in which order.
 *
 * @module
 */

import { InputError } from "../graph/input_error.ts";
import type { DrawnCase } from "../generators/mod.ts";
import { classOf, type OperatorClass, operatorsOfClass } from "../judge/classes.ts";
import type { ScoredProfile } from "../judge/mutation_score.ts";
import { mutants } from "../judge/mutants/mutants.ts";
import { operators } from "../reference/operators.ts";
import { type Choice, sizeOf } from "./score_cases.ts";
import type { Part } from "./score_work.ts";

export interface PlanOptions {
  readonly choice: Choice;
  readonly profile: ScoredProfile;
  /** Correct elements to judge of each class, shared among all its operators whether selected or not. */
  readonly elements: number;
}

export interface Plan extends PlanOptions {
  /** The operators, and `graph`, in the order in which they are shown, and how many parts each has. */
  readonly rows: readonly { readonly operator: string; readonly parts: number }[];
  /** The costly ones first, so that no thread has to wait for another in the end. */
  readonly parts: readonly Part[];
  readonly classes: readonly { readonly name: OperatorClass; readonly operators: readonly string[] }[];
  /** Operators of the specification that have no mutant. */
  readonly unscored: readonly string[];
}

/**
 * The parts of the work, one or two an operator.
 *
 * @throws {InputError} if every case must be refused: kernels compute valid graphs only.
 */
export function planOf(cases: readonly DrawnCase[], options: PlanOptions): Plan {
  const valid = cases.filter(({ invalid }) => !invalid);
  if (valid.length === 0) {
    throw new InputError(
      "Every selected case must be refused; mutants are put to cases that have an answer.",
    );
  }
  const families = Map.groupBy(valid, ({ operator }) => operator);
  const inGraphs = new Set(valid.flatMap(({ graph }) => graph.nodes.map(({ operator }) => operator)));
  const scored = [...inGraphs].filter((operator) => mutants.some((mutant) => mutant.operator === operator));
  const classes = (Object.keys(operatorsOfClass) as OperatorClass[])
    .map((name) => ({ name, operators: operatorsOfClass[name].filter((member) => families.has(member)) }))
    .filter(({ operators }) => operators.length > 0);
  const shareOf = (operator: string) => {
    const name = classOf.get(operator);
    return name === undefined ? 0 : Math.ceil(options.elements / operatorsOfClass[name].length);
  };
  const cost = (operator: string) =>
    (families.get(operator) ?? []).reduce((sum, each) => sum + sizeOf(each), 0);
  const rows = [...new Set([...families.keys(), ...scored])]
    .map((operator) => ({ operator, cost: Math.max(cost(operator), shareOf(operator)) }))
    .sort((a, b) => b.cost - a.cost);
  const parts = rows.flatMap(({ operator }): Part[] => [
    ...families.has(operator)
      ? [{ of: "population" as const, operator, ...options, elements: shareOf(operator) }]
      : [],
    ...scored.includes(operator) ? [{ of: "mutants" as const, operator, ...options, elements: 0 }] : [],
  ]);
  return {
    ...options,
    rows: rows.map(({ operator }) => ({
      operator,
      parts: parts.filter((part) => part.operator === operator).length,
    })),
    parts,
    classes,
    unscored: [...families.keys()].filter((name) =>
      operators.get(name)?.status === "spec" && !scored.includes(name)
    ),
  };
}
