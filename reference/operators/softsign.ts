import type { FloatType } from "../../graph/data_type.ts";
import { AlternativeList, orAbsent } from "../alternative_list.ts";
import { floats } from "../ball.ts";
import { elementwiseRadius, mapped } from "../elementwise.ts";
import { arithmetic, functionUlp } from "../radius.ts";
import { floatTypes, unary } from "./_unary.ts";

/** `x / (1 + |x|)`. Class A: `(2 + 2c_div)·u·|y|`. Spec: #api-mlgraphbuilder-softsign-method. */
export const softsign = unary({
  name: "softsign",
  section: "api-mlgraphbuilder-softsign-method",
  dataTypes: floatTypes,
  evaluate(input, _, profile) {
    const dataType = input.dataType as FloatType;
    const { u, q } = arithmetic(dataType, profile);
    const relative = (2 + 2 * functionUlp[profile.name].div) * u;
    const x = floats(input);
    const v = mapped(x, expression);
    const e = elementwiseRadius(
      v,
      input,
      {
        f: expression,
        local: (_, __, y) => y === 0 ? 0 : relative * y + q,
      },
      dataType,
      profile,
    );
    const limits = new AlternativeList(dataType);
    for (let i = 0; i < x.length; i++) if (Math.abs(x[i]) === Infinity) limits.add(i, Math.sign(x[i]));
    const alternatives = orAbsent(limits.build("Q23", "b"));
    return { v, rounding: "stored", e, undecided: input.undecided, alternatives };
  },
});

/**
 * Its two roundings change nothing where it is rounded to float32 or float16: while `1 + |x|` is exact, a quotient of
 * whole numbers below 2^24 and 2^53 is at least 2^-49 away from a halfway number (relatively), and outside it is within
 * 2^-29 of x, -1 or 1.
 */
function expression(x: number): number {
  return x / (1 + Math.abs(x));
}
