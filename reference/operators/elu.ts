import type { FloatType } from "../../graph/data_type.ts";
import { castNumber } from "../cast_number.ts";
import { functionConstants } from "../function_error.ts";
import { functionResult } from "../function_result.ts";
import { eluOf } from "../functions/elu.ts";
import { arithmetic } from "../radius.ts";
import { floatTypes, unary } from "./_unary.ts";

/**
 * Spec: #api-mlgraphbuilder-elu. Class F: exact where x > 0, elsewhere
 * `|α|·u·(2c_exp·e^x + 2|e^x - 1|) + 2u·|y| + q`. Question Q30.
 */
export const elu = unary({
  name: "elu",
  section: "api-mlgraphbuilder-elu",
  dataTypes: floatTypes,
  options: { alpha: { type: "double", default: 1 } },
  evaluate(ball, options, profile) {
    const dataType = ball.dataType as FloatType;
    const alpha = castNumber(options.alpha as number, dataType) as number;
    const { u, accumulator, flushedBelow } = arithmetic(dataType, profile);
    const { ulp, slope = 0 } = functionConstants("exp", dataType, profile);
    const farthest = Math.log(accumulator.max);
    const scale = Math.abs(alpha);
    const least = accumulator.minSubnormal + flushedBelow * (1 + scale);
    const error = (x: number, dx: number, y: number) => {
      if (x >= dx) return 0;
      const exp = 2 * (ulp + slope * Math.min(Math.abs(x) + dx, farthest));
      const near = Math.min(x + dx, 0);
      const far = Math.min(x - dx, 0);
      return u * (scale * (exp * Math.exp(near) + 2 * -Math.expm1(far)) + 2 * y) + least;
    };
    const nanAsWritten = scale === Infinity ? [0, Infinity] as const : undefined;
    const rule = { f: eluOf(alpha), error, turn: alpha < 0 ? 0 : undefined, nanAsWritten };
    return functionResult(ball, rule, profile);
  },
});
