import { functionError } from "../function_error.ts";
import { tanh as f } from "../functions/tanh.ts";
import { realFunction } from "./_real_function.ts";

/** Spec: #api-mlgraphbuilder-tanh-method. Class F. Question Q30. */
export const tanh = realFunction("tanh", "api-mlgraphbuilder-tanh-method", (dataType, profile) => ({
  f,
  error: functionError("tanh", dataType, profile),
  nanAsWritten: [Infinity, Infinity],
  atLeast: profile.name === "ieee" ? -1 : undefined,
  atMost: profile.name === "ieee" ? 1 : undefined,
}));
