/**
 * The score of the whole suite, from that of its operators.
 *
 * @module
 */

import { isSurvivor, type MutantScore } from "./mutation_score.ts";
import type { Population } from "./population.ts";

/** What the cases of an operator, or of graphs of several nodes, say of mutants and of correct backends. */
export interface OperatorScore {
  readonly operator: string;
  /** Absent for graphs of several nodes: their operators' mutants are put to them. */
  readonly mutants?: readonly MutantScore[];
  /** Absent where none of its own cases was selected. */
  readonly population?: Population;
}

/** The sum of several operators. */
export interface Totals {
  readonly operators: number;
  readonly mutants: number;
  readonly killed: number;
  readonly equivalent: number;
  readonly survivors: number;
  /** Of a killed mutant; 0 where none was killed. */
  readonly fewestKillers: number;
  readonly cases: number;
  readonly elements: number;
  /** Elements that at least two arithmetics answer differently. */
  readonly varied: number;
  readonly used: number;
  readonly alarms: number;
}

/** The operators' scores added up. */
export function totalsOf(scores: readonly OperatorScore[]): Totals {
  const mutants = scores.flatMap((score) => score.mutants ?? []);
  const populations = scores.flatMap(({ population }) => population ?? []);
  const killed = mutants.filter(({ fate }) => fate === "killed");
  const sum = (of: (population: Population) => number) =>
    populations.reduce((total, population) => total + of(population), 0);
  return {
    operators: scores.length,
    mutants: mutants.length,
    killed: killed.length,
    equivalent: mutants.filter(({ fate }) => fate === "equivalent").length,
    survivors: mutants.filter(isSurvivor).length,
    fewestKillers: killed.length ? Math.min(...killed.map(({ killers }) => killers.length)) : 0,
    cases: sum(({ cases }) => cases),
    elements: sum(({ elements }) => elements),
    varied: sum(({ varied }) => varied),
    used: Math.max(0, ...populations.map(({ used }) => used)),
    alarms: sum(({ alarmCount }) => alarmCount),
  };
}

/** The share of mutants that were killed, of those that are not proven equivalent; 1 of none. */
export function shareKilled({ killed, mutants, equivalent }: Totals): number {
  return mutants === equivalent ? 1 : killed / (mutants - equivalent);
}
