import type { FloatType } from "../../graph/data_type.ts";
import { Flag } from "../../graph/expectation.ts";
import { type Ball, floats } from "../ball.ts";
import { roundsRight } from "../certify.ts";
import { arithmetic, functionUlp, ROUND_UP, U64 } from "../radius.ts";
import { readRadius } from "../read.ts";
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
    const x = floats(input), ex = readRadius(input, dataType, profile);
    const v = new Float64Array(x.length), e = new Float64Array(x.length);
    if (ex) spreadInto(e, x, ex);
    setRoots(v, e, x, relative + 4 * U64, accumulator.minSubnormal, ROUND_UP);
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

/**
 * Into `e`, the greatest distance to the roots at the endpoints: at the lower one, where that has a root. Infinity is exact,
 * and negative numbers have none.
 */
function spreadInto(e: Float64Array, x: Float64Array, ex: Float64Array): void {
  for (let i = 0; i < e.length; i++) {
    const dx = ex[i], least = x[i] - dx;
    if (!(dx > 0 && x[i] >= 0 && x[i] < Infinity)) continue;
    const y = Math.sqrt(x[i]);
    e[i] = least >= 0 ? y - Math.sqrt(least) : Math.max(y, Math.sqrt(x[i] + dx) - y);
  }
}

/** The roots, and radii in place of the spreads in `e`: `relative·y + least` more; 0 where y is 0 for sure, or infinite. */
function setRoots(
  v: Float64Array,
  e: Float64Array,
  x: Float64Array,
  relative: number,
  least: number,
  roundUp: number,
): void {
  for (let i = 0; i < v.length; i++) {
    const root = Math.sqrt(x[i]), spread = e[i], y = root + spread;
    v[i] = root;
    e[i] = y > 0 && root < Infinity ? (spread + relative * y + least) * roundUp : 0;
  }
}

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
