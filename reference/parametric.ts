/**
 * max(0, x) + slope · min(0, x), with radii (tolerance.md, sections 2, 4, 5).
 *
 * @module
 */

import { type FloatType, integerRange, isFloat, isInt64 } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Profile } from "../graph/profile.ts";
import { AlternativeList, orAbsent } from "./alternative_list.ts";
import { type Ball, floats } from "./ball.ts";
import { roundsRight } from "./certify.ts";
import type { Result } from "./operator.ts";
import { arithmetic, ROUND_UP, U64 } from "./radius.ts";
import { readRadius } from "./read.ts";
import { eitherUndecided } from "./undecided.ts";

/**
 * Of two float balls of one shape. Questions: Q7, NaN in `input` (NaN, or 0); Q25, a slope that is not finite where x is
 * not negative (NaN as `slope · 0` is, or x).
 */
export function preluOfFloats(input: Ball, slope: Ball, dataType: FloatType, profile: Profile): Result {
  const x = floats(input), s = floats(slope);
  const v = new Float64Array(x.length);
  const zeros = new AlternativeList(dataType), untouched = new AlternativeList(dataType);
  for (let i = 0; i < v.length; i++) {
    v[i] = Math.max(x[i], 0) + s[i] * Math.min(x[i], 0);
    if (x[i] !== x[i]) zeros.add(i, 0);
    else if (x[i] >= 0 && s[i] - s[i] !== 0) untouched.add(i, x[i]);
  }
  return {
    v,
    rounding: "once",
    e: radius(
      v,
      x,
      s,
      readRadius(input, dataType, profile),
      readRadius(slope, dataType, profile),
      arithmetic(dataType, profile).flushedInputsBelow,
    ),
    undecided: eitherUndecided(input, slope),
    // a product of two values of 24 bits is exact in float64, and 0 is added
    certificate: roundsRight,
    alternatives: orAbsent([...zeros.build("Q7", "b"), ...untouched.build("Q25", "b")]),
  };
}

/**
 * The largest distance from v to what the ends of both intervals give; a product of two exact values is exact. A number
 * below `flushedBelow` may be zero where it is compared, and be selected as it is.
 */
function radius(
  v: Float64Array,
  x: Float64Array,
  s: Float64Array,
  ex: Float64Array | undefined,
  es: Float64Array | undefined,
  flushedBelow: number,
): Float64Array | undefined {
  if (!ex && !es) return undefined;
  const e = new Float64Array(v.length);
  for (let i = 0; i < v.length; i++) {
    const dx = ex ? ex[i] : 0, ds = es ? es[i] : 0;
    const least = x[i] - dx, most = x[i] + dx;
    if (!(dx > 0) && !(ds > 0 && least < 0)) continue;
    let reach = most > 0 ? Math.max(most - v[i], v[i] - Math.max(least, 0)) : 0;
    if (least < 0) {
      const upper = Math.min(most, 0);
      for (const end of [s[i] - ds, s[i] + ds]) {
        reach = Math.max(reach, Math.abs(end * least - v[i]), Math.abs(end * upper - v[i]));
      }
    }
    if (Math.abs(x[i]) < flushedBelow) reach = Math.max(reach, Math.abs(x[i] - v[i]));
    e[i] = (reach + U64 * Math.abs(v[i])) * ROUND_UP;
  }
  return e;
}

/** Of two integer balls of one shape; a product out of range passes with any value (question Q10). */
export function preluOfIntegers(input: Ball, slope: Ball): Result {
  const { dataType } = input;
  if (isFloat(dataType)) throw new TypeError(`${dataType} is no integer type`);
  const [least, greatest] = integerRange[dataType];
  const v = input.v.slice();
  let flags: Uint8Array | undefined;
  const is64 = isInt64(dataType);
  for (let i = 0; i < v.length; i++) {
    if (v[i] >= 0) continue;
    const product = is64 ? BigInt(v[i]) * BigInt(slope.v[i]) : Number(v[i]) * Number(slope.v[i]);
    if (product >= least && product <= greatest) v[i] = product;
    else (flags ??= new Uint8Array(v.length))[i] = Flag.any;
  }
  return { v, rounding: "none", flags, undecided: eitherUndecided(input, slope) };
}
