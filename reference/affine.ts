/**
 * `alpha · x + beta` of every element, with radii (tolerance.md, section 4).
 *
 * @module
 */

import type { FloatType } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Profile } from "../graph/profile.ts";
import { type Ball, floats } from "./ball.ts";
import { isExactFactor, keeps } from "./kept.ts";
import type { Result } from "./operator.ts";
import { arithmetic, growth, ROUND_UP, U64 } from "./radius.ts";
import { readRadius } from "./read.ts";
import { sumToOdd } from "./round_to_odd.ts";

/**
 * Values that round as the exact sums do, radii and flags. Class A: `u(3|alpha·x| + 2|beta|)`, with the carried
 * magnitude in place of |x| and a rounding of beta for every term where the input has one; 0 where product and sum are
 * numbers of the accumulator. Where the product may overflow and the sum does not, any value passes.
 */
export function affine(
  ball: Ball,
  alpha: number,
  beta: number,
  dataType: FloatType,
  profile: Profile,
): Pick<Result, "v" | "e" | "flags"> & { readonly v: Float64Array } {
  const a = arithmetic(dataType, profile);
  const x = floats(ball);
  const given = readRadius(ball, dataType, profile);
  const M = ball.M;
  const slope = Math.abs(alpha), offset = Math.abs(beta);
  const lost = {
    slope: slope < a.flushedInputsBelow ? slope : 0,
    offset: offset < a.flushedInputsBelow ? offset : 0,
  };
  const ofProduct = growth(3, a) + 4 * U64;
  const ofSum = growth((M ? ball.terms ?? 1 : 1) + 1, a) + 4 * U64;
  const isKept = keeps(a);
  const isExactSlope = isKept(alpha) && isKept(beta) && isExactFactor(alpha, a);
  const v = new Float64Array(x.length);
  let e: Float64Array | undefined, flags: Uint8Array | undefined;
  for (let i = 0; i < v.length; i++) {
    const product = alpha * x[i];
    const y = v[i] = beta === 0 ? product : sumToOdd(product, beta);
    if (y - y !== 0) continue;
    const radius = given ? given[i] : 0;
    if (radius === 0 && isExactSlope && !M && isKept(product) && isKept(y) && isExactFactor(x[i], a)) {
      continue;
    }
    const magnitude = (M ? M[i] : Math.abs(x[i])) + radius;
    const terms = slope * magnitude;
    const local = ofProduct * terms + ofSum * offset + a.q + Math.min(terms, a.flushedBelow) +
      lost.slope * magnitude + lost.offset;
    (e ??= new Float64Array(v.length))[i] = ofSum < Infinity ? (slope * radius + local) * ROUND_UP : Infinity;
    if (terms + offset > a.accumulator.max && Math.abs(y) <= a.accumulator.max) {
      (flags ??= new Uint8Array(v.length))[i] = radius < Infinity ? Flag.any : Flag.skip | Flag.orNaN;
    }
  }
  return { v, e, flags };
}
