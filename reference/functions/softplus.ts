import { exponential } from "./fixed_functions.ts";
import { atanh, scaled, shiftLeft, toFixed } from "./fixed_point.ts";
import type { RealFunction } from "./real_function.ts";

/** `ln(1 + e^x)` as `max(x, 0) + ln(1 + e^-|x|)`. */
export const softplus: RealFunction = {
  value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  steeper: 1,
  error: 2 ** -49,
  precise(x, bits) {
    const given = bits + 8;
    const { m, exponent } = exponential(toFixed(scaled(-Math.abs(x)), given), given);
    const n = x < 0 ? bits + 8 - exponent - given : given;
    const power = shiftLeft(m, exponent + n);
    const ratio = (power << BigInt(n)) / ((2n << BigInt(n)) + power);
    return { m: 2n * atanh(ratio, n) + (x > 0 ? toFixed(scaled(x), n) : 0n), exponent: -n };
  },
};
