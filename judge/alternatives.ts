/**
 * Other answers that pass too, and which answer to an open question a backend takes.
 *
 * @module
 */

import type { Elements } from "../graph/data_type.ts";
import { type ExpectedOutput, Flag } from "../graph/expectation.ts";
import { admits } from "./element.ts";

/** The answers taken to each open question, as letters. */
export type Answers = Map<string, Set<string>>;

/**
 * Marks with 1 the elements that an alternative admits, and adds to `answers`, for each open question, the letters
 * that elements tell: an element tells a letter if no other answer to that question admits it.
 *
 * Elements are independent: one may take answer a and the next b. Both letters are recorded, so that
 * `conform questions` shows a backend that is of two minds (a vector loop and its tail, say) instead of hiding it.
 */
export function admittedByAlternatives(
  expected: ExpectedOutput,
  actual: Elements,
  answers: Answers,
): Uint8Array {
  const { value, lo, hi, flags, alternatives = [] } = expected;
  const admitted = new Uint8Array(actual.length);
  const asked = new Map<string, { letters: string[]; admitting: Uint32Array }>();
  for (const { question, answer, positions, ...other } of alternatives) {
    let told = question === undefined ? undefined : asked.get(question);
    if (question !== undefined && !told) {
      told = { letters: ["a"], admitting: new Uint32Array(actual.length) };
      asked.set(question, told);
    }
    const bit = told ? bitOf(answer, told.letters) : 0;
    for (let k = 0; k < positions.length; k++) {
      const i = positions[k];
      const mark = flags?.[i] ?? 0;
      if (mark & (Flag.skip | Flag.any)) continue;
      const passes = admits(actual[i], other.lo[k], other.lo[k], other.hi[k], other.flags?.[k] ?? 0);
      if (passes) admitted[i] = 1;
      if (!told) continue;
      if (passes) told.admitting[i] |= bit;
      if (admits(actual[i], value[i], lo[i], hi[i], mark)) told.admitting[i] |= 1;
    }
  }
  for (const [question, { letters, admitting }] of asked) {
    const taken = answers.get(question) ?? new Set();
    letters.forEach((letter, bit) => {
      if (admitting.includes(1 << bit)) taken.add(letter);
    });
    if (taken.size) answers.set(question, taken);
  }
  return admitted;
}

/** One bit a letter, however many alternatives give that answer. */
function bitOf(letter: string, letters: string[]): number {
  const known = letters.indexOf(letter);
  return 1 << (known >= 0 ? known : letters.push(letter) - 1);
}

/**
 * Whether element `i` may be chosen anew in each dispatch (which of several competing updates stays) and `actual` is
 * one that may be chosen. Other alternatives leave no choice from one dispatch to the next.
 */
export function isFreeChoice(
  { value, lo, hi, flags, alternatives = [] }: ExpectedOutput,
  i: number,
  actual: number | bigint,
): boolean {
  const choices = alternatives.filter(({ mayVary }) => mayVary)
    .map((alternative) => ({ ...alternative, k: alternative.positions.indexOf(i) }))
    .filter(({ k }) => k >= 0);
  return choices.length > 0 && (admits(actual, value[i], lo[i], hi[i], flags?.[i] ?? 0) ||
    choices.some((choice) =>
      admits(
        actual,
        choice.lo[choice.k],
        choice.lo[choice.k],
        choice.hi[choice.k],
        choice.flags?.[choice.k] ?? 0,
      )
    ));
}
