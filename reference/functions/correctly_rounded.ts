/**
 * Values that round to float32 or float16 as the exact ones do (tolerance.md, section 8.2).
 *
 * @module
 */

import { type FloatType, roundTo } from "../../graph/data_type.ts";
import { type Scaled, toOdd } from "./fixed_point.ts";
import type { RealFunction } from "./real_function.ts";

/**
 * `f(x)` of every element: float64 values with the relative error of `f` that, rounded to `dataType`, are the exact values
 * rounded once.
 */
export function correctlyRounded(f: RealFunction, x: Float64Array, dataType: FloatType): Float64Array {
  const v = new Float64Array(x.length);
  const { value, error } = f;
  const low = 1 - error;
  const high = 1 + error;
  if (dataType === "float32") {
    for (let i = 0; i < v.length; i++) {
      const y = value(x[i]);
      v[i] = Math.fround(y * low) === Math.fround(y * high) || y !== y ? y : decided(f, x[i], y, dataType);
    }
  } else {
    for (let i = 0; i < v.length; i++) {
      const y = value(x[i]);
      v[i] = isFarFromMidpoint(y) || y !== y ? y : decided(f, x[i], y, dataType);
    }
  }
  return v;
}

const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);

/**
 * Whether neither a float16 nor the midpoint of two is within 2^-20 of `y` relatively: bits 12 to 20 after the point are
 * not all 0 and not all 1. Cheaper than rounding twice to float16.
 */
function isFarFromMidpoint(y: number): boolean {
  number[0] = y;
  const bits = words[1] & 0x1ff;
  const size = Math.abs(y);
  return bits !== 0 && bits !== 0x1ff && size > 2 ** -13 && size < 2 ** 15;
}

/** How many bits are tried, one after the other. */
const precisions = [128, 384, 1024];

/**
 * A value that rounds as `f(x)`; `y`, its float64 value, where it is not decided in the greatest precision. An argument that is
 * its own value, such as a positive one of elu, is a midpoint only inside a graph, where nothing is rounded.
 */
function decided(f: RealFunction, x: number, y: number, dataType: FloatType): number {
  if (y === x || roundTo(dataType, y * (1 - f.error)) === roundTo(dataType, y * (1 + f.error))) return y;
  return decide((bits) => f.precise(x, bits), dataType) ?? y;
}

/** A float64 that rounds as the number whose approximations are given; undefined where the greatest precision decides nothing. */
export function decide(precise: (bits: number) => Scaled, dataType: FloatType): number | undefined {
  for (const bits of precisions) {
    const { m, exponent } = precise(bits);
    const middle = m << BigInt(bits);
    const least = toOdd({ m: middle - m, exponent: exponent - bits });
    const greatest = toOdd({ m: middle + m, exponent: exponent - bits });
    if (roundTo(dataType, least) === roundTo(dataType, greatest)) return least;
  }
}
