import { specDataTypes } from "../../graph/data_type.ts";
import { moved } from "./_movement.ts";
import { unary } from "./_unary.ts";

/** Spec: #api-mlgraphbuilder-unary. Class X. */
export const identity = unary({
  name: "identity",
  section: "api-mlgraphbuilder-unary",
  dataTypes: specDataTypes,
  evaluate: (input, _, profile) => moved(input, profile, (data) => data),
});
