import { type FloatType, roundTo } from "../../graph/data_type.ts";
import { AlternativeList, orAbsent } from "../alternative_list.ts";
import { floats } from "../ball.ts";
import { roundsRight } from "../certify.ts";
import { elementwiseRadius } from "../elementwise.ts";
import { isExactFactor, keeps } from "../kept.ts";
import { arithmetic, growth } from "../radius.ts";
import { nanAlternative } from "./_selection.ts";
import { floatTypes, unary } from "./_unary.ts";

/**
 * `max(0, x) + alpha · min(0, x)`, alpha cast to the input's data type. Class A: `2u|alpha·x|` below 0, where the
 * product is no number of the accumulator; 0 above. A subnormal that is flushed only where it is compared keeps its value.
 * Spec: #api-mlgraphbuilder-leakyrelu.
 */
export const leakyRelu = unary({
  name: "leakyRelu",
  section: "api-mlgraphbuilder-leakyrelu",
  dataTypes: floatTypes,
  options: { alpha: { type: "double", default: 0.01 } },
  evaluate(input, options, profile) {
    const dataType = input.dataType as FloatType;
    const alpha = roundTo(dataType, options.alpha as number);
    const slope = Math.abs(alpha);
    const a = arithmetic(dataType, profile);
    const relative = growth(2, a);
    const isKept = keeps(a);
    const lost = slope < a.flushedInputsBelow ? slope : 0;
    const isExact = (x: number) =>
      isKept(alpha) && isKept(alpha * x) && isExactFactor(alpha, a) && isExactFactor(x, a);
    const f = (x: number) => x < 0 ? alpha * x : x;
    const x = floats(input);
    const v = new Float64Array(x.length);
    const positive = new AlternativeList(dataType);
    let hasNaN = false;
    for (let i = 0; i < v.length; i++) {
      const y = v[i] = f(x[i]);
      if (y !== y && x[i] !== x[i]) hasNaN = true;
      if (x[i] < 0 && -x[i] < a.flushedInputsBelow) positive.add(i, x[i]);
    }
    const e = elementwiseRadius(
      v,
      input,
      {
        f,
        turn: 0,
        local: (low, high) => {
          if (low >= 0 || low === high && isExact(low)) return 0;
          const product = slope * -low;
          return relative * product + a.q + Math.min(product, a.flushedBelow) + lost * -low;
        },
      },
      dataType,
      profile,
    );
    const alternatives = positive.build(undefined, "compared as 0");
    if (hasNaN) alternatives.push(nanAlternative(v, "b", 0, "Q22"));
    return {
      v,
      rounding: "stored",
      e,
      undecided: input.undecided,
      alternatives: orAbsent(alternatives),
      // a product of two values of 24 bits is exact in float64
      certificate: roundsRight,
    };
  },
});
