/**
 * Powers, of floats by way of logarithms.
 *
 * @module
 */

import type { Call } from "../kernel.ts";

/** One of three formulas: of the language, by natural logarithms, by binary ones. */
export function power({ arithmetic: { form }, round }: Call): (x: number, p: number) => number {
  if (form === 0) return Math.pow;
  const magnitude = form === 1
    ? (x: number, p: number) => Math.exp(round(p * round(Math.log(x))))
    : (x: number, p: number) => 2 ** round(p * round(Math.log2(x)));
  return (x, p) => {
    if (p === 0) return 1;
    if (x < 0 && x > -Infinity && Number.isFinite(p) && !Number.isInteger(p)) return NaN;
    const y = magnitude(Math.abs(x), p);
    return x < 0 && Math.abs(p % 2) === 1 ? -y : y;
  };
}

/** By repeated squaring; 0 for a negative exponent. */
export function integerPower(base: number, exponent: number): number {
  let result = exponent < 0 ? 0 : 1;
  for (let square = base, left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    if (left > 1) square *= square;
  }
  return result;
}

/** The same of 64-bit integers, modulo 2^64. */
export function bigPower(base: bigint, exponent: bigint): bigint {
  let result = exponent < 0n ? 0n : 1n;
  for (let square = base, left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = BigInt.asUintN(64, result * square);
    square = BigInt.asUintN(64, square * square);
  }
  return result;
}
