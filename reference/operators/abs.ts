import { isFloat } from "../../graph/data_type.ts";
import { floats } from "../ball.ts";
import { opposites } from "./_signs.ts";
import { signedTypes, unary } from "./_unary.ts";

/** Spec: #api-mlgraphbuilder-unary. Class S. */
export const abs = unary({
  name: "abs",
  section: "api-mlgraphbuilder-unary",
  dataTypes: signedTypes,
  evaluate(input) {
    if (!isFloat(input.dataType)) return opposites(input, false);
    const x = floats(input);
    const v = new Float64Array(x.length);
    for (let i = 0; i < v.length; i++) v[i] = Math.abs(x[i]);
    const { e, undecided } = input;
    return { v, rounding: "none", e, undecided, atLeast: 0 };
  },
});
