/**
 * Values and radii of reduceMax and reduceMin: selection (tolerance.md, sections 2, 4 and 5).
 *
 * @module
 */

import { createElements, floatFormats, type FloatType, isFloat } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Profile } from "../graph/profile.ts";
import { type Ball, floats } from "./ball.ts";
import type { Result } from "./operator.ts";
import { AlternativeList, orAbsent } from "./alternative_list.ts";
import { COMPARED_AS_ZERO, Greatest } from "./greatest.ts";
import { arithmetic } from "./radius.ts";
import { firstOf, type Rows, undecidedRows } from "./rows.ts";

/**
 * The largest (`sign` 1) or least (-1) element of each row. Question Q7: NaN among the elements; the best other one
 * passes too, and where there is none the extreme of nothing.
 */
export function extremesOf(sign: 1 | -1, ball: Ball, rows: Rows, profile: Profile): Result {
  return isFloat(ball.dataType)
    ? extremesOfFloats(sign, ball, ball.dataType, rows, profile)
    : extremesOfIntegers(sign, ball, rows);
}

function extremesOfFloats(
  sign: 1 | -1,
  ball: Ball,
  dataType: FloatType,
  rows: Rows,
  profile: Profile,
): Result {
  const { count, n, step } = rows;
  const x = floats(ball), radii = ball.e;
  const v = new Float64Array(count);
  const e = radii && new Float64Array(count);
  const greatest = new Greatest(arithmetic(dataType, profile).flushedInputsBelow);
  const list = () => new AlternativeList(dataType);
  const numbers = list(), lowestOfNaN = list(), asZero = list();
  let flags: Uint8Array | undefined;
  for (let at = 0; at < count; at++) {
    let numeric = 0, isFinite = true;
    greatest.clear();
    for (let j = 0, i = firstOf(rows, at); j < n; j++, i += step) {
      const value = sign * x[i], radius = radii ? radii[i] : 0;
      if (value - value !== 0) isFinite = false;
      if (value !== value) continue;
      numeric++;
      greatest.add(value, value - radius, value + radius);
    }
    const best = sign * greatest.value;
    v[at] = numeric < n ? NaN : best;
    if (numeric < n) numbers.add(at, best, greatest.radius);
    if (numeric === 0) lowestOfNaN.add(at, -sign * floatFormats[dataType].max);
    if (!isFinite && profile.indeterminate) (flags ??= new Uint8Array(count))[at] = Flag.any;
    if (numeric < n) continue;
    if (e) e[at] = greatest.radius;
    greatest.addFlushed(asZero, at, sign);
  }
  const alternatives = orAbsent([
    ...numbers.build("Q7", "b"),
    ...lowestOfNaN.build("Q7", "b"),
    ...asZero.build(undefined, COMPARED_AS_ZERO),
  ]);
  return { v, rounding: "none", e, flags, undecided: undecidedRows(ball, rows), alternatives };
}

function extremesOfIntegers(sign: 1 | -1, ball: Ball, rows: Rows): Result {
  const { count, n, step } = rows;
  const v = createElements(ball.dataType, count), x = ball.v as Int32Array;
  for (let at = 0; at < count; at++) {
    const start = firstOf(rows, at);
    let best = x[start];
    for (let j = 1, i = start + step; j < n; j++, i += step) {
      if (sign > 0 ? x[i] > best : x[i] < best) best = x[i];
    }
    v[at] = best;
  }
  return { v, rounding: "none", undecided: undecidedRows(ball, rows) };
}
