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
import { COMPARED_AS_ZERO, Greatest } from "./greatest.ts";
import type { Result } from "./operator.ts";
import { largestMark, poolingOf } from "./pooling.ts";
import type { PoolingPlan } from "./pooling_plan.ts";
import { arithmetic } from "./radius.ts";

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
  const x = floats(ball), radii = ball.e;
  const pooling = poolingOf(plan, ball);
  const { length } = pooling;
  const { max: MAX } = floatFormats[dataType];
  const { flushedInputsBelow, indeterminate } = arithmetic(dataType, profile);
  const v = new Float64Array(length);
  const e = radii && new Float64Array(length);
  const undecided = ball.undecided && new Uint8Array(length);
  const greatest = new Greatest(flushedInputsBelow);
  let flags: Uint8Array | undefined;
  const list = () => new AlternativeList(dataType);
  const lowest = list(), zero = list(), numbers = list(), lowestOfNaN = list(), asZero = list();
  pooling.forEach((window, at) => {
    const { offsets, count, base } = window;
    let isFinite = true, numeric = 0;
    greatest.clear();
    for (let t = 0; t < count; t++) {
      const from = base + offsets[t];
      const value = x[from], radius = radii ? radii[from] : 0;
      if (value - value !== 0) isFinite = false;
      if (value !== value) continue;
      numeric++;
      greatest.add(value, value - radius, value + radius);
    }
    const hasNaN = numeric < count;
    v[at] = hasNaN ? NaN : greatest.value;
    if (count === 0) {
      lowest.add(at, -MAX);
      zero.add(at, 0);
    }
    if (hasNaN) numbers.add(at, greatest.value, greatest.radius);
    if (hasNaN && numeric === 0) lowestOfNaN.add(at, -MAX);
    if (undecided && ball.undecided) undecided[at] = largestMark(window, ball.undecided);
    if (!isFinite && indeterminate) (flags ??= new Uint8Array(length))[at] = Flag.any;
    if (hasNaN) return;
    if (e) e[at] = greatest.radius;
    greatest.addFlushed(asZero, at, 1);
  });
  const alternatives = orAbsent([
    ...lowest.build("Q3", "a"),
    ...zero.build("Q3", "b"),
    ...numbers.build("Q7", "b"),
    ...lowestOfNaN.build("Q7", "b"),
    ...asZero.build(undefined, COMPARED_AS_ZERO),
  ]);
  return { v, rounding: "none", e, flags, undecided, alternatives };
}

function maxOfIntegers(plan: PoolingPlan, ball: Ball, least: bigint): Result {
  const { v: x, dataType, undecided: marks } = ball;
  const pooling = poolingOf(plan, ball);
  const v = createElements(dataType, pooling.length);
  const undecided = marks && new Uint8Array(pooling.length);
  const zero = new AlternativeList(dataType);
  const is64 = isInt64(dataType);
  const lowest = is64 ? least : Number(least);
  pooling.forEach((window, at) => {
    const { offsets, count, base } = window;
    let best: number | bigint = lowest;
    for (let t = 0; t < count; t++) {
      const value = x[base + offsets[t]];
      if (value > best) best = value;
    }
    v[at] = best;
    if (count === 0) zero.add(at, is64 ? 0n : 0);
    if (undecided && marks) undecided[at] = largestMark(window, marks);
  });
  return { v, rounding: "none", undecided, alternatives: orAbsent(zero.build("Q3", "b")) };
}
