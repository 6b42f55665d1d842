import { sineAndCosine } from "./fixed_functions.ts";
import { leadingZeros, scaled } from "./fixed_point.ts";
import { LANGUAGE_ERROR, type RealFunction } from "./real_function.ts";

/** No float64 is closer to a multiple of π/2 than 2^-62, relatively. */
const CANCELLED = 68;

function both(x: number, bits: number) {
  const n = bits + CANCELLED + leadingZeros(x);
  return { ...sineAndCosine(scaled(x), n), n };
}

/** `sin x`, `x` in radians. */
export const sin: RealFunction = {
  value: Math.sin,
  values(x, to) {
    for (let i = 0; i < to.length; i++) to[i] = Math.sin(x[i]);
  },
  error: LANGUAGE_ERROR,
  precise(x, bits) {
    const { sin, n } = both(x, bits);
    return { m: sin, exponent: -n };
  },
};

/** `cos x`, `x` in radians. */
export const cos: RealFunction = {
  value: Math.cos,
  values(x, to) {
    for (let i = 0; i < to.length; i++) to[i] = Math.cos(x[i]);
  },
  error: LANGUAGE_ERROR,
  precise(x, bits) {
    const { cos, n } = both(x, bits);
    return { m: cos, exponent: -n };
  },
};

/** `tan x`, `x` in radians. */
export const tan: RealFunction = {
  value: Math.tan,
  values(x, to) {
    for (let i = 0; i < to.length; i++) to[i] = Math.tan(x[i]);
  },
  error: LANGUAGE_ERROR,
  precise(x, bits) {
    const { sin, cos, n } = both(x, bits);
    return { m: (sin << BigInt(n)) / cos, exponent: -n };
  },
};
