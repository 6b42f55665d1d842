import { gaussian, scaledErfc } from "./erfc.ts";
import type { RealFunction } from "./real_function.ts";

/** Where gelu is least. */
export const GELU_TURN = -0.7517915246935645;

/** `½x·erfc(-x / √2)`, which for positive x is `x - ½x·erfc(x / √2)`. */
export const gelu: RealFunction = {
  value(x) {
    const a = Math.abs(x);
    if (a > 40) return x > 0 ? x : -0;
    const tail = a / 2 * gaussian(a, 0.5) * scaledErfc(a * Math.SQRT1_2);
    return x > 0 ? x - tail : -tail;
  },
  error: 2 ** -49,
};
