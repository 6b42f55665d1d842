import type { RealFunction } from "./real_function.ts";

export const softplus: RealFunction = {
  value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  error: 2 ** -49,
};
