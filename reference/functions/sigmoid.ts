import type { RealFunction } from "./real_function.ts";

export const sigmoid: RealFunction = {
  value(x) {
    if (x >= 0) return 1 / (1 + Math.exp(-x));
    const power = Math.exp(x);
    return power / (1 + power);
  },
  error: 2 ** -49,
};
