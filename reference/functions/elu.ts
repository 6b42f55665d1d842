import { exponential } from "./fixed_functions.ts";
import { leadingZeros, scaled, toFixed } from "./fixed_point.ts";
import type { RealFunction } from "./real_function.ts";

/** `x` where that is not negative, `alpha · (e^x - 1)` elsewhere. */
export function eluOf(alpha: number): RealFunction {
  return {
    value: (x) => x >= 0 ? x : alpha * Math.expm1(x),
    error: 2 ** -49,
    precise(x, bits) {
      if (x >= 0) return scaled(x);
      const factor = scaled(alpha);
      const n = bits + 8 + leadingZeros(x);
      const { m, exponent } = exponential(toFixed(scaled(x), n), n);
      const power = m >> BigInt(-exponent - n);
      return { m: factor.m * (power - (1n << BigInt(n))), exponent: factor.exponent - n };
    },
  };
}
