import type { RealFunction } from "./real_function.ts";

/** `x` where that is not negative, `alpha · (e^x - 1)` elsewhere. */
export function eluOf(alpha: number): RealFunction {
  return { value: (x) => x >= 0 ? x : alpha * Math.expm1(x), error: 2 ** -49 };
}
