import { functionError } from "../function_error.ts";
import { exp as f } from "../functions/exp.ts";
import { realFunction } from "./_real_function.ts";

/** Spec: #api-mlgraphbuilder-unary. Class F. */
export const exp = realFunction("exp", "api-mlgraphbuilder-unary", (dataType, profile) => ({
  f,
  error: functionError("exp", dataType, profile),
  atLeast: 0,
}));
