import { createElements, isFloat } from "../../graph/data_type.ts";
import { orAbsent } from "../alternative_list.ts";
import { type Ball, floats } from "../ball.ts";
import { stepped } from "../elementwise.ts";
import type { Result } from "../operator.ts";
import { nanAlternative } from "./_selection.ts";
import { signedTypes, unary } from "./_unary.ts";

/** Spec: #api-mlgraphbuilder-unary: 1 above 0, -1 below, "and 0 otherwise", which is the sign of NaN too (question Q41). Class S. */
export const sign = unary({
  name: "sign",
  section: "api-mlgraphbuilder-unary",
  dataTypes: signedTypes,
  evaluate(input, _, profile) {
    const { dataType } = input;
    if (!isFloat(dataType)) return signsOfIntegers(input);
    const x = floats(input);
    const v = new Float64Array(x.length);
    for (let i = 0; i < v.length; i++) v[i] = signOf(x[i]);
    const result = stepped(input, v, signOf, profile);
    const ofNaN = nanAlternative(x, "b", NaN, "Q41");
    const alternatives = [...result.alternatives ?? [], ...ofNaN.positions.length > 0 ? [ofNaN] : []];
    return { ...result, alternatives: orAbsent(alternatives), atLeast: -1, atMost: 1 };
  },
});

function signOf(x: number): number {
  return x > 0 ? 1 : x < 0 ? -1 : 0;
}

function signsOfIntegers(ball: Ball): Result {
  const v = createElements(ball.dataType, ball.v.length);
  const zero = v[0];
  const [one, minusOne] = typeof zero === "bigint" ? [1n, -1n] : [1, -1];
  for (let i = 0; i < v.length; i++) v[i] = ball.v[i] > zero ? one : ball.v[i] < zero ? minusOne : zero;
  return { v, rounding: "none", undecided: ball.undecided };
}
