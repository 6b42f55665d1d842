/**
 * The bounds of sine and cosine (tolerance.md, sections 3.1 to 5).
 *
 * @module
 */

import type { FloatType } from "../../graph/data_type.ts";
import type { Profile } from "../../graph/profile.ts";
import { functionConstants, functionError } from "../function_error.ts";
import type { FunctionRule } from "../function_result.ts";
import type { RealFunction } from "../functions/real_function.ts";

/** A profile with an absolute error promises it on [-π, π]; elsewhere only that the result is in range. */
export function circularRule(
  name: "sin" | "cos",
  f: RealFunction,
  dataType: FloatType,
  profile: Profile,
): FunctionRule {
  const { absolute } = functionConstants(name, dataType, profile);
  const error = functionError(name, dataType, profile);
  const spread = spreadFrom(f, name === "sin" ? Math.PI / 2 : 0);
  const most = 1 + error(0, 0, 1);
  return {
    f,
    error: absolute === undefined
      ? error
      : (x, dx, y) => Math.abs(x) + dx <= Math.PI ? error(x, dx, y) : 2 + absolute,
    spread,
    atLeast: -most,
    atMost: most,
  };
}

/** Beyond this an argument's place in its period is too coarse in float64 to say on which side of a turn it is. */
const NEAR = 2 ** 10;

/** The greatest distance to the values at the endpoints and the turns between them; `peak` is where it is 1. */
function spreadFrom({ value }: RealFunction, peak: number) {
  const holds = (x: number, dx: number, turn: number) => {
    const period = 2 * Math.PI;
    return Math.floor((x + dx - turn) / period) > Math.floor((x - dx - turn) / period);
  };
  return (x: number, dx: number, y: number): number => {
    if (!(Math.abs(x) + dx < NEAR)) return Math.min(dx, 1 + Math.abs(y));
    const ends = Math.max(Math.abs(value(x + dx) - y), Math.abs(value(x - dx) - y));
    const up = holds(x, dx, peak) ? 1 - y : 0;
    const down = holds(x, dx, peak + Math.PI) ? 1 + y : 0;
    return Math.max(ends, up, down);
  };
}
