import { isFloat } from "../../graph/data_type.ts";
import { floats } from "../ball.ts";
import { mapped } from "../elementwise.ts";
import { opposites } from "./_signs.ts";
import { signedTypes, unary } from "./_unary.ts";

/** Spec: #api-mlgraphbuilder-unary. Class S. */
export const abs = unary({
  name: "abs",
  section: "api-mlgraphbuilder-unary",
  dataTypes: signedTypes,
  evaluate(input) {
    if (!isFloat(input.dataType)) return opposites(input, false);
    const { e, undecided } = input;
    return { v: mapped(floats(input), Math.abs), rounding: "none", e, undecided, atLeast: 0 };
  },
});
