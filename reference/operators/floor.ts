import { floats } from "../ball.ts";
import { stepped } from "../elementwise.ts";
import { floatTypes, unary } from "./_unary.ts";

/** Spec: #api-mlgraphbuilder-unary. Class S. */
export const floor = unary({
  name: "floor",
  section: "api-mlgraphbuilder-unary",
  dataTypes: floatTypes,
  evaluate(input, _, profile) {
    const x = floats(input);
    const v = new Float64Array(x.length);
    for (let i = 0; i < v.length; i++) v[i] = Math.floor(x[i]);
    return stepped(input, v, Math.floor, profile);
  },
});
