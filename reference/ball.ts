/**
 * Balls: tensors inside the reference run, with what every admissible implementation may have computed instead
 * (tolerance.md, section 5).
 *
 * @module
 */

import type { DataType, Elements } from "../graph/data_type.ts";

/**
 * A tensor inside the reference run. Integer tensors are exact and carry nothing but `v`.
 */
export interface Ball {
  readonly dataType: DataType;
  readonly shape: readonly number[];
  /**
   * The value computed from the exact inputs, row-major: float64, not rounded to the data type, for float types;
   * the data type's own typed array for integers.
   */
  readonly v: Elements | Float64Array;
  /** Radius: every admissible stored value lies in [v - e, v + e]. Absent: the tensor is exact. */
  readonly e?: Float64Array;
  /** Carried magnitude of an affine chain that a backend may fold into weights. Absent: |v|. */
  readonly M?: Float64Array;
  /** Greatest number of terms that such a chain accumulates into an element. Absent: 1. */
  readonly terms?: number;
  /** Why an element has no bound, as `Undecided` says; 0: it has one. Absent: all have. */
  readonly undecided?: Uint8Array;
}

/** Why an element of a ball or a result has no bound, whatever its radius says. A radius of Infinity means it too. */
export const Undecided = {
  /** An earlier comparison or index could go either way: not judged. */
  value: 1,
  /**
   * A NaN, an infinity or an overflow came in under a profile where these are indeterminate, or an intermediate result of
   * a decomposition may overflow: any value passes.
   */
  indeterminate: 2,
  /** The radius is NaN or negative: a mistake of the reference, which the judge names. */
  defect: 3,
} as const;

/** The values of a float ball. Throws when `ball` is an integer tensor. */
export function floats(ball: Ball): Float64Array {
  if (ball.v instanceof Float64Array) return ball.v;
  throw new TypeError(`a ${ball.dataType} tensor has no float64 values`);
}
