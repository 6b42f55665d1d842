/**
 * Values of max pooling: selection (tolerance.md, sections 2, 4, 5).
 *
 * @module
 */

import {
  createElements,
  floatFormats,
  type FloatType,
  integerRange,
  isFloat,
  isInt64,
} from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Profile } from "../graph/profile.ts";
import { AlternativeList, orAbsent } from "./alternative_list.ts";
import { type Ball, floats } from "./ball.ts";
import type { Result } from "./operator.ts";
import { largestMark, poolingOf } from "./pooling.ts";
import type { PoolingPlan } from "./pooling_plan.ts";
import { readRadius } from "./read.ts";
import type { Window } from "./sliding.ts";

/**
 * The largest element among the taps inside the input. Questions: Q3, a window wholly in padding (-Infinity or the
 * lowest value, or 0); Q7, NaN among the elements (NaN, or the largest number, -Infinity or the lowest value where
 * there is none).
 */
export function maxPooling(plan: PoolingPlan, ball: Ball, profile: Profile): Result {
  return isFloat(ball.dataType)
    ? maxOfFloats(plan, ball, ball.dataType, profile)
    : maxOfIntegers(plan, ball, integerRange[ball.dataType][0]);
}

function maxOfFloats(plan: PoolingPlan, ball: Ball, dataType: FloatType, profile: Profile): Result {
  const x = floats(ball), radii = readRadius(ball, dataType, profile);
  const pooling = poolingOf(plan, ball);
  const { length } = pooling;
  const { max: MAX } = floatFormats[dataType];
  const { indeterminate, flushesSubnormals } = profile;
  const v = new Float64Array(length);
  const undecided = ball.undecided && new Uint8Array(length);
  let e: Float64Array | undefined, flags: Uint8Array | undefined;
  const list = () => new AlternativeList(dataType);
  const lowest = list(), zero = list(), numbers = list(), lowestOfNaN = list();
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
      lowest.add(at, -MAX);
      zero.add(at, 0);
    }
    if (hasNaN) numbers.add(at, best);
    if (hasNaN && numeric === 0) lowestOfNaN.add(at, -MAX);
    if (undecided && ball.undecided) undecided[at] = largestMark(window, ball.undecided);
    if (!isFinite && indeterminate) (flags ??= new Uint8Array(length))[at] = Flag.any;
    const reach = radii && isFinite ? reachOfWinners(window, x, radii, best, flushesSubnormals) : 0;
    if (reach > 0) (e ??= new Float64Array(length))[at] = reach;
  });
  const alternatives = orAbsent([
    ...lowest.build("Q3", "a"),
    ...zero.build("Q3", "b"),
    ...numbers.build("Q7", "b"),
    ...lowestOfNaN.build("Q7", "b"),
  ]);
  return { v, rounding: "none", e, flags, undecided, alternatives };
}

/**
 * How far from `best` the selected element may be: the largest is at least the largest `x - e`, but subnormals that are
 * compared as zeros may be selected as they are, whichever is greater.
 */
function reachOfWinners(
  { offsets, count, base }: Window,
  x: Float64Array,
  radii: Float64Array,
  best: number,
  flushesSubnormals: boolean,
): number {
  let surely = -Infinity, greatest = best;
  for (let t = 0; t < count; t++) {
    const from = base + offsets[t];
    surely = Math.max(surely, x[from] - radii[from]);
    greatest = Math.max(greatest, x[from] + radii[from]);
  }
  let least = surely;
  for (let t = 0; flushesSubnormals && t < count; t++) {
    const from = base + offsets[t];
    if (x[from] + radii[from] >= surely) least = Math.min(least, x[from] - radii[from]);
  }
  return Math.max(greatest - best, best - least);
}

function maxOfIntegers(plan: PoolingPlan, { v: x, shape, dataType }: Ball, least: bigint): Result {
  const pooling = poolingOf(plan, { v: x, shape, dataType });
  const v = createElements(dataType, pooling.length);
  const zero = new AlternativeList(dataType);
  const is64 = isInt64(dataType);
  const lowest = is64 ? least : Number(least);
  pooling.forEach(({ offsets, count, base }, at) => {
    let best: number | bigint = lowest;
    for (let t = 0; t < count; t++) {
      const value = x[base + offsets[t]];
      if (value > best) best = value;
    }
    v[at] = best;
    if (count === 0) zero.add(at, is64 ? 0n : 0);
  });
  return { v, rounding: "none", alternatives: orAbsent(zero.build("Q3", "b")) };
}
