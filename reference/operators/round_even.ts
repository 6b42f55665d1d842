import type { FloatType } from "../../graph/data_type.ts";
import { roundHalfToEven } from "../cast_number.ts";
import { stepped } from "../elementwise.ts";
import { floatTypes, unary } from "./_unary.ts";

/** Spec: #api-mlgraphbuilder-unary. Class S. */
export const roundEven = unary({
  name: "roundEven",
  section: "api-mlgraphbuilder-unary",
  dataTypes: floatTypes,
  evaluate: (input, _, profile) => stepped(input, roundHalfToEven, input.dataType as FloatType, profile),
});
