import { functionError } from "../function_error.ts";
import { log as f } from "../functions/log.ts";
import { realFunction } from "./_real_function.ts";

/** Spec: #api-mlgraphbuilder-unary. Class F. Where the argument may be negative or zero nothing bounds the result. */
export const log = realFunction("log", "api-mlgraphbuilder-unary", (dataType, profile) => {
  const error = functionError("log", dataType, profile);
  return {
    f,
    error: (x, dx, y) => dx > 0 && x <= dx ? Infinity : error(x, dx, y),
    isOutside: profile.indeterminate ? (x, dx) => x <= dx : undefined,
  };
});
