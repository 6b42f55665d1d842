/**
 * How fast a run judged.
 *
 * @module
 */

import type { ResultLine } from "../judge/results.ts";
import { duration } from "./text.ts";

/** What a run judged itself, without what it found in its results file. */
export interface Speed {
  /** Answers judged, one a case and backend. */
  readonly answers: number;
  readonly elements: number;
  /** Wall-clock time, backends' starts included. */
  readonly seconds: number;
}

/** The speed of a run that took so many seconds for these results. */
export function speedOf(lines: readonly ResultLine[], seconds: number): Speed {
  return { answers: lines.length, elements: lines.reduce((sum, line) => sum + line.elements, 0), seconds };
}

/** `Judged 20,096 answers, 3,412,000 elements in 2 min 7 s: 158 answers and 26,866 elements a second` */
export function formatSpeed({ answers, elements, seconds }: Speed): string {
  const number = (x: number) => Math.round(x).toLocaleString("en-US");
  const rates = `${number(answers / seconds)} answers and ${number(elements / seconds)} elements a second`;
  return `Judged ${number(answers)} answers, ${number(elements)} elements in ${duration(seconds)}: ${rates}`;
}
