/**
 * Real functions of one variable, as the reference computes them (tolerance.md, section 8).
 *
 * @module
 */

/** A function in float64. Outside its domain it is NaN; at infinities it is its limit. */
export interface RealFunction {
  /** Its value in float64, for any float64 argument. */
  readonly value: (x: number) => number;
  /** Relative error of `value` where that is normal. */
  readonly error: number;
}

/** Certified relative error of the language's own functions: 4 ulp, where 1.85 is the worst measured. */
export const LANGUAGE_ERROR = 2 ** -50;
