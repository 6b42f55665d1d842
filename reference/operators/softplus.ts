import { functionConstants } from "../function_error.ts";
import { sigmoid } from "../functions/sigmoid.ts";
import { softplus as f } from "../functions/softplus.ts";
import { arithmetic } from "../radius.ts";
import { realFunction } from "./_real_function.ts";

/** Spec: #api-mlgraphbuilder-softplus-method. Class F: `u·(2 + 2c_exp·σ(x)) + 2c_log·u·|y| + q`. */
export const softplus = realFunction(
  "softplus",
  "api-mlgraphbuilder-softplus-method",
  (dataType, profile) => {
    const { u, accumulator, flushedBelow } = arithmetic(dataType, profile);
    const { ulp, slope = 0 } = functionConstants("exp", dataType, profile);
    const log = functionConstants("log", dataType, profile).ulp;
    const farthest = Math.log(accumulator.max);
    const least = accumulator.minSubnormal + flushedBelow;
    return {
      f,
      error(x, dx, y) {
        const exp = ulp + slope * Math.min(Math.abs(x) + dx, farthest);
        const slopeOfLog = Math.min(1, sigmoid.value(x) + dx / 4);
        return u * (2 + 2 * exp * slopeOfLog + 2 * log * y) + least;
      },
      atLeast: profile.name === "ieee" ? 0 : undefined,
    };
  },
);
