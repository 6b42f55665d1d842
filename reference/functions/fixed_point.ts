/**
 * Numbers and constants as integers times a power of two: the last resort where float64 cannot say how a result rounds.
 *
 * A number with n fraction bits is `m·2^-n`. Unless said otherwise a function's error is below 4 in the last place.
 *
 * @module
 */

import { quotientToOdd } from "../round_to_odd.ts";

/** `m·2^exponent` */
export interface Scaled {
  readonly m: bigint;
  readonly exponent: number;
}

const number = new Float64Array(1);
const bits = new BigUint64Array(number.buffer);

/** A finite float64, exactly. */
export function scaled(x: number): Scaled {
  number[0] = x;
  const biased = Number((bits[0] >> 52n) & 0x7ffn);
  const fraction = bits[0] & 0xf_ffff_ffff_ffffn;
  const m = biased === 0 ? fraction : fraction | 1n << 52n;
  return { m: x < 0 ? -m : m, exponent: Math.max(biased, 1) - 1075 };
}

/** `m·2^exponent` with n fraction bits, rounded down. */
export function toFixed({ m, exponent }: Scaled, n: number): bigint {
  return shiftLeft(m, exponent + n);
}

/** `x·2^by`, rounded down. */
export function shiftLeft(x: bigint, by: number): bigint {
  return by >= 0 ? x << BigInt(by) : x >> BigInt(-by);
}

/** `m·2^exponent` in a float64 that rounds as the number itself. */
export function toOdd({ m, exponent }: Scaled): number {
  return quotientToOdd(m, 1n, BigInt(-exponent));
}

/** `√(m·2^exponent)`, m not negative, in a float64 that rounds as the root itself. */
export function rootToOdd({ m, exponent }: Scaled): number {
  if (m === 0n) return 0;
  // a root of 56 bits and one that says whether there are more
  const more = Math.max(0, 112 - m.toString(2).length);
  const by = (exponent - more) % 2 === 0 ? more : more + 1;
  const square = m << BigInt(by);
  const root = squareRoot(square);
  const sticky = 2n * root + (root * root === square ? 0n : 1n);
  return toOdd({ m: sticky, exponent: (exponent - by) / 2 - 1 });
}

/** Bits before the point that are zero: about `-log2 |x|`, 0 where |x| is 1 or more. */
export function leadingZeros(x: number): number {
  return Math.max(0, -Math.floor(Math.log2(Math.abs(x) || 2 ** -1074)));
}

/** `atanh(z)` for |z| <= 1/2 with n fraction bits. */
export function atanh(z: bigint, n: number): bigint {
  const width = BigInt(n);
  const square = z * z >> width;
  let sum = 0n;
  for (let power = z, k = 1n; power !== 0n && power !== -1n; power = power * square >> width, k += 2n) {
    sum += power / k;
  }
  return sum;
}

/** A constant kept at the greatest precision that was asked for. */
function constant(compute: (n: number) => bigint): (n: number) => bigint {
  let kept = 0n;
  let precision = 0;
  return (n) => {
    if (n > precision) {
      precision = n + 64;
      kept = compute(precision + 32) >> 32n;
    }
    return kept >> BigInt(precision - n);
  };
}

/** ln 2 with n fraction bits. */
export const ln2 = constant((n) => {
  const inverse = (k: bigint) => atanh((1n << BigInt(n)) / k, n);
  return 18n * inverse(26n) - 2n * inverse(4801n) + 8n * inverse(8749n);
});

/** π with n fraction bits (Machin's formula). */
export const pi = constant((n) => {
  const atan = (k: bigint) => {
    let sum = 0n;
    let sign = 1n;
    for (let power = (1n << BigInt(n)) / k, j = 1n; power !== 0n; power /= k * k, j += 2n) {
      sum += sign * power / j;
      sign = -sign;
    }
    return sum;
  };
  return 16n * atan(5n) - 4n * atan(239n);
});

/** `√(k / π)` with n fraction bits. */
export function rootOverPi(k: bigint, n: number): bigint {
  return squareRoot((k << BigInt(3 * n)) / pi(n));
}

/** The root of a positive integer, rounded down (Newton). */
export function squareRoot(x: bigint): bigint {
  let root = 1n << BigInt(x.toString(2).length + 1 >> 1);
  for (;;) {
    const next = root + x / root >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
