/**
 * What a person sees at the end of a run: one line a backend, then what failed, at most a screenful.
 *
 * @module
 */

import type { Comparison } from "../judge/comparison.ts";
import { poolsOf } from "../judge/pools.ts";
import type { ResultLine, ResultsHeader } from "../judge/results.ts";
import { comparisonLines, isNews } from "./comparison.ts";
import { countsTable } from "./counts_table.ts";
import { failureLines } from "./failure_list.ts";
import { formatSpeed, type Speed } from "./speed.ts";
import { proofLines, statisticsLines } from "./statistics.ts";
import { strictestLines, strictestMet } from "./strictest.ts";
import { failureGroups, isFailure, summarize } from "./summary.ts";
import { harmless, painter, plain } from "./text.ts";

export interface TerminalOptions {
  readonly colour?: boolean;
  /** Columns and rows of the screen. */
  readonly width?: number;
  readonly rows?: number;
  /** Where the results are. */
  readonly results?: string;
  /** Where a report is, if one was written. */
  readonly report?: string;
  /** How the results differ from the baselines, if they were compared: only failures that are news are listed then. */
  readonly comparison?: Comparison;
  /** Options that a command must repeat to show the same, such as `--seed 7`. */
  readonly repeat?: string;
  /** Wall-clock seconds of each backend; else the time spent in it is shown. */
  readonly seconds?: ReadonlyMap<string, number>;
  /** How fast the run judged. */
  readonly speed?: Speed;
  /** How many cases must be refused, and the backends that they were put to, where others were asked too. */
  readonly refusals?: { readonly cases: number; readonly backends: readonly string[] };
}

/** The summary at the end of a run, ending in a line feed. */
export function renderSummary(
  header: ResultsHeader,
  lines: readonly ResultLine[],
  options: TerminalOptions = {},
): string {
  const { width = 110, rows = 45, comparison, results, report, seconds, speed } = options;
  const paint = painter(options.colour ?? false);
  const summary = summarize(header, lines);
  const above = lines.length ? countsTable(summary, paint, width, seconds) : ["No case was run."];
  const rewritten = [...summary.webnn, ...summary.proposals].filter((counts) => counts.rewritten > 0);
  const below: string[] = [];
  if (rewritten.length) {
    const sums = new Map<string, number>();
    for (const counts of rewritten) {
      sums.set(counts.backend.name, (sums.get(counts.backend.name) ?? 0) + counts.rewritten);
    }
    const text = [...sums].map(([name, count]) => `${plain(name, 30)} ${count}`).join(", ");
    below.push(`Cases a lowering had to rewrite ("rewrites" of the results line): ${text}`);
  }
  below.push(...strictestLines(strictestMet(header, lines), width));
  if (options.refusals) below.push(refusalText(options.refusals));
  below.push(...statisticsLines(poolsOf(lines), width));
  below.push(...proofLines(lines));
  if (speed?.answers) below.push(formatSpeed(speed));
  if (results) below.push(`Results: ${harmless(results)}`);
  if (report) below.push(`Report: ${harmless(report)}`);
  const news = comparison ? comparisonLines(comparison, paint, 4) : [];
  const listed = comparison ? failureGroups(lines, newsOf(comparison)) : summary.groups;
  const room = rows - above.length - below.length - news.length - 4;
  const failures = failureLines(listed, comparison !== undefined, room, paint, width, options.repeat);
  return [above, news, failures, below].filter((block) => block.length).map((block) =>
    block.join("\n") + "\n"
  ).join("\n");
}

function refusalText({ cases, backends }: NonNullable<TerminalOptions["refusals"]>): string {
  const what = `${cases.toLocaleString("en")} ${cases === 1 ? "case" : "cases"} that must be refused`;
  if (backends.length === 0) return `Put to no backend, as none of these validates: ${what}`;
  return `Put to ${backends.map((name) => plain(name, 30)).join(", ")} only: ${what}`;
}

/** Whether a line is among what no baseline expects. */
function newsOf({ unexpected, changed }: Comparison): (line: ResultLine) => boolean {
  const news = new Set([...unexpected, ...changed.map(({ line }) => line)]);
  return (line) => news.has(line);
}

/** Whether a run should end with exit code 1: news where baselines were compared, else any failure. */
export function hasFailed(lines: readonly ResultLine[], comparison?: Comparison): boolean {
  return comparison ? isNews(comparison) : lines.some(isFailure);
}
