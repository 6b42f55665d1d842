/**
 * Decimals for float32 and float16.
 *
 * @module
 */

import { type FloatType, roundTo } from "./data_type.ts";

/**
 * The number with the fewest decimal digits that rounds to `value`, a value of the float type; among those with as
 * few digits, the nearest one. A number half way between two values is not taken: web-platform-tests' conversion to float16
 * rounds it away from zero, others round to even.
 */
export function shortest(dataType: FloatType, value: number): number {
  if (!Number.isFinite(value) || value === 0) return value;
  for (let digits = 1; digits < 17; digits++) {
    const candidate = Number(value.toPrecision(digits));
    const beyond = value + 1.001 * (candidate - value);
    if (roundTo(dataType, beyond) === value) return candidate;
  }
  return value;
}
