import { type FloatType, roundTo } from "../../graph/data_type.ts";
import { affine } from "../affine.ts";
import { floats } from "../ball.ts";
import { roundsRight } from "../certify.ts";
import { magnitudes } from "../radius.ts";
import { floatTypes, unary } from "./_unary.ts";

/**
 * `alpha · x + beta`, both cast to the input's data type. Class A. The product of two values of 24 bits is exact in float64,
 * and the sum rounded to odd, so that it rounds to float32 as the exact one.
 * Spec: #api-mlgraphbuilder-linear.
 */
export const linear = unary({
  name: "linear",
  section: "api-mlgraphbuilder-linear",
  dataTypes: floatTypes,
  options: { alpha: { type: "double", default: 1 }, beta: { type: "double", default: 0 } },
  evaluate(input, options, profile) {
    const dataType = input.dataType as FloatType;
    const alpha = roundTo(dataType, options.alpha as number);
    const beta = roundTo(dataType, options.beta as number);
    return {
      ...affine(input, alpha, beta, dataType, profile),
      rounding: "stored",
      get M() {
        const M = input.M ?? magnitudes(floats(input));
        return M.map((magnitude) => Math.abs(alpha) * magnitude + Math.abs(beta));
      },
      terms: (input.terms ?? 1) + 1,
      undecided: input.undecided,
      certificate: roundsRight,
    };
  },
});
