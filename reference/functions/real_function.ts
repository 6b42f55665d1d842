/**
 * Real functions of one variable, as the reference computes them (tolerance.md, section 8).
 *
 * @module
 */

import type { Scaled } from "./fixed_point.ts";

/** A function in float64 and, where that cannot say how the result rounds, in as many bits as it takes. */
export interface RealFunction {
  /** Its value in float64, for any float64 argument: NaN outside the domain, the limit at infinities. */
  readonly value: (x: number) => number;
  /** Relative error of `value` where that is normal. */
  readonly error: number;
  /**
   * The value at a finite argument, with a relative error below 2^-bits. Asked for only near the midpoint of two neighbours
   * of float32 or float16, and only where the value is not the argument itself. No value is a midpoint: at float arguments
   * these functions are transcendental, but for 0 and 1, where `value` is exact.
   */
  readonly precise: (x: number, bits: number) => Scaled;
}

/** Relative error of the language's own functions: 4 ulp, where 1.85 is the worst measured. */
export const LANGUAGE_ERROR = 2 ** -50;
