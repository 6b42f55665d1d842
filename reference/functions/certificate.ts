/**
 * Proofs that a function's float64 values round to float32 or float16 as the exact ones do (tolerance.md, sections 8.2,
 * 8.5).
 *
 * @module
 */

import { type FloatType, roundTo } from "../../graph/data_type.ts";
import type { Certificate } from "../certify.ts";
import { type Scaled, toOdd } from "./fixed_point.ts";
import type { RealFunction } from "./real_function.ts";

/** The relative error of a float64 value says nothing where it is subnormal; then its error is below this. */
export const SUBNORMAL_ERROR = 2 ** -1000;

/** `f(x)` of every element, in float64. */
export function valuesOf(f: RealFunction, x: Float64Array): Float64Array {
  const v = new Float64Array(x.length);
  fillValues(f, x, v);
  return v;
}

/** `f(x)` of every element, in float64, into `to`, which is as long. */
export function fillValues({ value, values }: RealFunction, x: Float64Array, to: Float64Array): void {
  if (values) values(x, to);
  else for (let i = 0; i < to.length; i++) to[i] = value(x[i]);
}

/** Of `v`, the function's values at float32 or float16 numbers `x`. */
export function functionCertificate(
  f: RealFunction,
  x: Float64Array,
  v: Float64Array,
  dataType: FloatType,
): Certificate {
  const { error } = f;
  return {
    radius: (i) => error * Math.abs(v[i]) + SUBNORMAL_ERROR,
    exact: (i) => decide((bits) => f.precise(x[i], bits), dataType),
  };
}

/** How many bits are tried, one after the other. */
const precisions = [128, 384, 1024];

/** A float64 that rounds as the number whose approximations are given; undefined where the greatest precision decides nothing. */
export function decide(precise: (bits: number) => Scaled, dataType: FloatType): number | undefined {
  for (const bits of precisions) {
    const { m, exponent } = precise(bits);
    const middle = m << BigInt(bits);
    const least = toOdd({ m: middle - m, exponent: exponent - bits });
    const greatest = toOdd({ m: middle + m, exponent: exponent - bits });
    if (roundTo(dataType, least) === roundTo(dataType, greatest)) return least;
  }
}
