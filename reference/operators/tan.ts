import { functionConstants, functionError } from "../function_error.ts";
import { tan as f } from "../functions/circular.ts";
import { realFunction } from "./_real_function.ts";

/** Spec: #api-mlgraphbuilder-unary. Class F, judged away from the poles. */
export const tan = realFunction("tan", "api-mlgraphbuilder-unary", (dataType, profile) => {
  const isBounded = functionConstants("sin", dataType, profile).absolute !== undefined;
  return {
    f,
    error: functionError("tan", dataType, profile),
    isOutside: isBounded ? (x, dx) => Math.abs(x) + dx > Math.PI : undefined,
  };
});
