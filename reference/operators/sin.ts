import { sin as f } from "../functions/circular.ts";
import { circularRule } from "./_circular.ts";
import { realFunction } from "./_real_function.ts";

/** Spec: #api-mlgraphbuilder-unary. Class F. */
export const sin = realFunction(
  "sin",
  "api-mlgraphbuilder-unary",
  (dataType, profile) => circularRule("sin", f, dataType, profile),
);
