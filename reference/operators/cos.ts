import { cos as f } from "../functions/circular.ts";
import { circularRule } from "./_circular.ts";
import { realFunction } from "./_real_function.ts";

/** Spec: #api-mlgraphbuilder-unary. Class F. */
export const cos = realFunction(
  "cos",
  "api-mlgraphbuilder-unary",
  (dataType, profile) => circularRule("cos", f, dataType, profile),
);
