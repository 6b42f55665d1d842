/**
 * Powers that round to float32 or float16 as the exact ones do (tolerance.md, section 8.5).
 *
 * @module
 */

import { type FloatType, roundTo } from "../../graph/data_type.ts";
import type { Certificate } from "../certify.ts";
import { sumToOdd } from "../round_to_odd.ts";
import { decide, SUBNORMAL_ERROR } from "./certificate.ts";
import { exponential, logarithm } from "./fixed_functions.ts";
import { type Scaled, scaled, shiftLeft } from "./fixed_point.ts";
import { exponentialOf, logarithmOf, multiply } from "./pair.ts";

/** Relative error of `power`, for exponents below 2^43. */
export const POWER_ERROR = 2 ** -50;

/** Whether IEEE 754 calls `x` to the power of `p` 1 where ECMAScript calls it NaN. */
function isOne(x: number, p: number): boolean {
  return p === 0 || x === 1 || x === -1 && Math.abs(p) === Infinity;
}

/** Whether the power is 0, infinite, NaN or 1 by definition, or out of the range of float64. */
function isSpecial(x: number, p: number): boolean {
  return isOne(x, p) || x === 0 || x - x !== 0 || p - p !== 0 || x < 0 && !Number.isInteger(p) ||
    !(Math.abs(p * Math.log(Math.abs(x))) < 700);
}

/** `x` to the power of `p` as IEEE 754 defines it, in float64. */
export function power(x: number, p: number): number {
  if (isSpecial(x, p)) return isOne(x, p) ? 1 : x ** p;
  const { power: [high, low], exponent } = magnitude(x, p);
  return signOf(x, p) * (high + low) * 2 ** exponent;
}

/** `|x|^p` in a pair, for |p·ln x| below 700. */
function magnitude(x: number, p: number) {
  return exponentialOf(multiply(logarithmOf(Math.abs(x)), [p, 0]));
}

/** The relative error of `magnitude`: the logarithm's, times p, and the exponential's. */
function errorOf(p: number): number {
  return (700 + Math.abs(p)) * 2 ** -94;
}

function signOf(x: number, p: number): 1 | -1 {
  return x < 0 && p % 2 !== 0 ? -1 : 1;
}

/** Of `v`, the powers (`power`) of float32 or float16 numbers `x` to those of `p`. */
export function powerCertificate(
  x: Float64Array,
  p: Float64Array,
  v: Float64Array,
  dataType: FloatType,
): Certificate {
  return {
    radius: (i) => POWER_ERROR * Math.abs(v[i]) + SUBNORMAL_ERROR,
    pair(i) {
      const { power: [high, low], exponent } = magnitude(x[i], p[i]);
      const error = high * errorOf(p[i]);
      const scale = signOf(x[i], p[i]) * 2 ** exponent;
      const value = sumToOdd(high, low - error) * scale;
      const isSure = roundTo(dataType, value) === roundTo(dataType, sumToOdd(high, low + error) * scale);
      return { value, radius: isSure ? 0 : Infinity };
    },
    exact(i) {
      if (isExactPower(Math.abs(x[i]), p[i], Math.abs(v[i]))) return v[i];
      const least = decide((bits) => preciseMagnitude(x[i], p[i], bits), dataType);
      return least === undefined ? undefined : signOf(x[i], p[i]) * least;
    },
  };
}

/** `|x|^p` with a relative error below 2^-bits. */
export function preciseMagnitude(x: number, p: number, bits: number): Scaled {
  const factor = scaled(p);
  const n = bits + 8;
  const wide = n + 8 + Math.max(0, Math.ceil(Math.log2(Math.abs(p))));
  const product = logarithm(scaled(Math.abs(x)), wide) * factor.m;
  return exponential(shiftLeft(product, factor.exponent + n - wide), n);
}

/** Whether `x^p` is `y` exactly, for positive x and y: with p = P/2^j it is if and only if `x^P` is `y^(2^j)`. */
export function isExactPower(x: number, p: number, y: number): boolean {
  const base = oddPart(x);
  const result = oddPart(y);
  if (base.m === 1n) return result.m === 1n && base.exponent * p === result.exponent;
  // 3^64 has more bits than float64, so an odd number above 1 is no 64th power and has none
  if (p < 0 || p > 64) return false;
  const exponent = oddPart(p);
  if (exponent.exponent < -6) return false;
  const roots = 1n << BigInt(Math.max(0, -exponent.exponent));
  const powers = exponent.m << BigInt(Math.max(0, exponent.exponent));
  return base.m ** powers === result.m ** roots &&
    BigInt(base.exponent) * powers === BigInt(result.exponent) * roots;
}

/** A positive number as an odd integer times a power of two. */
function oddPart(x: number): Scaled {
  let { m, exponent } = scaled(x);
  for (; (m & 1n) === 0n; m >>= 1n) exponent++;
  return { m, exponent };
}
