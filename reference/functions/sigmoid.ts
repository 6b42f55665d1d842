import { exponential } from "./fixed_functions.ts";
import { scaled, shiftLeft, toFixed } from "./fixed_point.ts";
import type { RealFunction } from "./real_function.ts";

/** `1 / (1 + e^-x)`, for negative x as `e^x / (1 + e^x)`. */
export const sigmoid: RealFunction = {
  value(x) {
    if (x >= 0) return 1 / (1 + Math.exp(-x));
    const power = Math.exp(x);
    return power / (1 + power);
  },
  error: 2 ** -49,
  precise(x, bits) {
    const n = bits + 8;
    const { m, exponent } = exponential(toFixed(scaled(-Math.abs(x)), n), n);
    const one = 1n << BigInt(n);
    const sum = one + shiftLeft(m, exponent + n);
    if (x >= 0) return { m: (one << BigInt(n)) / sum, exponent: -n };
    return { m: (m << BigInt(n)) / sum, exponent };
  },
};
