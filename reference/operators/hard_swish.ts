import { floatFormats, type FloatType } from "../../graph/data_type.ts";
import { Flag } from "../../graph/expectation.ts";
import { AlternativeList, orAbsent } from "../alternative_list.ts";
import { floats } from "../ball.ts";
import type { Certificate } from "../certify.ts";
import { elementwiseRadius, mapped } from "../elementwise.ts";
import { roundDown } from "../neighbours.ts";
import { type Arithmetic, arithmetic, functionUlp, U64 } from "../radius.ts";
import { dyadic, quotientToOdd } from "../round_to_odd.ts";
import { floatTypes, unary } from "./_unary.ts";

/**
 * `x · max(0, min(6, x + 3)) / 6`. Class A: `(4 + 2c_div)·u·|y| + u·|x|(|x|/2 + 1)` between -3 and 3, the first term
 * above, 0 below. Where 1/6 may be rounded down, `x · hardSigmoid(x)` is a little below 0 at -3 (`sixthBelow`).
 * Spec: #api-mlgraphbuilder-hard-swish.
 */
export const hardSwish = unary({
  name: "hardSwish",
  section: "api-mlgraphbuilder-hard-swish",
  dataTypes: floatTypes,
  evaluate(input, _, profile) {
    const dataType = input.dataType as FloatType;
    const a = arithmetic(dataType, profile);
    const { u, q, looseRange, accumulator } = a;
    const relative = (4 + 2 * functionUlp[profile.name].div) * u;
    const early = profile.name === "ieee" ? undefined : sixthBelow(a);
    const x = floats(input);
    const v = mapped(x, expression);
    const e = elementwiseRadius(
      v,
      input,
      {
        f: expression,
        turn: -1.5,
        local: (low, high, y) => {
          if (high <= -3) return 0;
          if (y === 0) return 0;
          const inside = Math.min(3, Math.max(Math.abs(low), Math.abs(high)));
          return relative * y + (low < 3 ? u * inside * (inside / 2 + 1) : 0) + q;
        },
      },
      dataType,
      profile,
    );
    const limit = new AlternativeList(dataType), negative = new AlternativeList(dataType);
    let flags: Uint8Array | undefined;
    for (let i = 0; i < x.length; i++) {
      if (x[i] === -Infinity) limit.add(i, 0);
      const radius = input.e ? input.e[i] : 0;
      if (early && x[i] + radius <= -3) {
        const reach = (radius - x[i]) * early(x[i] + radius) * (1 + u);
        if (reach > 0) negative.add(i, -reach / 2, reach / 2);
      }
      if (looseRange && 6 * x[i] > accumulator.max) (flags ??= new Uint8Array(x.length))[i] = Flag.any;
    }
    const alternatives = orAbsent([
      ...limit.build("Q23", "b"),
      ...negative.build(undefined, "1/6 rounded down"),
    ]);
    const certificate: Certificate = {
      radius: (i) => x[i] >= 3 ? 0 : 4 * U64 * Math.abs(v[i]),
      exact: (i) => exact(x[i]),
    };
    return { v, rounding: "stored", e, flags, undecided: input.undecided, alternatives, certificate };
  },
});

/**
 * What is left of hardSigmoid, `max(0, x/6 + 1/2)`, at x <= -3 where 1/6 and its product with x are each rounded towards 0;
 * the sum is exact.
 */
function sixthBelow({ accumulator }: Arithmetic): (x: number) => number {
  const type = accumulator === floatFormats.float16 ? "float16" : "float32";
  const sixth = roundDown(type, 1 / 6);
  return (x) => Math.max(0, 0.5 - roundDown(type, sixth * -x));
}

/** Above 3 the argument itself, where six times it may overflow. */
function expression(x: number): number {
  return x >= 3 ? x : x * Math.max(0, x + 3) / 6;
}

function exact(x: number): number {
  const [m, k] = dyadic(x);
  return quotientToOdd(m * (m + (3n << k)), 6n, 2n * k);
}
