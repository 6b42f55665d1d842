import type { FloatType } from "../../graph/data_type.ts";
import { stepped } from "../elementwise.ts";
import { floatTypes, unary } from "./_unary.ts";

/** Spec: #api-mlgraphbuilder-unary. Class S. */
export const floor = unary({
  name: "floor",
  section: "api-mlgraphbuilder-unary",
  dataTypes: floatTypes,
  evaluate: (input, _, profile) => stepped(input, Math.floor, input.dataType as FloatType, profile),
});
