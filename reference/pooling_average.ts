/**
 * Values and radii of average pooling (tolerance.md, section 4).
 *
 * @module
 */

import type { FloatType } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Profile } from "../graph/profile.ts";
import { AlternativeList, orAbsent } from "./alternative_list.ts";
import { type Accumulated, inPlace } from "./accumulated.ts";
import { type Ball, floats } from "./ball.ts";
import type { Result } from "./operator.ts";
import { largestMark, poolingOf } from "./pooling.ts";
import type { PoolingPlan } from "./pooling_plan.ts";
import { certificateOf } from "./prove_terms.ts";
import {
  arithmetic,
  exactUpTo,
  functionUlp,
  growth,
  latticeExponent,
  productExponent,
  ROUND_UP,
  U64,
} from "./radius.ts";

/** Sums over one window. */
export interface WindowSums {
  readonly sum: number;
  /** Σ of magnitudes, carried ones where there are, and of propagated radii. */
  readonly magnitude: number;
  readonly propagated: number;
  /** Taps inside the input. */
  readonly taps: number;
}

/**
 * The mean over the taps inside the input. `(n + 2c)·u·S/n` with `n` of them; 0 where the sum is exact and `n` a
 * power of two. Questions: Q4, padding counted; Q9, a window wholly in padding.
 */
export function averagePooling(plan: PoolingPlan, ball: Ball, profile: Profile): Result {
  const x = floats(ball), { e: radii, M: carried } = ball;
  const pooling = poolingOf(plan, ball);
  const radiusOf = meanRadius(x, plan.output.dataType as FloatType, profile);
  const { length } = pooling;
  const v = new Float64Array(length), S = new Float64Array(length), n = new Int32Array(length);
  let e: Float64Array | undefined, flags: Uint8Array | undefined;
  const undecided = ball.undecided && new Uint8Array(length);
  const M = carried ? new Float64Array(length) : S;
  const counted = new AlternativeList(ball.dataType), empty = new AlternativeList(ball.dataType);
  pooling.forEach((window, at, padded) => {
    const { offsets, count, base } = window;
    let sum = 0, size = 0, magnitude = 0, propagated = 0;
    for (let t = 0; t < count; t++) {
      const from = base + offsets[t];
      sum += x[from];
      size += Math.abs(x[from]);
      if (carried) magnitude += carried[from];
      if (radii) propagated += radii[from];
    }
    const sums = { sum, magnitude: carried ? magnitude : size, propagated, taps: count };
    v[at] = count === 0 ? NaN : sum / count;
    S[at] = count === 0 ? 0 : size / count;
    if (carried && count > 0) M[at] = magnitude / count;
    n[at] = count;
    if (undecided && ball.undecided) undecided[at] = largestMark(window, ball.undecided);
    if (count === 0) return empty.add(at, 0);
    const { radius, flag } = radiusOf(sums, count);
    if (flag) (flags ??= new Uint8Array(length))[at] = flag;
    if (radius > 0) (e ??= new Float64Array(length))[at] = radius;
    if (padded !== count) counted.add(at, sum / padded, radiusOf(sums, padded).radius);
  });
  const alternatives = orAbsent([...counted.build("Q4", "b"), ...empty.build("Q9", "b")]);
  const listTerms = (i: number): Accumulated => {
    const at = pooling.positionsAt(i);
    const factors = [{ argument: "input", values: x, at, origin: inPlace }];
    return { groups: [{ count: at.length, factors }], divisor: at.length };
  };
  let exact: number | undefined;
  // the sum loses `n·u64·S` and the quotient a rounding, or neither anything
  const certificate = certificateOf((i) => {
    exact ??= 2 ** (53 + latticeExponent(x));
    const isExact = Number.isInteger(Math.log2(n[i])) && S[i] * n[i] <= exact;
    return isExact || n[i] === 1 ? 0 : (n[i] + 1) * 1.01 * U64 * S[i];
  }, listTerms);
  return { v, rounding: "stored", e, flags, M, undecided, alternatives, n, S, certificate, listTerms };
}

/** The radius of a window's sum divided by a number of taps. */
export function meanRadius(
  x: Float64Array,
  dataType: FloatType,
  profile: Profile,
): (sums: WindowSums, divisor: number) => { radius: number; flag: number } {
  const a = arithmetic(dataType, profile);
  const exponent = productExponent([x], a);
  const roundings = 2 * functionUlp[profile.name].div;
  const exactSum = exactUpTo(exponent, a);
  const keepsSingle = a.inputRoundoff === 0 && a.flushedInputsBelow === 0;
  return ({ sum, magnitude, propagated, taps }, divisor) => {
    const S = magnitude + propagated;
    if (!Number.isFinite(sum)) return { radius: 0, flag: a.indeterminate ? Flag.any : 0 };
    if (!(propagated < Infinity)) return { radius: 0, flag: Flag.skip | Flag.orNaN };
    if (!(S <= a.accumulator.max)) return { radius: 0, flag: Flag.any };
    const shift = Math.log2(divisor);
    const exact = S === 0 || (divisor === 1 && taps === 1 && keepsSingle) ||
      (Number.isInteger(shift) && S <= exactSum && S / divisor <= exactUpTo(exponent - shift, a));
    if (exact && propagated === 0) return { radius: 0, flag: 0 };
    const relative = growth(taps + roundings, a) + 2 * a.inputRoundoff + (taps + 1) * U64 * 1.01;
    if (relative === Infinity) return { radius: 0, flag: Flag.skip };
    const flushed = Math.min(S / divisor, taps * a.flushedBelow) + (taps + 1) * a.flushedBelow +
      a.flushedInputsBelow;
    return { radius: ((relative * S + propagated) / divisor + taps * a.q + flushed) * ROUND_UP, flag: 0 };
  };
}
