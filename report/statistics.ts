/**
 * What the elements of many cases show together: the statistics, and how expected values are proven.
 *
 * @module
 */

import { percent, short } from "../judge/pool_limits.ts";
import { fewestElements, type Pool, type PoolFigures } from "../judge/pools.ts";
import { addProofs, type ProofCounts, proofStages, type UnprovenElement } from "../judge/proof_counts.ts";
import type { ResultLine } from "../judge/results.ts";
import { cutAt, harmless, plain, plural, table } from "./text.ts";

/** A name of an operator, of a backend, in a column of the table. */
const longestName = 18;

/**
 * How many pools there are, and under it what is worst of each backend, a line each; none where no pool has elements
 * enough. Rms and effective bits are of float32 sums of terms of both signs: those of positive terms lose more in some
 * admissible orders, and float16 results have no more than they store. The mean is of positive float32 sums and of norms.
 */
export function statisticsLines(pools: readonly Pool[], width: number): string[] {
  const reported = pools.filter(({ elements }) => elements >= fewestElements);
  if (reported.length === 0) return [];
  const judged = reported.filter((each) => each.judged);
  const outside = judged.filter(({ faults }) => faults.length > 0).length;
  const beside = reported.length - judged.length;
  const head = `Statistics: ${plural(judged.length, "pool")}, ${outside} outside their profile` +
    `${beside > 0 ? `, ${beside} reported only` : ""}; worst figures, errors in units of u·S:`;
  const rows = [...Map.groupBy(reported, ({ backend }) => backend)].map(([backend, own]) => [
    plain(backend, longestName),
    ...worstOf(own),
  ]);
  const heads = ["backend", "rms, signed sums", "mean, positive sums", "narrow", "right", "bits"];
  const lines = table([heads, ...rows], ["left", "left", "left", "right", "right", "right"]);
  return [head, ...lines.map((line) => `  ${line}`)].map((line) => cutAt(line, width));
}

/** The figure of each column that is farthest from the best, `-` where no pool has it. */
function worstOf(pools: readonly Pool[]): string[] {
  const single = pools.filter(({ dataType }) => dataType === "float32");
  const signed = single.filter(({ family }) => family === "signed");
  const rms = greatest(signed, (each) => each.rms);
  const bias = greatest(single.filter(({ family }) => family !== "signed"), (each) => Math.abs(each.bias));
  const narrow = greatest(single, (each) => each.narrow ?? 0)?.narrow;
  const right = greatest(pools.filter(({ dataType }) => dataType === "float16"), (each) => 1 - each.right!)
    ?.right;
  const bits = greatest(signed, (each) => -each.effectiveBits)?.effectiveBits;
  return [
    rms ? `${short(rms.rms)} ${nameOf(rms)}` : "-",
    bias ? `${short(bias.bias)} ${nameOf(bias)}` : "-",
    narrow === undefined ? "-" : percent(narrow),
    right === undefined ? "-" : percent(right),
    bits === undefined ? "-" : bits.toFixed(1),
  ];
}

function greatest(pools: readonly Pool[], size: (pool: Pool) => number): Pool | undefined {
  return pools.reduce<Pool | undefined>(
    (worst, each) => worst && size(worst) >= size(each) ? worst : each,
    undefined,
  );
}

/** `matmul n512`, its sums having 512 to 1023 terms. */
function nameOf({ operator, n: [least] }: Pool): string {
  return `${plain(operator, longestName)} n${least}`;
}

/** The figures of a pool in a line: `rms 0.31, mean -0.02, spread 0.31 in units of u·S; narrow 0.0 %; effective bits 24.7`. */
export function figuresText({ rms, bias, spread, narrow, right, effectiveBits }: PoolFigures): string {
  const shares = [
    ...narrow === undefined ? [] : [`narrow ${percent(narrow)}`],
    ...right === undefined ? [] : [`right ${percent(right)}`],
  ];
  const errors = `rms ${short(rms)}, mean ${short(bias)}, spread ${short(spread)} in units of u·S`;
  return [errors, ...shares, `effective bits ${effectiveBits.toFixed(1)}`].join("; ");
}

/** How many expected elements of the run's cases each stage proved; each case counts once, whatever the backends. */
export function proofOf(lines: readonly ResultLine[]): ProofCounts {
  return addProofs(oneOfEachCase(lines).map(({ proof }) => proof!));
}

/** The expected elements that no stage proves, as far as the results list them, with their cases' ids. */
export function unprovenIn(lines: readonly ResultLine[]): (UnprovenElement & { readonly id: string })[] {
  return oneOfEachCase(lines).flatMap(({ id, unproven = [] }) =>
    unproven.map((element) => ({ id, ...element }))
  );
}

function oneOfEachCase(lines: readonly ResultLine[]): ResultLine[] {
  const ofCase = new Map<string, ResultLine>();
  for (const line of lines) if (line.proof && !ofCase.has(line.content)) ofCase.set(line.content, line);
  return [...ofCase.values()];
}

/** Elements without proof that the summary names. */
const mostNamed = 3;

/**
 * `Proof of expected values: unrounded 1,002, float64 9,912,004, pairs of float64 1,204, exact 33, unproven 1; blunter than 1/8: 2.5% of elements`
 * and, where some are unproven, a line that names the first of them. Nothing where no proof is known.
 */
export function proofLines(lines: readonly ResultLine[]): string[] {
  const counts = proofOf(lines);
  if (Object.keys(counts).length === 0) return [];
  const words = {
    unrounded: "unrounded",
    float64: "float64",
    pairs: "pairs of float64",
    exact: "exact",
    unproven: "unproven",
  };
  const stages = proofStages.map((stage) =>
    `${words[stage]} ${(counts[stage] ?? 0).toLocaleString("en-US")}`
  );
  const first = `Proof of expected values: ${stages.join(", ")}${bluntText(lines)}`;
  const listed = unprovenIn(lines).slice(0, mostNamed);
  if (listed.length === 0) return [first];
  const names = listed.map(({ id, output, data, index }) =>
    `${harmless(id)} ${plain(output, 40)}[${index.join(",")}]${data === 2 ? " of the second data set" : ""}`
  );
  const more = (counts.unproven ?? 0) - listed.length;
  const rest = more > 0 ? `, and ${more.toLocaleString("en-US")} more in the results` : "";
  return [first, `  unproven: ${names.join(", ")}${rest}`];
}

/** In how many of the judged elements the bound is wider than 1/8 of the value. */
function bluntText(lines: readonly ResultLine[]): string {
  let elements = 0, blunt = 0;
  for (const line of lines) {
    if (line.pool !== undefined) continue;
    elements += line.elements;
    blunt += line.blunt ?? 0;
  }
  if (elements === 0) return "";
  return `; bounds wider than 1/8 of the value: ${
    (100 * blunt / elements).toFixed(1)
  }% of the judged elements`;
}
