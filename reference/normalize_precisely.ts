/**
 * Normalized values in pairs of float64, where one float64 cannot prove how its value rounds (tolerance.md, section 8.6).
 *
 * @module
 */

import { dividePrecisely, lostInProduct, lostInSum, preciseSum, rootPrecisely } from "./double_double.ts";
import { add, multiply, type Pair } from "./functions/pair.ts";
import { sumToOdd } from "./round_to_odd.ts";

/** What the elements of an instance share: their mean and `√(variance + epsilon)`. */
export interface Statistics {
  readonly mean: Pair;
  readonly root: Pair;
}

/** Of `size` elements of `x` from `start`, `step` apart. */
export function preciseStatistics(
  x: Float64Array,
  { start, size, step }: { readonly start: number; readonly size: number; readonly step: number },
  epsilon: number,
): Statistics {
  const mean = dividePrecisely(preciseSum(x, start, size, step), size);
  const [meanHigh, meanLow] = mean;
  let high = 0, low = 0;
  for (let j = 0, at = start; j < size; j++, at += step) {
    const difference = x[at] - meanHigh;
    const lost = lostInSum(x[at], -meanHigh, difference) - meanLow;
    const d = difference + lost;
    const square = d * d;
    const sum = high + square;
    low += lostInSum(high, square, sum) + lostInProduct(d, d, square) + 2 * d * (lost - (d - difference));
    high = sum;
  }
  return { mean, root: rootOf(dividePrecisely([high, low], size), epsilon) };
}

/** `√(variance + epsilon)` */
export function rootOf(variance: Pair, epsilon: number): Pair {
  return rootPrecisely(add(variance, [epsilon, 0]));
}

/** `scale·(x - mean)/root + bias` in a float64 that rounds to float32 and float16 as the pair does. */
export function preciseValue(x: number, { mean, root }: Statistics, scale: number, bias: number): number {
  const d = add([x, 0], [-mean[0], -mean[1]]);
  const quotient = dividePrecisely(multiply([scale, 0], d), root[0], root[1]);
  return sumToOdd(...add(quotient, [bias, 0]));
}
