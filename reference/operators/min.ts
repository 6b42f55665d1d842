import { specDataTypes } from "../../graph/data_type.ts";
import { extremum } from "../extremum.ts";
import type { Operator } from "../operator.ts";
import { binaryOperator } from "./_binary.ts";

/** Spec: #api-mlgraphbuilder-binary. Class S: selects the lesser value; NaN is question Q7. */
export const min: Operator = binaryOperator({
  name: "min",
  section: "api-mlgraphbuilder-binary",
  dataTypes: specDataTypes,
  evaluate: (a, b, profile) => extremum("min", a, b, profile),
});
