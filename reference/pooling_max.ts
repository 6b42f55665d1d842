/**
 * Values of max pooling: selection (tolerance.md, sections 2, 4, 5).
 *
 * @module
 */

import { createElements, floatFormats, type FloatType, integerRange, isFloat } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Profile } from "../graph/profile.ts";
import { type Ball, floats } from "./ball.ts";
import type { Result } from "./operator.ts";
import { AlternativeList, largestMark, orAbsent, poolingOf } from "./pooling.ts";
import type { PoolingPlan } from "./pooling_plan.ts";
import { arithmetic } from "./radius.ts";
import type { Window } from "./sliding.ts";

/**
 * The largest element among the taps inside the input. Questions: Q3, a window wholly in padding (-Infinity or the
 * lowest value, or 0); Q7, NaN among the elements.
 */
export function maxPooling(plan: PoolingPlan, ball: Ball, profile: Profile): Result {
  return isFloat(ball.dataType)
    ? maxOfFloats(plan, ball, ball.dataType, profile)
    : maxOfIntegers(plan, ball, integerRange[ball.dataType][0]);
}

function maxOfFloats(plan: PoolingPlan, ball: Ball, dataType: FloatType, profile: Profile): Result {
  const x = floats(ball), radii = ball.e;
  const pooling = poolingOf(plan, ball);
  const { length } = pooling;
  const { minNormal, max: MAX } = floatFormats[dataType];
  const { flushedInputsBelow, indeterminate } = arithmetic(dataType, profile);
  const v = new Float64Array(length);
  const undecided = ball.undecided && new Uint8Array(length);
  let e: Float64Array | undefined, flags: Uint8Array | undefined;
  const lowest = new AlternativeList(), zero = new AlternativeList(), numbers = new AlternativeList();
  pooling.forEach((window, at) => {
    const { offsets, count, base } = window;
    let best = -Infinity, hasNaN = false, isFinite = true, numeric = 0;
    for (let t = 0; t < count; t++) {
      const value = x[base + offsets[t]];
      if (value > best) best = value;
      if (Number.isNaN(value)) hasNaN = true;
      else numeric++;
      if (!Number.isFinite(value)) isFinite = false;
    }
    v[at] = hasNaN ? NaN : best;
    if (count === 0) {
      lowest.add(at, -MAX, 0);
      zero.add(at, 0, 0);
    }
    if (hasNaN && numeric > 0) numbers.add(at, best, 0);
    if (undecided && ball.undecided) undecided[at] = largestMark(window, ball.undecided);
    if (!isFinite && indeterminate) (flags ??= new Uint8Array(length))[at] = Flag.any;
    const moved = radii && isFinite ? reachOfWinners(window, x, radii) : 0;
    const flushed = flushedInputsBelow > 0 && Math.abs(best) < minNormal ? Math.abs(best) : 0;
    if (moved + flushed > 0) (e ??= new Float64Array(length))[at] = moved + flushed;
  });
  const alternatives = orAbsent([
    ...lowest.build("Q3", "a"),
    ...zero.build("Q3", "b"),
    ...numbers.build("Q7", "b"),
  ]);
  return { v, rounding: "none", e, flags, undecided, alternatives };
}

/** The largest radius among the elements that may turn out to be the largest. */
function reachOfWinners({ offsets, count, base }: Window, x: Float64Array, radii: Float64Array): number {
  let surely = -Infinity, reach = 0;
  for (let t = 0; t < count; t++) surely = Math.max(surely, x[base + offsets[t]] - radii[base + offsets[t]]);
  for (let t = 0; t < count; t++) {
    const from = base + offsets[t];
    if (x[from] + radii[from] >= surely) reach = Math.max(reach, radii[from]);
  }
  return reach;
}

function maxOfIntegers(plan: PoolingPlan, { v: x, shape, dataType }: Ball, least: bigint): Result {
  const pooling = poolingOf(plan, { v: x, shape, dataType });
  const v = createElements(dataType, pooling.length);
  const zero = new AlternativeList();
  const lowest = typeof v[0] === "bigint" ? least : Number(least);
  pooling.forEach(({ offsets, count, base }, at) => {
    let best: number | bigint = lowest;
    for (let t = 0; t < count; t++) {
      const value = x[base + offsets[t]];
      if (value > best) best = value;
    }
    v[at] = best;
    if (count === 0) zero.add(at, 0, 0);
  });
  return { v, rounding: "none", alternatives: orAbsent(zero.build("Q3", "b")) };
}
