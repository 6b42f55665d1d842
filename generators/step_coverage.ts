/**
 * Which throwing steps the cases violate that must be refused.
 *
 * @module
 */

import type { Invalid } from "../graph/invalid.ts";
import { operators } from "../reference/operators.ts";
import { unaskedSteps } from "./invalid/mod.ts";
import { increment } from "./not_drawn.ts";

/** Of one operator's method, or of `input`, `constant` or `build`. */
export interface StepCoverage {
  readonly method: string;
  readonly cases: number;
  /** How many cases violate each step. */
  readonly violated: ReadonlyMap<string, number>;
  /** Steps that the method comes to and that no case is drawn for, each with the reason. */
  readonly notAsked: ReadonlyMap<string, string>;
}

/** The steps of each method, in the order of the cases. Valid cases are left out. */
export function stepCoverageOf(cases: Iterable<{ readonly invalid?: Invalid }>): StepCoverage[] {
  const counts = new Map<string, Map<string, number>>();
  for (const { invalid } of cases) {
    if (!invalid) continue;
    const steps = counts.get(invalid.method) ?? new Map<string, number>();
    counts.set(invalid.method, steps);
    increment(steps, invalid.step);
  }
  return [...counts].map(([method, violated]) => {
    const operator = operators.get(method);
    return {
      method,
      cases: [...violated.values()].reduce((sum, count) => sum + count, 0),
      violated,
      notAsked: operator ? unaskedSteps(operator) : new Map(),
    };
  });
}
