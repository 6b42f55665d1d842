import type { FloatType } from "../../graph/data_type.ts";

/** Relative error of `power`. */
export const POWER_ERROR = 2 ** -49;

/** Whether IEEE 754 calls `x` to the power of `p` 1 where ECMAScript calls it NaN. */
function isOne(x: number, p: number): boolean {
  return p === 0 || x === 1 || x === -1 && Math.abs(p) === Infinity;
}

/** `x` to the power of `p` as IEEE 754 defines it, in float64. */
export function power(x: number, p: number): number {
  return isOne(x, p) ? 1 : x ** p;
}

/** `power(x, p)` of every pair. */
export function correctlyRoundedPowers(x: Float64Array, p: Float64Array, _dataType: FloatType): Float64Array {
  const v = new Float64Array(x.length);
  for (let i = 0; i < v.length; i++) v[i] = power(x[i], p[i]);
  return v;
}
