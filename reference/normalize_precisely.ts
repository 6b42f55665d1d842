/**
 * Normalized values in pairs of float64, where one float64 cannot prove how its value rounds (tolerance.md, section 8.6).
 *
 * @module
 */

import { dividePrecisely, rootPrecisely } from "./double_double.ts";
import { add, multiply, type Pair } from "./functions/pair.ts";
import { sumToOdd } from "./round_to_odd.ts";

/** `√(variance + epsilon)` */
export function rootOf(variance: Pair, epsilon: number): Pair {
  return rootPrecisely(add(variance, [epsilon, 0]));
}

/** `scale·(x - mean)/root + bias` in a float64 that rounds to float32 and float16 as the pair does. */
export function preciseValue(
  x: number,
  { mean, root }: { mean: Pair; root: Pair },
  scale: number,
  bias: number,
): number {
  const d = add([x, 0], [-mean[0], -mean[1]]);
  const quotient = dividePrecisely(multiply([scale, 0], d), root[0], root[1]);
  return sumToOdd(...add(quotient, [bias, 0]));
}
