/**
 * What the elements of many cases show together, in one line: the statistics, and how expected values are proven.
 *
 * @module
 */

import type { Pool } from "../judge/pools.ts";
import { addProofs, type ProofCounts, proofStages } from "../judge/proof_counts.ts";
import type { ResultLine } from "../judge/results.ts";
import { plain, plural } from "./text.ts";

/**
 * `Statistics: 41 pools, 0 outside their profile; least effective bits 23.6 (matmul float32 n 512-1023, ort-wasm)`;
 * undefined where no pool was judged. The bits are of float32 sums of terms of both signs: those of positive terms lose
 * more in some admissible orders, and float16 results have no more than they store.
 */
export function statisticsText(pools: readonly Pool[]): string | undefined {
  const judged = pools.filter((each) => each.judged);
  if (judged.length === 0) return undefined;
  const outside = judged.filter(({ faults }) => faults.length > 0).length;
  const counts = `Statistics: ${plural(judged.length, "pool")}, ${outside} outside their profile`;
  const sums = judged.filter(({ dataType, family }) => dataType === "float32" && family === "signed");
  if (sums.length === 0) return counts;
  const least = sums.reduce((a, b) => b.effectiveBits < a.effectiveBits ? b : a);
  const { operator, dataType, backend, n: [from, to], effectiveBits } = least;
  const where = `${plain(operator, 30)} ${dataType} n ${from}-${to}, ${plain(backend, 30)}`;
  return `${counts}; least effective bits ${effectiveBits.toFixed(1)} (${where})`;
}

/** How many expected elements of the run's cases each stage proved; each case counts once, whatever the backends. */
export function proofOf(lines: readonly ResultLine[]): ProofCounts {
  const ofCase = new Map<string, ProofCounts>();
  for (const { content, proof } of lines) if (proof && !ofCase.has(content)) ofCase.set(content, proof);
  return addProofs([...ofCase.values()]);
}

/** `Proof of expected values: float64 9,912,004, pairs of float64 1,204, exact 33, unproven 0` */
export function proofText(counts: ProofCounts): string | undefined {
  if (Object.keys(counts).length === 0) return undefined;
  const words = { float64: "float64", pairs: "pairs of float64", exact: "exact", unproven: "unproven" };
  const stages = proofStages.map((stage) =>
    `${words[stage]} ${(counts[stage] ?? 0).toLocaleString("en-US")}`
  );
  return `Proof of expected values: ${stages.join(", ")}`;
}
