/**
 * Numbers of options and scalars made values of a data type. The kernels' own: the reference has another.
 *
 * @module
 */

import { type DataType, integerRange, isFloat, isInt64, roundTo } from "../../graph/data_type.ts";

/**
 * To nearest for floats; for integers rounded half to even, the nearest end of the range beyond it, 0 for NaN.
 *
 * @returns A BigInt for 64-bit integers, a number otherwise.
 */
export function valueOf(x: number | bigint, dataType: DataType): number | bigint {
  if (isFloat(dataType)) return roundTo(dataType, typeof x === "bigint" ? nearby(x) : x);
  const [least, greatest] = integerRange[dataType];
  const inside = x > greatest ? greatest : x < least ? least : x === x ? x : 0n;
  const whole = typeof inside === "bigint" ? inside : BigInt(halfToEven(inside));
  return isInt64(dataType) ? whole : Number(whole);
}

/** A number that rounds to float types as the integer does: of low bits that a double cannot hold one is set. */
export function nearby(x: bigint): number {
  if (BigInt.asIntN(54, x) === x) return Number(x);
  const low = x & 0xfffffn;
  return Number(x - low) + (low === 0n ? 0 : 2 ** 12);
}

/** `x` rounded to a whole number, halves to the even one. */
export function halfToEven(x: number): number {
  const floor = Math.floor(x), rest = x - floor;
  return floor + (rest > 0.5 || rest === 0.5 && floor % 2 !== 0 ? 1 : 0);
}
