import { exponential } from "./fixed_functions.ts";
import { scaled, toFixed } from "./fixed_point.ts";
import { LANGUAGE_ERROR, type RealFunction } from "./real_function.ts";

/** `e^x` */
export const exp: RealFunction = {
  value: Math.exp,
  values(x, to) {
    for (let i = 0; i < to.length; i++) to[i] = Math.exp(x[i]);
  },
  steeper: 1,
  error: LANGUAGE_ERROR,
  precise: (x, bits) => exponential(toFixed(scaled(x), bits + 4), bits + 4),
};
