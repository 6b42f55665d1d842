import type { FloatType } from "../../graph/data_type.ts";
import { AlternativeList, orAbsent } from "../alternative_list.ts";
import { floats } from "../ball.ts";
import type { Certificate } from "../certify.ts";
import { elementwiseRadius, mapped } from "../elementwise.ts";
import { arithmetic, functionUlp, U64 } from "../radius.ts";
import { dyadic, quotientToOdd } from "../round_to_odd.ts";
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
    const certificate: Certificate = {
      radius: (i) => 3 * U64 * Math.abs(v[i]),
      exact: (i) => exact(x[i]),
    };
    return { v, rounding: "stored", e, undecided: input.undecided, alternatives, certificate };
  },
});

function expression(x: number): number {
  return x / (1 + Math.abs(x));
}

function exact(x: number): number {
  const [m, k] = dyadic(x);
  return quotientToOdd(m, (1n << k) + (m < 0n ? -m : m), 0n);
}
