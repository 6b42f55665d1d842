/**
 * clamp(roundEven(input / scale) + zeroPoint): an integer in an interval (tolerance.md, class Q).
 *
 * @module
 */

import { createElements, type FloatType, integerRange, isFloat } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Profile } from "../graph/profile.ts";
import { AlternativeList, orAbsent } from "./alternative_list.ts";
import { type Ball, floats, Undecided } from "./ball.ts";
import { roundHalfToEven } from "./cast_number.ts";
import type { Result } from "./operator.ts";
import { type Arithmetic, arithmetic, functionUlp, U64 } from "./radius.ts";
import { readRadius } from "./read.ts";
import { eitherUndecided } from "./undecided.ts";

/**
 * Of balls of one shape: floats of `dataType` twice, integers of at most 32 bits, whose data type the result has.
 * Any value passes where the quotient is NaN or the scale not positive (question Q27).
 */
export function quantize(
  input: Ball,
  scale: Ball,
  zeroPoint: Ball,
  dataType: FloatType,
  profile: Profile,
): Result {
  const type = zeroPoint.dataType;
  if (isFloat(type)) throw new TypeError(`${type} is no integer type`);
  const [least, greatest] = integerRange[type].map(Number);
  const a = arithmetic(dataType, profile);
  const x = floats(input), s = floats(scale), z = zeroPoint.v as Int32Array;
  const ex = readRadius(input, dataType, profile), es = readRadius(scale, dataType, profile);
  const division = (2 * functionUlp[profile.name].div + 1) * a.u + U64;
  const undecided = eitherUndecided(input, { undecided: eitherUndecided(scale, zeroPoint) })?.slice() ??
    new Uint8Array(x.length);
  const v = createElements(type, x.length);
  let flags: Uint8Array | undefined;
  const others = new AlternativeList(type), beyond = new AlternativeList(type);
  for (let i = 0; i < v.length; i++) {
    const dx = ex ? ex[i] : 0, ds = es ? es[i] : 0;
    const quotient = x[i] / s[i];
    if (undecided[i]) continue;
    if (!(dx < Infinity) || ds > 0 && !(s[i] > ds)) {
      undecided[i] = Undecided.value;
      continue;
    }
    if (quotient !== quotient || !isDivisor(s[i], a)) {
      (flags ??= new Uint8Array(v.length))[i] = Flag.any;
      continue;
    }
    const radius = ds === 0 && isPowerOfTwo(s[i]) ? 0 : division;
    const low = widened(lower(x[i] - dx, s[i], ds), -radius);
    const high = widened(-lower(-x[i] - dx, s[i], ds), radius);
    const round = (q: number, side: number) => {
      const sum = roundHalfToEven(q) + z[i];
      return sum + side * sumError(q, z[i], sum, a);
    };
    if (mayOverflow(Math.max(-low, high), z[i], greatest, a)) {
      (flags ??= new Uint8Array(v.length))[i] = Flag.any;
      continue;
    }
    const value = clamp(round(quotient, 0), least, greatest);
    const lowest = clamp(Math.ceil(round(low, -1)), least, greatest);
    const highest = clamp(Math.floor(round(high, 1)), least, greatest);
    v[i] = value;
    if (lowest !== highest) others.add(i, (lowest + highest) / 2, (highest - lowest) / 2);
    if (highest === greatest && greatest > 255) beyond.add(i, value, Infinity);
  }
  const alternatives = [...others.build(undefined, "other"), ...beyond.build("Q26", "b")];
  return { v, rounding: "none", flags, undecided, alternatives: orAbsent(alternatives) };
}

/** A positive number; where flushing is allowed, one by which division is defined. */
function isDivisor(s: number, { indeterminate, accumulator: { minNormal } }: Arithmetic): boolean {
  return indeterminate ? s >= minNormal && s <= 1 / minNormal : s > 0;
}

/** The least quotient of `x` and a number within `ds` of `s`. */
function lower(x: number, s: number, ds: number): number {
  return x < 0 ? x / (s - ds) : x / (s + ds);
}

function widened(q: number, relative: number): number {
  return q - q === 0 ? q + relative * Math.abs(q) : q;
}

/** What casting the zero point and adding it may lose: nothing while the accumulator holds all three numbers. */
function sumError(q: number, z: number, sum: number, { u, accumulator }: Arithmetic): number {
  const exact = 2 ** accumulator.p;
  const largest = Math.max(Math.abs(q), Math.abs(z), Math.abs(sum));
  return largest <= exact || largest === Infinity ? 0 : u * (Math.abs(z) + Math.abs(sum));
}

/**
 * Whether a quotient of at most `q`, or a sum with `z`, may leave the range of the accumulator though not that of the result's
 * type, where an overflow leaves any value. A range that the accumulator holds clamps it as it clamps the right one.
 */
function mayOverflow(q: number, z: number, greatest: number, a: Arithmetic): boolean {
  const { max } = a.accumulator;
  return a.indeterminate && greatest > max && Math.max(q, Math.abs(z)) + Math.abs(z) > max;
}

function clamp(x: number, least: number, greatest: number): number {
  return Math.min(Math.max(x, least), greatest);
}

function isPowerOfTwo(x: number): boolean {
  return 2 ** Math.round(Math.log2(x)) === x;
}
