/**
 * Normalization by a given mean and variance of each feature, with radii (tolerance.md, section 4).
 *
 * @module
 */

import type { FloatType } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Profile } from "../graph/profile.ts";
import { type Ball, floats } from "./ball.ts";
import { type BatchParameters, proveBatch } from "./prove_batch.ts";
import type { Result } from "./operator.ts";
import { arithmetic, functionUlp, ROUND_UP, U64 } from "./radius.ts";
import { readRadius } from "./read.ts";

/** An input of `[outer, features, inner]` elements; the other operands have one a feature. */
export interface BatchNormalization {
  readonly input: Ball;
  readonly mean: Ball;
  readonly variance: Ball;
  readonly scale?: Ball;
  readonly bias?: Ball;
  /** Cast to the data type. */
  readonly epsilon: number;
  readonly features: number;
  readonly inner: number;
  readonly dataType: FloatType;
  readonly profile: Profile;
}

/**
 * `k·(x - mean) + bias` with `k = scale/√(variance + epsilon)`, within
 * `u[(3 + 2c_sqrt + 2c_div)|k(x - m)| + 2|k|(|x| + |m|) + 2|b| + |y|]`, which admits `x·k + (b - m·k)` too. Not judged
 * where variance + epsilon may be zero. The carried magnitude is `|k|(|x| + |m|) + |b|`.
 */
export function normalizeByStatistics(norm: BatchNormalization): Result {
  const { input, features, inner, dataType, profile } = norm;
  const a = arithmetic(dataType, profile);
  const { sqrt, div } = functionUlp[profile.name];
  const lost = a.q + a.flushedBelow;
  const x = floats(input), ex = readRadius(input, dataType, profile), { M: carried } = input;
  const v = new Float64Array(x.length), e = new Float64Array(x.length), M = new Float64Array(x.length);
  const of = perFeature(norm);
  let flags: Uint8Array | undefined;
  for (let i = 0; i < x.length;) {
    const c = Math.floor(i / inner) % features;
    const { k, widest, scaleSpread, m, em, b, eb, isJudged } = of(c);
    for (const end = i + inner; i < end; i++) {
      const d = x[i] - m;
      v[i] = k * d + b;
      const size = carried ? carried[i] : Math.abs(x[i]);
      const moved = (ex ? ex[i] : 0) + em;
      const propagated = widest * moved + Math.abs(d) * scaleSpread + eb;
      const reach = size + moved + Math.abs(m);
      M[i] = widest * (size + Math.abs(m)) + Math.abs(b);
      const flag = flagOf(v[i], propagated, isJudged, profile);
      if (flag !== 0) (flags ??= new Uint8Array(x.length))[i] = flag;
      if (flag !== 0 || v[i] - v[i] !== 0) continue;
      const scaled = widest * (Math.abs(d) + moved);
      const errors = 2 * widest * reach + 2 * (Math.abs(b) + eb) + Math.abs(v[i]) + propagated;
      const local = (a.u + U64) * ((3 + 2 * sqrt + 2 * div) * scaled + errors) + lost * (4 + reach);
      e[i] = (propagated + local) * ROUND_UP;
    }
  }
  const certificate = proveBatch(x, v, (i) => of(Math.floor(i / inner) % features));
  return { v, rounding: "stored", e, flags, M, undecided: undecidedBy(norm), certificate };
}

/**
 * Any value where what is not finite is indeterminate; not judged where there is no bound, because what the root is taken
 * of may be zero or less, or because nothing is known of an operand.
 */
function flagOf(value: number, propagated: number, isJudged: boolean, profile: Profile): number {
  const isFinite = value - value === 0;
  if (!isFinite && profile.indeterminate) return Flag.any;
  return !isJudged || isFinite && !(propagated < Infinity) ? Flag.skip | Flag.orNaN : 0;
}

interface Feature extends BatchParameters {
  /** The largest |k|, and how far k moves with the radii of scale and variance. */
  readonly widest: number;
  readonly scaleSpread: number;
  readonly em: number;
  readonly eb: number;
  readonly isJudged: boolean;
}

/** What all elements of feature `c` share. */
function perFeature(norm: BatchNormalization): (c: number) => Feature {
  const { dataType, profile, features, epsilon } = norm;
  const parameter = (ball: Ball | undefined, absent: number) =>
    ball
      ? [floats(ball), readRadius(ball, dataType, profile) ?? new Float64Array(features)]
      : [new Float64Array(features).fill(absent), new Float64Array(features)];
  const [m, em] = parameter(norm.mean, 0);
  const [s2, es2] = parameter(norm.variance, 0);
  const [s, es] = parameter(norm.scale, 1);
  const [b, eb] = parameter(norm.bias, 0);
  const { u, flushedBelow, flushedInputsBelow } = arithmetic(dataType, profile);
  const lost = epsilon < flushedInputsBelow ? epsilon : 0;
  const shared = Array.from({ length: features }, (_, c): Feature => {
    const sum = s2[c] + epsilon, moved = es2[c] + lost;
    const k = s[c] / Math.sqrt(sum);
    const widest = (Math.abs(s[c]) + es[c]) / Math.sqrt(Math.max(0, sum - moved));
    const narrowest = Math.max(0, Math.abs(s[c]) - es[c]) / Math.sqrt(sum + moved);
    const scaleSpread = es[c] + moved === 0 ? 0 : Math.max(widest - Math.abs(k), Math.abs(k) - narrowest);
    const uncertain = moved + flushedBelow + u * (Math.abs(s2[c]) + epsilon);
    const isJudged = !(Math.abs(sum) <= uncertain);
    const exact = { k, m: m[c], b: b[c], s: s[c], variance: s2[c], epsilon };
    return { ...exact, widest, scaleSpread, em: em[c], eb: eb[c], isJudged };
  });
  return (c) => shared[c];
}

/** An undecided element, or parameter of its feature, makes an element undecided. */
function undecidedBy(norm: BatchNormalization): Uint8Array | undefined {
  const { input, features, inner } = norm;
  const parameters = [norm.mean, norm.variance, norm.scale, norm.bias]
    .flatMap((ball) => ball?.undecided ? [ball.undecided] : []);
  if (parameters.length === 0) return input.undecided;
  return Uint8Array.from(input.v as Float64Array, (_, i) => {
    const c = Math.floor(i / inner) % features;
    return Math.max(input.undecided?.[i] ?? 0, ...parameters.map((marks) => marks[c]));
  });
}
