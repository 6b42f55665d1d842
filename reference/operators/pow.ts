import { isFloat, specDataTypes } from "../../graph/data_type.ts";
import { powerOfFloats } from "../power_floats.ts";
import { powerOfIntegers } from "../power_integers.ts";
import { binaryOperator } from "./_binary.ts";

/** Spec: #api-mlgraphbuilder-binary. Class F; integers exact while in range. Questions Q10, Q31, Q32 and Q33. */
export const pow = binaryOperator({
  name: "pow",
  section: "api-mlgraphbuilder-binary",
  dataTypes: specDataTypes,
  evaluate: (a, b, profile) => isFloat(a.dataType) ? powerOfFloats(a, b, profile) : powerOfIntegers(a, b),
});
