import { logarithm } from "./fixed_functions.ts";
import { scaled } from "./fixed_point.ts";
import { LANGUAGE_ERROR, type RealFunction } from "./real_function.ts";

/** Float64 has no number closer to 1 than 2^-53. */
const CANCELLED = 56;

/** `ln x` */
export const log: RealFunction = {
  value: Math.log,
  values(x, to) {
    for (let i = 0; i < to.length; i++) to[i] = Math.log(x[i]);
  },
  steeper: -1,
  error: LANGUAGE_ERROR,
  precise(x, bits) {
    const n = bits + CANCELLED;
    return { m: logarithm(scaled(x), n), exponent: -n };
  },
};
