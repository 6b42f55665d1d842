import { type FloatType, roundTo } from "../../graph/data_type.ts";
import { affine } from "../affine.ts";
import { roundsRight } from "../certify.ts";
import { nanAlternative } from "./_selection.ts";
import { floatTypes, unary } from "./_unary.ts";

/**
 * `max(min(alpha · x + beta, 1), 0)`, both scalars cast to the input's data type. Class A: the radius of `linear`, as
 * far as it reaches between 0 and 1. Spec: #api-mlgraphbuilder-hard-sigmoid.
 */
export const hardSigmoid = unary({
  name: "hardSigmoid",
  section: "api-mlgraphbuilder-hard-sigmoid",
  dataTypes: floatTypes,
  options: { alpha: { type: "double", default: 0.2 }, beta: { type: "double", default: 0.5 } },
  evaluate(input, options, profile) {
    const dataType = input.dataType as FloatType;
    const alpha = roundTo(dataType, options.alpha as number);
    const beta = roundTo(dataType, options.beta as number);
    const { v, e, flags } = affine({ ...input, M: undefined }, alpha, beta, dataType, profile);
    let hasNaN = false;
    for (let i = 0; i < v.length; i++) {
      const y = v[i];
      if (y !== y) hasNaN = true;
      v[i] = clamped(y);
      if (e && e[i] < Infinity) e[i] = Math.max(v[i] - clamped(y - e[i]), clamped(y + e[i]) - v[i]);
    }
    return {
      v,
      rounding: "stored",
      e,
      flags,
      undecided: input.undecided,
      // as `linear`, and what is beyond 0 and 1 is exact
      certificate: roundsRight,
      alternatives: hasNaN ? [nanAlternative(v, "b", 1, "Q22"), nanAlternative(v, "c", 0, "Q22")] : undefined,
      atLeast: 0,
      atMost: profile.name === "ieee" ? 1 : undefined,
    };
  },
});

function clamped(y: number): number {
  return y > 1 ? 1 : y < 0 ? 0 : y;
}
