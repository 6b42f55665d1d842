/**
 * Functions of which correct backends have several forms.
 *
 * @module
 */

import type { Call } from "./kernel.ts";

/** What decides which form is used. */
export type Manner = Pick<Call, "arithmetic" | "round">;

/** e to the power of x, as such or as a power of 2. */
export function exponential(x: number, { arithmetic, round }: Manner): number {
  return round(arithmetic.folds ? 2 ** round(x * round(Math.LOG2E)) : Math.exp(x));
}

/** The natural logarithm, as such or as ln 2 times that to base 2. */
export function logarithm(x: number, { arithmetic, round }: Manner): number {
  return round(arithmetic.folds ? round(Math.log2(x)) * round(Math.LN2) : Math.log(x));
}

/** In one form, which below -32 is exp(x) because exp(-x) may overflow, or split by sign. */
export function sigmoid(x: number, { arithmetic, round }: Manner): number {
  if (arithmetic.form % 2 === 0) {
    return x < -32 ? round(Math.exp(x)) : round(1 / round(1 + round(Math.exp(-x))));
  }
  const power = round(Math.exp(-Math.abs(x)));
  return round((x < 0 ? power : 1) / round(1 + power));
}

/** As a function of its own, by expm1, or by the quotient of exponentials where it does not cancel. */
export function tanh(x: number, { arithmetic, round }: Manner): number {
  const size = Math.abs(x);
  if (arithmetic.form === 1) {
    const power = round(Math.expm1(round(-2 * size)));
    return Math.sign(x) * round(-power / round(2 + power));
  }
  if (arithmetic.form === 2 && size > 1) {
    const power = round(Math.exp(round(-2 * size)));
    return Math.sign(x) * round(round(1 - power) / round(1 + power));
  }
  return round(Math.tanh(x));
}
