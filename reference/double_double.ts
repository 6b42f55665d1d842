/**
 * Sums and products in twice the precision of float64, where one double cannot prove its own rounding (tolerance.md,
 * section 8.1).
 *
 * @module
 */

import { type FloatType, roundTo } from "../graph/data_type.ts";

/**
 * Whether every number within `radius` of `v` rounds to the same value of the type. The ends are themselves float64 and
 * rounded: what is added to the radius puts them outside, so that an end on a tie does not hide what lies beyond.
 */
export function isCertified(dataType: FloatType, v: number, radius: number): boolean {
  const reach = radius * (1 + 2 ** -40) + 2 ** -52 * Math.abs(v);
  return roundTo(dataType, v - reach) === roundTo(dataType, v + reach);
}

/** The sum of `n` elements, `step` apart, as high and low part (Ogita, Rump, Oishi: Sum2). */
export function preciseSum(
  x: Float64Array,
  start: number,
  n: number,
  step: number,
): readonly [high: number, low: number] {
  let high = 0, low = 0;
  for (let j = 0, i = start; j < n; j++, i += step) {
    const sum = high + x[i];
    low += lostInSum(high, x[i], sum);
    high = sum;
  }
  return [high, low];
}

/** `a + b - sum`, exactly, for `sum` the rounded sum (TwoSum). */
export function lostInSum(a: number, b: number, sum: number): number {
  const t = sum - a;
  return a - (sum - t) + (b - t);
}

/** `a * b - product`, exactly, for `product` the rounded product (TwoProd with Veltkamp's split). */
export function lostInProduct(a: number, b: number, product: number): number {
  const highA = highPart(a), highB = highPart(b);
  const lowA = a - highA, lowB = b - highB;
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}

function highPart(x: number): number {
  const t = x * (2 ** 27 + 1);
  return t - (t - x);
}

/** `(high + low) / (divisor + divisorLow)` as high and low part. */
export function dividePrecisely(
  [high, low]: readonly [number, number],
  divisor: number,
  divisorLow = 0,
): readonly [high: number, low: number] {
  const quotient = high / divisor;
  const product = quotient * divisor;
  const rest = high - product - lostInProduct(quotient, divisor, product) + low - quotient * divisorLow;
  return [quotient, rest / divisor];
}

/** `√(high + low)` as high and low part. */
export function rootPrecisely([high, low]: readonly [number, number]): readonly [high: number, low: number] {
  const root = Math.sqrt(high);
  if (root === 0) return [0, 0];
  const square = root * root;
  return [root, (high - square - lostInProduct(root, root, square) + low) / (2 * root)];
}
