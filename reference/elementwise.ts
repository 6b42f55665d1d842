/**
 * How far a function of one element spreads what its argument may be (tolerance.md, section 5).
 *
 * @module
 */

import type { FloatType } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Profile } from "../graph/profile.ts";
import { type Ball, floats } from "./ball.ts";
import { AlternativeList, orAbsent } from "./alternative_list.ts";
import type { Result } from "./operator.ts";
import { ROUND_UP, U64 } from "./radius.ts";
import { readRadius } from "./read.ts";

/** A function of one element and its error. */
export interface ElementFunction {
  /** Monotone on either side of `turn`. */
  readonly f: (x: number) => number;
  /** Local error in the accumulator of arguments from `low` to `high` and results up to `y` in magnitude. */
  readonly local: (low: number, high: number, y: number) => number;
  /** Where the function has its extremum. Absent: it is monotone. */
  readonly turn?: number;
}

/** `f` of every element. */
export function mapped(x: Float64Array, f: (x: number) => number): Float64Array {
  const v = new Float64Array(x.length);
  for (let i = 0; i < v.length; i++) v[i] = f(x[i]);
  return v;
}

/**
 * Radius of `v`, the values of `f`: the distance to its values at the endpoints (and at the extremum, where that lies
 * between), the local error there, and four roundings of the reference. Absent: 0.
 */
export function elementwiseRadius(
  v: Float64Array,
  ball: Ball,
  { f, local, turn = NaN }: ElementFunction,
  dataType: FloatType,
  profile: Profile,
): Float64Array | undefined {
  const x = floats(ball);
  const given = readRadius(ball, dataType, profile);
  let e: Float64Array | undefined;
  for (let i = 0; i < v.length; i++) {
    const y = Math.abs(v[i]);
    if (!(y < Infinity)) continue;
    const radius = given ? given[i] : 0;
    let spread = 0;
    if (radius > 0) {
      const low = x[i] - radius, high = x[i] + radius;
      spread = Math.max(Math.abs(f(low) - v[i]), Math.abs(f(high) - v[i]));
      if (low < turn && turn < high) spread = Math.max(spread, Math.abs(f(turn) - v[i]));
      if (!(radius < Infinity && spread < Infinity)) {
        (e ??= new Float64Array(v.length))[i] = Infinity;
        continue;
      }
    }
    const error = spread + local(x[i] - radius, x[i] + radius, y + spread);
    if (error > 0) (e ??= new Float64Array(v.length))[i] = (error + 4 * U64 * (y + spread)) * ROUND_UP;
  }
  return e;
}

/**
 * A function that steps from one whole number to another, and `v`, its values. What it takes between the endpoints of an argument's ball is
 * a set of whole numbers: neighbours of the value are alternatives, of more the element has a radius.
 */
export function stepped(ball: Ball, v: Float64Array, f: (x: number) => number, profile: Profile): Result {
  const x = floats(ball);
  const dataType = ball.dataType as FloatType;
  const { undecided } = ball;
  const given = readRadius(ball, dataType, profile);
  if (!given) return { v, rounding: "none", undecided };
  const lower = new AlternativeList(dataType), higher = new AlternativeList(dataType);
  let e: Float64Array | undefined, flags: Uint8Array | undefined;
  for (let i = 0; i < v.length; i++) {
    if (given[i] === 0 || !(Math.abs(v[i]) < Infinity)) continue;
    const down = v[i] - f(x[i] - given[i]), up = f(x[i] + given[i]) - v[i];
    if (down <= 1 && up <= 1) {
      if (down > 0) lower.add(i, v[i] - 1);
      if (up > 0) higher.add(i, v[i] + 1);
    } else {
      (e ??= new Float64Array(v.length))[i] = given[i] < Infinity ? Math.max(down, up) : Infinity;
      (flags ??= new Uint8Array(v.length))[i] = Flag.whole;
    }
  }
  const alternatives = [...lower.build(undefined, "one less"), ...higher.build(undefined, "one more")];
  return { v, rounding: "none", e, flags, undecided, alternatives: orAbsent(alternatives) };
}
