/**
 * An option's number made a value of the operand's data type (spec: #algorithms-casting).
 *
 * @module
 */

import { type DataType, integerRange, isFloat, isInt64, roundTo } from "../graph/data_type.ts";

/**
 * The spec's "cast": to nearest even for floats; clamped and rounded half to even for integers, NaN giving 0.
 * The spec writes "signed" for `uint32`; the evident intent, unsigned, is done here.
 *
 * @returns A BigInt for `int64` and `uint64`, a number otherwise.
 */
export function castNumber(x: number | bigint, dataType: DataType): number | bigint {
  if (isFloat(dataType)) return roundTo(dataType, typeof x === "bigint" ? toNumberByOddRounding(x) : x);
  const [least, greatest] = integerRange[dataType];
  const integer = typeof x === "bigint" ? clampInteger(x, least, greatest) : fromNumber(x, least, greatest);
  return isInt64(dataType) ? integer : Number(integer);
}

function fromNumber(x: number, least: bigint, greatest: bigint): bigint {
  if (Number.isNaN(x)) return 0n;
  if (x >= Number(greatest)) return greatest;
  if (x <= Number(least)) return least;
  return BigInt(roundHalfToEven(x));
}

function clampInteger(x: bigint, least: bigint, greatest: bigint): bigint {
  if (x < least) return least;
  return x > greatest ? greatest : x;
}

/** A double that rounds to float32 and float16 as `x` itself does: low bits are folded into one sticky bit. */
export function toNumberByOddRounding(x: bigint): number {
  const magnitude = x < 0n ? -x : x;
  const shift = BigInt(Math.max(0, magnitude.toString(2).length - 53));
  const high = magnitude >> shift;
  const sticky = (high << shift) === magnitude ? high : high | 1n;
  return Number(sticky) * 2 ** Number(shift) * (x < 0n ? -1 : 1);
}

/** `x` rounded to a whole number, the even one if it lies halfway. Exact for every double. */
export function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  const fraction = x - floor;
  if (fraction < 0.5) return floor;
  if (fraction > 0.5) return floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}
