/**
 * The summary as one JSON document, for `--json`.
 *
 * @module
 */

import { numberToText } from "../graph/number_text.ts";
import type { Comparison } from "../judge/comparison.ts";
import { poolsOf } from "../judge/pools.ts";
import type { ResultLine, ResultsHeader } from "../judge/results.ts";
import type { Speed } from "./speed.ts";
import { proofOf, unprovenIn } from "./statistics.ts";
import { strictestMet } from "./strictest.ts";
import { type BackendCounts, isFailure, summarize } from "./summary.ts";

/**
 * Header, counts a backend, every failure and error as its results line, every pool of the statistics, how expected
 * values are proven and which are not, the comparison with the baselines if there was one, and the speed. Numbers are coded
 * as in case files. Ends in a line feed.
 */
export function renderJson(
  header: ResultsHeader,
  lines: readonly ResultLine[],
  { results, comparison, speed }: {
    readonly results?: string;
    readonly comparison?: Comparison;
    readonly speed?: Speed;
  } = {},
): string {
  const { webnn, proposals } = summarize(header, lines);
  const row = ({ backend, ...counts }: BackendCounts) => ({ ...backend, ...counts });
  const document = {
    header,
    backends: webnn.map(row),
    proposals: proposals.map(row),
    strictestProfiles: strictestMet(header, lines),
    failures: lines.filter(isFailure),
    statistics: poolsOf(lines),
    proof: proofOf(lines),
    unproven: unprovenIn(lines),
    baselines: comparison,
    speed,
    results,
  };
  return JSON.stringify(
    document,
    (_key, value: unknown) =>
      typeof value === "number" || typeof value === "bigint" ? numberToText(value) : value,
    2,
  ) + "\n";
}
