/**
 * How mutants of functions of one float are written: another formula in place of the right one.
 *
 * @module
 */

import { complement } from "../software/kernels/functions.ts";
import { computing, type Formula, formulas } from "../software/kernels/unary.ts";
import { withOptions } from "./change.ts";
import { type Bug, replaced, rewritten } from "./mutant.ts";

/** Another function; `right` is the right one. */
export function formula(
  name: string,
  sentence: string,
  wrong: (right: (x: number) => number) => (x: number) => number,
): Bug {
  return replaced(
    name,
    sentence,
    (call) => computing((tools) => wrong(formulas[call.operator](tools)))(call),
  );
}

/** Another formula, with alpha and beta and rounding. */
export const made = (name: string, sentence: string, wrong: Formula): Bug =>
  replaced(name, sentence, computing(wrong));

/** Another function of x. */
export const plain = (name: string, sentence: string, f: (x: number) => number): Bug =>
  formula(name, sentence, () => f);

/** Another option. */
export function option(
  name: string,
  sentence: string,
  change: (options: Record<string, number>) => Record<string, number>,
): Bug {
  return rewritten(
    name,
    sentence,
    (call) => withOptions(call, change(call.options as Record<string, number>)),
  );
}

/** Beyond a limit the result is a constant. */
export const beyond = (name: string, sentence: string, isBeyond: (x: number) => boolean, y: number) =>
  formula(name, sentence, (right) => (x) => isBeyond(x) ? y : right(x));

const round = Math.fround;
/** The error function. */
export const erf = (x: number) => 1 - complement(x);

/**
 * Abramowitz and Stegun's formula 7.1.26 in float32; its error is up to 1.5e-7. Where it folds each product is rounded together
 * with its addition; in the second form the exponential is multiplied with t first, in the third its square is not rounded.
 */
export function roughErf(x: number, folds: boolean, form: 0 | 1 | 2): number {
  const added = (product: number, addend: number) => round((folds ? product : round(product)) + addend);
  const size = Math.abs(x), t = round(1 / added(round(0.3275911) * size, 1));
  const sum = [-1.453152027, 1.421413741, -0.284496736, 0.254829592].reduce(
    (sum, coefficient) => added(sum * t, round(coefficient)),
    round(1.061405429),
  );
  const power = round(Math.exp(form === 2 ? -x * x : -round(x * x)));
  const product = form === 1 ? sum * round(t * power) : round(sum * t) * power;
  return Math.sign(x) * added(-product, 1);
}
