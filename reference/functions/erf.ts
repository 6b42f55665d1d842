import { erfOf } from "./erfc.ts";
import { errorSeries } from "./fixed_functions.ts";
import { leadingZeros, rootOverPi, scaled } from "./fixed_point.ts";
import type { RealFunction } from "./real_function.ts";

/** `2/√π · ∫ e^(-t²) dt` from 0 to x. */
export const erf: RealFunction = {
  value: erfOf,
  steeper: 0,
  error: 2 ** -49,
  precise(x, bits) {
    const { m, exponent } = scaled(x);
    const n = bits + 8 + leadingZeros(1 / x);
    const series = errorSeries({ m: m * m, exponent: 2 * exponent }, n);
    return { m: m * series * rootOverPi(4n, n), exponent: exponent - 2 * n };
  },
};
