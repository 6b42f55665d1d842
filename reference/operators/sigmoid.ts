import { functionError } from "../function_error.ts";
import { sigmoid as f } from "../functions/sigmoid.ts";
import { realFunction } from "./_real_function.ts";

/** Spec: #api-mlgraphbuilder-sigmoid-method. Class F, relative in the tail too. */
export const sigmoid = realFunction("sigmoid", "api-mlgraphbuilder-sigmoid-method", (dataType, profile) => ({
  f,
  error: functionError("sigmoid", dataType, profile),
  atLeast: 0,
  atMost: profile.name === "ieee" ? 1 : undefined,
}));
