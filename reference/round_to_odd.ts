/**
 * Float64 results that round to float32 and float16 as the exact ones do.
 *
 * A result rounded to float64 and then to a narrower type may differ from one that is rounded once. One that is rounded
 * to odd never does, because 53 bits are at least two more than float32 has (Boldo, Melquiond 2008).
 *
 * @module
 */

import { lostInSum } from "./double_double.ts";

const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);

/** `a + b` rounded to odd: exact, or the neighbour of the exact sum whose last bit is 1. */
export function sumToOdd(a: number, b: number): number {
  const sum = a + b;
  const rest = lostInSum(a, b, sum);
  if (rest === 0 || rest !== rest) return sum;
  number[0] = sum;
  const low = words[0];
  if ((low & 1) === 1) return sum;
  if (rest > 0 === sum > 0) words[0] = low | 1;
  else {
    words[0] = low - 1;
    if (low === 0) words[1] -= 1;
  }
  return number[0];
}

/** A finite number as `[m, k]`, which is m·2^-k with k >= 0. */
export function dyadic(x: number): [m: bigint, k: bigint] {
  let k = 0n;
  for (; !Number.isInteger(x); x *= 2) k++;
  return [BigInt(x), k];
}

/** `numerator / denominator · 2^-k` in a float64 that rounds as the quotient itself. The denominator is positive. */
export function quotientToOdd(numerator: bigint, denominator: bigint, k: bigint): number {
  const magnitude = numerator < 0n ? -numerator : numerator;
  if (magnitude === 0n) return 0;
  const shift = BigInt(51 + bitLength(denominator) - bitLength(magnitude));
  const [n, d] = shift > 0n ? [magnitude << shift, denominator] : [magnitude, denominator << -shift];
  const whole = n / d;
  const sticky = whole * d === n ? whole : whole | 1n;
  const scaled = scale(Number(sticky), -Number(shift + k));
  return numerator < 0n ? -scaled : scaled;
}

/** Bits of a whole number that is not negative; 1 of 0. */
export function bitLength(x: bigint): number {
  const digits = x.toString(16);
  return 4 * digits.length + 28 - Math.clz32(parseInt(digits[0], 16) || 1);
}

/** `x · 2^exponent`, where a power may leave the range that the product does not leave. */
function scale(x: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return x * 2 ** half * 2 ** (exponent - half);
}
