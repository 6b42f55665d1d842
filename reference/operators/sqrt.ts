import type { FloatType } from "../../graph/data_type.ts";
import { Flag } from "../../graph/expectation.ts";
import { type Ball, floats } from "../ball.ts";
import { roundsRight } from "../certify.ts";
import { elementwiseRadius, mapped } from "../elementwise.ts";
import { arithmetic, functionUlp } from "../radius.ts";
import { floatTypes, unary } from "./_unary.ts";

/** Class F: `2u·c·y + q`, 0 for the root of 0. Spec: #api-mlgraphbuilder-unary. */
export const sqrt = unary({
  name: "sqrt",
  section: "api-mlgraphbuilder-unary",
  dataTypes: floatTypes,
  evaluate(input, _, profile) {
    const dataType = input.dataType as FloatType;
    const { accumulator } = arithmetic(dataType, profile);
    const relative = 2 * functionUlp[profile.name].sqrt * accumulator.u;
    const v = mapped(floats(input), Math.sqrt);
    const e = elementwiseRadius(
      v,
      input,
      {
        f: (x) => Math.sqrt(Math.max(x, 0)),
        local: (_, __, y) => y === 0 ? 0 : relative * y + accumulator.minSubnormal,
      },
      dataType,
      profile,
    );
    return {
      v,
      rounding: "stored",
      e,
      flags: doubtful(input),
      undecided: input.undecided,
      atLeast: 0,
      // 53 bits are at least twice 24 and two more (tolerance.md, section 8.4)
      certificate: roundsRight,
    };
  },
});

/** Where the argument may be negative and may be not, so that NaN is right beside a number. */
function doubtful({ v: x, e }: Ball): Uint8Array | undefined {
  if (!e) return undefined;
  let flags: Uint8Array | undefined;
  for (let i = 0; i < e.length; i++) {
    const value = x[i] as number;
    if (value - e[i] >= 0 || value + e[i] < 0 || e[i] === 0) continue;
    (flags ??= new Uint8Array(e.length))[i] = value < 0 ? Flag.skip | Flag.orNaN : Flag.orNaN;
  }
  return flags;
}
