import { specDataTypes } from "../../graph/data_type.ts";
import { extremum } from "../extremum.ts";
import type { Operator } from "../operator.ts";
import { binaryOperator } from "./_binary.ts";

/** Spec: #api-mlgraphbuilder-binary. Class S: selects the greater value; NaN is question Q7. */
export const max: Operator = binaryOperator({
  name: "max",
  section: "api-mlgraphbuilder-binary",
  dataTypes: specDataTypes,
  evaluate: (a, b, profile) => extremum("max", a, b, profile),
});
