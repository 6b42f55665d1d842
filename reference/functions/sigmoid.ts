import { exponential } from "./fixed_functions.ts";
import { scaled, shiftLeft, toFixed } from "./fixed_point.ts";
import type { RealFunction } from "./real_function.ts";

function logistic(x: number): number {
  const power = Math.exp(-Math.abs(x));
  return (x >= 0 ? 1 : power) / (1 + power);
}

/** `1 / (1 + e^-x)`, for negative x as `e^x / (1 + e^x)`. */
export const sigmoid: RealFunction = {
  value: logistic,
  values(x, to) {
    for (let i = 0; i < to.length; i++) to[i] = logistic(x[i]);
  },
  steeper: 0,
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
