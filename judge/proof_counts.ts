/**
 * How many expected float elements of a case each stage of the proof settled (tolerance.md, section 8).
 *
 * @module
 */

import { isFloat } from "../graph/data_type.ts";
import type { Expectation } from "../graph/expectation.ts";
import { indexAt } from "../graph/tensor.ts";

/** Nothing is rounded; by plain float64, by pairs of float64, by whole numbers or multi-precision, by none. */
export const proofStages = ["unrounded", "float64", "pairs", "exact", "unproven"] as const;

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

/** An expected element that no stage proves. */
export interface UnprovenElement {
  readonly output: string;
  /** Of which of the case's two data sets. */
  readonly data: 1 | 2;
  readonly index: readonly number[];
}

/** Elements listed of one case. */
const mostListed = 8;

/** The first of the float elements of both data sets that no stage proves; undefined where there is none. */
export function unprovenOf({ outputs, secondOutputs }: Expectation): readonly UnprovenElement[] | undefined {
  const list: UnprovenElement[] = [];
  for (const [data, all] of [[1, outputs], [2, secondOutputs]] as const) {
    for (const [output, { dataType, shape, proof }] of all) {
      if (!proof || !isFloat(dataType)) continue;
      for (const i of proof.unproven.slice(0, mostListed - list.length)) {
        list.push({ output, data, index: indexAt(i, shape) });
      }
    }
  }
  return list.length > 0 ? list : undefined;
}

/** The sums of counts, stage by stage. */
export function addProofs(list: readonly ProofCounts[]): ProofCounts {
  const sums = proofStages.map((stage) => [stage, list.reduce((sum, each) => sum + (each[stage] ?? 0), 0)]);
  return Object.fromEntries(sums.filter(([, count]) => count !== 0));
}
