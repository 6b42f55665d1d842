/**
 * The work of `conform mutants`, in parts that can be done apart from each other.
 *
 * @module
 */

import type { Case } from "../graph/case.ts";
import type { DrawnCase } from "../generators/mod.ts";
import { classOf, wholeClasses } from "../judge/classes.ts";
import { type MutantScore, type ScoredProfile, scoreMutants } from "../judge/mutation_score.ts";
import { mutants } from "../judge/mutants/mutants.ts";
import { judgePopulation, type Population } from "../judge/population.ts";
import { type Choice, furtherCases, killingCases, ownCases } from "./score_cases.ts";

/** The mutants of an operator, or the correct kernels on its cases. It can be sent to another thread. */
export interface Part {
  readonly of: "mutants" | "population";
  /** Or `graph`, for a population. */
  readonly operator: string;
  readonly choice: Choice;
  readonly profile: ScoredProfile;
  /** Elements to judge of a population: of float outputs, if the operator's class has any. */
  readonly elements: number;
}

/** What became of a part. */
export interface PartScore {
  readonly mutants?: readonly MutantScore[];
  readonly population?: Population;
}

/** Does a part. The same part has the same score. */
export function carryOut({ of, operator, choice, profile, elements }: Part): PartScore {
  if (of === "mutants") {
    const own = mutants.filter((mutant) => mutant.operator === operator);
    return { mutants: scoreMutants(own, built(killingCases(operator, choice)), profile) };
  }
  const own = built(ownCases(operator, choice)), further = built(furtherCases(operator, choice));
  const letter = classOf.get(operator), floatsOnly = letter === undefined || !wholeClasses.includes(letter);
  return { population: judgePopulation(own, further, { elements, floatsOnly }, profile) };
}

function* built(cases: Iterable<DrawnCase>): Generator<Case> {
  for (const each of cases) yield each.build();
}
