/**
 * Proving the values of a batch normalization (tolerance.md, section 8).
 *
 * @module
 */

import type { Certificate } from "./certify.ts";
import { type Scaled, scaled, shiftLeft, squareRoot, toOdd } from "./functions/fixed_point.ts";
import { preciseValue, rootOf } from "./normalize_precisely.ts";
import { U64 } from "./radius.ts";

/** What all elements of a feature share. */
export interface BatchParameters {
  /** `s / √(variance + epsilon)` in float64. */
  readonly k: number;
  readonly m: number;
  readonly b: number;
  readonly s: number;
  readonly variance: number;
  readonly epsilon: number;
}

/** Of `v`, the values `k·(x - m) + b` in float64. */
export function proveBatch(
  x: Float64Array,
  v: Float64Array,
  parametersOf: (i: number) => BatchParameters,
): Certificate {
  return {
    // the sum under the root loses u64/2 of it, root, quotient, difference and product u64 each
    radius(i) {
      const { k, m } = parametersOf(i);
      return 1.01 * U64 * (5 * Math.abs(k * (x[i] - m)) + Math.abs(v[i]));
    },
    // each step in pairs loses less than 2^-100 of what it gives
    pair(i) {
      const { k, m, b, s, variance, epsilon } = parametersOf(i);
      const value = preciseValue(x[i], { mean: [m, 0], root: rootOf([variance, 0], epsilon) }, s, b);
      const terms = Math.abs(k * (x[i] - m)) + Math.abs(b);
      return { value, radius: 2 ** -97 * terms + 2.02 * U64 * Math.abs(value) };
    },
    exact: (i) => exactly(x[i], parametersOf(i)),
  };
}

/** Fraction bits: of all operands and of every number halfway between two float32, and some more. */
const BITS = 400;

/**
 * `s·(x - m)/√(variance + epsilon)` rounded toward zero to a multiple of 2^-BITS, plus b, which is one. Where the root
 * leaves a rest, the exact result lies between two multiples; so does no number halfway, and any number between them rounds
 * as it does.
 */
function exactly(x: number, { m, b, s, variance, epsilon }: BatchParameters): number {
  const dividend = fixed(s) * (fixed(x) - fixed(m)), radicand = fixed(variance) + fixed(epsilon);
  // of 4·BITS fraction bits of the square at least BITS are zero; the quotient has 2·BITS, the root BITS
  const numerator = shiftLeft(dividend * dividend, -BITS), square = numerator / radicand;
  const root = square === 0n ? 0n : squareRoot(square);
  const magnitude = 2n * root + (root * root * radicand === numerator ? 0n : 1n);
  const sum: Scaled = { m: (dividend < 0n ? -magnitude : magnitude) + 2n * fixed(b), exponent: -BITS - 1 };
  return toOdd(sum);
}

/** With BITS fraction bits, exactly: float32 has 149, and epsilon is one of them. */
function fixed(x: number): bigint {
  const { m, exponent } = scaled(x);
  return shiftLeft(m, exponent + BITS);
}
