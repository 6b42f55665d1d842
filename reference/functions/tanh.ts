import { exponential } from "./fixed_functions.ts";
import { leadingZeros, scaled, shiftLeft, toFixed } from "./fixed_point.ts";
import { LANGUAGE_ERROR, type RealFunction } from "./real_function.ts";

/** `(e^2x - 1) / (e^2x + 1)` */
export const tanh: RealFunction = {
  value: Math.tanh,
  values(x, to) {
    for (let i = 0; i < to.length; i++) to[i] = Math.tanh(x[i]);
  },
  steeper: 0,
  error: LANGUAGE_ERROR,
  precise(x, bits) {
    const n = bits + 8 + leadingZeros(x);
    const { m, exponent } = exponential(2n * toFixed(scaled(Math.abs(x)), n), n);
    const power = shiftLeft(m, exponent + n);
    const one = 1n << BigInt(n);
    const y = (power - one << BigInt(n)) / (power + one);
    return { m: x < 0 ? -y : y, exponent: -n };
  },
};
