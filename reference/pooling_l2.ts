/**
 * Values and radii of L2 pooling (tolerance.md, section 4).
 *
 * @module
 */

import type { FloatType } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Profile } from "../graph/profile.ts";
import { type Accumulated, inPlace } from "./accumulated.ts";
import { type Ball, floats } from "./ball.ts";
import type { Result } from "./operator.ts";
import { largestMark, poolingOf } from "./pooling.ts";
import type { PoolingPlan } from "./pooling_plan.ts";
import { certificateOf } from "./prove_terms.ts";
import { type Arithmetic, arithmetic, functionUlp, growth, ROUND_UP, U64 } from "./radius.ts";

/**
 * The square root of the sum of squares over the taps inside the input: `u·y·((n + 1)/2 + 2c)`, what squares lose
 * that underflow, and the norm of the propagated radii. A window wholly in padding gives 0.
 */
export function l2Pooling(plan: PoolingPlan, ball: Ball, profile: Profile): Result {
  const x = floats(ball), radii = ball.e;
  const pooling = poolingOf(plan, ball);
  const a = arithmetic(plan.output.dataType as FloatType, profile);
  const radiusOf = normRadius(a, profile);
  const { length } = pooling;
  const v = new Float64Array(length);
  const undecided = ball.undecided && new Uint8Array(length);
  const n = new Int32Array(length);
  let e: Float64Array | undefined, flags: Uint8Array | undefined;
  pooling.forEach((window, at) => {
    const { offsets, count, base } = window;
    let squares = 0, flushed = 0, propagated = 0;
    for (let t = 0; t < count; t++) {
      const value = x[base + offsets[t]];
      squares += value * value;
      if (Math.abs(value) < a.flushedInputsBelow) flushed += value * value;
      if (radii) propagated += radii[base + offsets[t]] ** 2;
    }
    v[at] = Math.sqrt(squares);
    n[at] = count;
    if (undecided && ball.undecided) undecided[at] = largestMark(window, ball.undecided);
    const { radius, flag } = radiusOf({ squares, flushed, propagated, count });
    if (flag) (flags ??= new Uint8Array(length))[at] = flag;
    if (radius > 0) (e ??= new Float64Array(length))[at] = radius;
  });
  const most = plan.windows.reduce((count, { taps }) => count * taps, 1);
  const proof = normProof({ v, most, x, positionsOf: (i) => pooling.positionsAt(i), origin: inPlace });
  return { v, rounding: "stored", e, flags, undecided, atLeast: 0, n, ...proof };
}

/** Norms to be proven: their values, the greatest number of elements of one, and where elements of `x` stand. */
export interface Norms {
  readonly v: Float64Array;
  readonly most: number;
  readonly x: Float64Array;
  readonly positionsOf: (i: number) => Int32Array;
  readonly origin: (i: number) => number;
}

/** A sum of n positive numbers in float64 is within `(n - 1)·u64` of them, its root within half of that and a rounding. */
export function normProof(norms: Norms): Pick<Result, "certificate" | "listTerms"> {
  const { v, most, x, positionsOf, origin } = norms;
  const listTerms = (i: number): Accumulated => {
    const at = positionsOf(i), factor = { argument: "input", values: x, at, origin };
    return { groups: [{ count: at.length, factors: [factor, factor] }], root: true };
  };
  const error = (most / 2 + 1) * 1.01 * U64;
  return { certificate: certificateOf((i) => error * v[i], listTerms), listTerms };
}

/** Sums over the elements of one norm. */
export interface NormSums {
  readonly squares: number;
  /** Part of `squares` whose elements may be read as zero. */
  readonly flushed: number;
  /** Squares of the elements' radii. */
  readonly propagated: number;
  readonly count: number;
}

/** The radius and the flag of the root of a sum of squares. */
export function normRadius(
  a: Arithmetic,
  profile: Profile,
): (sums: NormSums) => { readonly radius: number; readonly flag: number } {
  return ({ squares, flushed, propagated, count }) => {
    const flag = flagOf(squares, a);
    if (flag || !Number.isFinite(squares) || squares + propagated === 0) return { radius: 0, flag };
    const lost = flushed + count * a.q + Math.min(squares, count * a.flushedBelow) +
      (count + 1) * a.flushedBelow;
    const spread = Math.sqrt(propagated);
    const relative = growth((count + 1) / 2 + 2 * functionUlp[profile.name].sqrt, a) + a.inputRoundoff +
      (count + 5) * U64;
    if (relative === Infinity) return { radius: 0, flag: Flag.skip };
    const radius = relative * (Math.sqrt(squares) + spread) + spread + rootOfLost(squares, lost);
    return { radius: radius * ROUND_UP, flag: 0 };
  };
}

/** How far the root moves when the sum of squares loses or gains `lost`. */
function rootOfLost(squares: number, lost: number): number {
  const y = Math.sqrt(squares);
  return Math.max(y - Math.sqrt(Math.max(squares - lost, 0)), Math.sqrt(squares + lost) - y);
}

/** Any value where infinities are indeterminate, or where the profile lets the squares overflow. */
function flagOf(squares: number, a: Arithmetic): number {
  if (!Number.isFinite(squares)) return a.indeterminate ? Flag.any : 0;
  return a.looseRange && squares > a.accumulator.max ? Flag.any : 0;
}
