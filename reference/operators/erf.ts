import { functionError } from "../function_error.ts";
import { erf as f } from "../functions/erf.ts";
import { realFunction } from "./_real_function.ts";

/** Spec: #api-mlgraphbuilder-unary. Class F. */
export const erf = realFunction("erf", "api-mlgraphbuilder-unary", (dataType, profile) => ({
  f,
  error: functionError("erf", dataType, profile),
  atLeast: profile.name === "ieee" ? -1 : undefined,
  atMost: profile.name === "ieee" ? 1 : undefined,
}));
