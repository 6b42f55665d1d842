/**
 * What the tests of correct rounding share: is a value of a float type the one nearest to a fraction?
 *
 * @module
 */

import type { FloatType } from "../../graph/data_type.ts";

/** A fraction; the denominator is positive. */
export type Fraction = readonly [numerator: bigint, denominator: bigint];

/** A finite value of the type as a fraction. */
export function fractionOf(x: number): Fraction {
  return [scaled(x), one];
}

/** Whether `value` is the fraction rounded to nearest, ties to even; an infinity where that overflows. */
export function isNearest(dataType: FloatType, value: number, [n, d]: Fraction): boolean {
  const types = views[dataType];
  const limit = types.beyond;
  types.number[0] = Math.abs(value);
  const bits = types.bits[0];
  const next = (step: number) => {
    types.bits[0] = bits + step;
    return Number.isFinite(types.number[0]) ? scaled(types.number[0]) : limit;
  };
  const isNegative = n < 0n;
  if (value !== 0 && (value < 0) !== isNegative) return false;
  const size = (isNegative ? -n : n) * one * 2n;
  const here = Number.isFinite(value) ? scaled(Math.abs(value)) : limit;
  const below = bits === 0 ? -here : here + next(-1);
  const above = Number.isFinite(value) ? here + next(1) : undefined;
  const isEven = bits % 2 === 0;
  const reachesDown = isEven ? below * d <= size : below * d < size;
  const reachesUp = above === undefined || (isEven ? size <= above * d : size < above * d);
  return (bits === 0 || reachesDown) && reachesUp;
}

const exponent = 150;
const one = 1n << BigInt(exponent);

function scaled(x: number): bigint {
  return BigInt(x * 2 ** exponent);
}

const float32 = new Float32Array(1);
const float16 = new Float16Array(1);
const views = {
  float32: { number: float32, bits: new Uint32Array(float32.buffer), beyond: scaled(2 ** 128) },
  float16: { number: float16, bits: new Uint16Array(float16.buffer), beyond: scaled(2 ** 16) },
};
