/**
 * What the operators of class S share (tolerance.md, section 3).
 *
 * @module
 */

import type { AlternativeValues } from "../operator.ts";

/** Question Q7, or one like it: where the selected value is NaN, the best value that is none passes too. */
export function nanAlternative(
  v: Float64Array,
  answer: string,
  best: number,
  question = "Q7",
): AlternativeValues {
  const positions: number[] = [];
  for (let i = 0; i < v.length; i++) if (v[i] !== v[i]) positions.push(i);
  return {
    question,
    answer,
    positions: Uint32Array.from(positions),
    v: new Float64Array(positions.length).fill(best),
  };
}
