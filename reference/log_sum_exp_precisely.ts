/**
 * The logarithm of a sum of exponentials in pairs of float64, where one float64 cannot prove how it rounds (tolerance.md,
 * section 8.6).
 *
 * @module
 */

import { lostInSum } from "./double_double.ts";
import { add, exponentialOf, logarithmOf, type Pair } from "./functions/pair.ts";
import { sumToOdd } from "./round_to_odd.ts";

/** Below this an exponential does not count beside 1. */
const least = -500;

/**
 * `maximum + ln Σ e^(x - maximum)` of `n` elements of `x` from `start`, `step` apart, none of them above `maximum`: a
 * float64 that rounds to float32 and float16 as the pair does, whose absolute error is below 2^-90·n.
 */
export function preciseLogSumExp(
  x: Float64Array,
  start: number,
  n: number,
  step: number,
  maximum: number,
): number {
  let sum: Pair = [0, 0];
  for (let j = 0, i = start; j < n; j++, i += step) {
    const shifted = x[i] - maximum;
    if (!(shifted > least)) continue;
    const { power, exponent } = exponentialOf([shifted, lostInSum(x[i], -maximum, shifted)]);
    sum = add(sum, [power[0] * 2 ** exponent, power[1] * 2 ** exponent]);
  }
  const [high, low] = sum;
  const ratio = low / high;
  return sumToOdd(...add([maximum, 0], add(logarithmOf(high), [ratio, -ratio * ratio / 2])));
}
