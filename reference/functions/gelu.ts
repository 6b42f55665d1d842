import { gaussian, scaledErfc } from "./erfc.ts";
import { errorSeries } from "./fixed_functions.ts";
import { rootOverPi, type Scaled, scaled } from "./fixed_point.ts";
import type { RealFunction } from "./real_function.ts";

/** Where gelu is least. */
export const GELU_TURN = -0.7517915246935645;

/** Beyond this `e^(-x²/2)` is no float64. */
const LARGE = 40;

/** `½x·erfc(-x / √2)`, which for positive x is `x - ½x·erfc(x / √2)`. */
export const gelu: RealFunction = {
  value(x) {
    const a = Math.abs(x);
    if (a > LARGE) return x > 0 ? x : -0;
    const tail = a / 2 * gaussian(a, 0.5) * scaledErfc(a * Math.SQRT1_2);
    return x > 0 ? x - tail : -tail;
  },
  error: 2 ** -49,
  precise(x, bits) {
    const { m, exponent } = scaled(x);
    if (x > LARGE) return { m, exponent };
    // in the tail 1 - erf is as small as e^(-x²/2)/x
    const n = bits + 16 + (x < 0 ? Math.ceil(0.75 * x * x) : 0);
    const square: Scaled = { m: m * m, exponent: 2 * exponent - 1 };
    const erf = m * errorSeries(square, n) * rootOverPi(2n, n);
    // the sum of 1 and erf(x / √2) is exact
    const scale = 2 * n - exponent;
    return { m: m * ((1n << BigInt(scale)) + erf), exponent: exponent - scale - 1 };
  },
};
