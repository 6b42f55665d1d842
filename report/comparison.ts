/**
 * How results differ from the baselines, in the terminal.
 *
 * @module
 */

import type { Change, Comparison } from "../judge/comparison.ts";
import type { ResultLine } from "../judge/results.ts";
import { harmless, type Paint, plain } from "./text.ts";

/** Whether anything differs. */
export function isNews({ unexpected, fixed, changed }: Comparison): boolean {
  return unexpected.length + fixed.length + changed.length > 0;
}

/** The comparison in words: one line if all is as expected, else also one for each of the first `listed` cases of a kind. */
export function comparisonLines(news: Comparison, paint: Paint, listed: number): string[] {
  const { unexpected, fixed, changed, expected, notRun } = news;
  const head = `Baselines: ${unexpected.length} unexpected, ${changed.length} changed, ` +
    `${fixed.length} fixed, ${expected} as expected` + (notRun ? `, ${notRun} not run` : "");
  const row = (line: ResultLine, text: string) =>
    `  ${plain(line.backend, 30)}  ${harmless(line.id)}  ${text}`;
  const rows = [
    first(listed, unexpected.map((line) => row(line, `unexpected ${nameOf(line)}`)), "unexpected"),
    first(
      listed,
      changed.map(({ line, was }) => row(line, `${nameOf(line)}, expected ${nameOf(was)}`)),
      "changed",
    ),
    first(listed, fixed.map(({ line, was }) => row(line, `passes, expected ${nameOf(was)}`)), "fixed"),
  ].flat();
  if (rows.length === 0) return [paint("green", head)];
  return [paint("bold", head), ...rows, '  "deno task conform baseline update" accepts these results'];
}

function first(listed: number, rows: readonly string[], kind: string): string[] {
  const rest = rows.length - listed;
  return rest > 0 ? [...rows.slice(0, listed), `  and ${rest} more ${kind}`] : [...rows];
}

function nameOf({ verdict, cause }: Change["was"]): string {
  return cause ? `${verdict} (${cause})` : verdict;
}
