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
  /** Its values at all of `x`, into `to`: a loop of the function's own, which the engine compiles for it alone. Absent: one by one. */
  readonly values?: (x: Float64Array, to: Float64Array) => void;
  /**
   * Where it changes faster, whatever the distance: towards Infinity (1: convex and rising), towards -Infinity (-1: concave and
   * rising), or towards 0 (0: its derivative is even and falls with |x|). Then of an argument within `dx` of `x` the endpoint
   * on that side has the value farthest from `f(x)`. Absent: neither.
   */
  readonly steeper?: 1 | -1 | 0;
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
