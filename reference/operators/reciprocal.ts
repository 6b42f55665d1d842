import type { FloatType } from "../../graph/data_type.ts";
import { binaryOfFloats } from "../binary_floats.ts";
import { floatTypes, unary } from "./_unary.ts";

/** `1 / x`. Class F, as `div`. Spec: #api-mlgraphbuilder-unary. */
export const reciprocal = unary({
  name: "reciprocal",
  section: "api-mlgraphbuilder-unary",
  dataTypes: floatTypes,
  evaluate(input, _, profile) {
    const { dataType, shape } = input;
    const ones = { dataType, shape, v: new Float64Array(input.v.length).fill(1) };
    return binaryOfFloats("div", ones, input, dataType as FloatType, profile);
  },
});
