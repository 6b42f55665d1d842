import { functionConstants } from "../function_error.ts";
import { gelu as f, GELU_TURN } from "../functions/gelu.ts";
import { arithmetic } from "../radius.ts";
import { realFunction } from "./_real_function.ts";

/**
 * Spec: #api-mlgraphbuilder-gelu-method. Class F:
 * `½|x|·u·(2c_erf·|ε| + a_erf + 1.6|x|·e^(-x²/2) + |1 + ε| + 1) + 3u·|y| + q`, where `ε = erf(x / √2)`. Question
 * Q30.
 */
export const gelu = realFunction("gelu", "api-mlgraphbuilder-gelu-method", (dataType, profile) => {
  const { u, accumulator, flushedBelow } = arithmetic(dataType, profile);
  const { ulp, units = 0 } = functionConstants("erf", dataType, profile);
  const least = accumulator.minSubnormal + flushedBelow;
  return {
    f,
    error(x, dx, y) {
      if (x === -Infinity) return least;
      const size = Math.abs(x) + dx;
      // each of the three moves by at most dx when x does
      const sum = x === 0 ? 1 : Math.min(2, 2 * f.value(x) / x + dx);
      const erf = Math.min(1, Math.abs(sum - dx - 1) + 2 * dx);
      const slope = Math.abs(x) * Math.exp(-x * x / 2) + dx;
      return u * (size / 2 * (2 * ulp * erf + units + 1.6 * slope + sum + 1) + 3 * y) + least;
    },
    nanAsWritten: [-Infinity, -Infinity],
    turn: GELU_TURN,
  };
});
