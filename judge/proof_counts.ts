/**
 * How many expected float elements of a case each stage of the proof settled (tolerance.md, section 8).
 *
 * @module
 */

import { isFloat } from "../graph/data_type.ts";
import type { Expectation } from "../graph/expectation.ts";

/** By plain float64, by pairs of float64, by whole numbers or multi-precision, by none. */
export const proofStages = ["float64", "pairs", "exact", "unproven"] as const;

/** Elements by stage; stages without any are left out. */
export type ProofCounts = Readonly<Partial<Record<(typeof proofStages)[number], number>>>;

/** The float elements of both data sets by stage; undefined where nothing is claimed of any. */
export function proofCountsOf({ outputs, secondOutputs }: Expectation): ProofCounts | undefined {
  const all = [outputs, secondOutputs].flatMap((each) => [...each.values()]);
  const counts = addProofs(
    all.filter(({ dataType, proof }) => proof && isFloat(dataType)).map(({ proof }) => (
      { ...proof!, unproven: proof!.unproven.length }
    )),
  );
  return Object.keys(counts).length > 0 ? counts : undefined;
}

/** The sums of counts, stage by stage. */
export function addProofs(list: readonly ProofCounts[]): ProofCounts {
  const sums = proofStages.map((stage) => [stage, list.reduce((sum, each) => sum + (each[stage] ?? 0), 0)]);
  return Object.fromEntries(sums.filter(([, count]) => count !== 0));
}
