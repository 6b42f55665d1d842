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
  /** 1 where an earlier comparison or index could go either way. Absent: nowhere. */
  readonly undecided?: Uint8Array;
}

/** The values of a float ball. Throws when `ball` is an integer tensor. */
export function floats(ball: Ball): Float64Array {
  if (ball.v instanceof Float64Array) return ball.v;
  throw new TypeError(`a ${ball.dataType} tensor has no float64 values`);
}
