/**
 * Values and radii of cumulativeSum (tolerance.md, section 4).
 *
 * @module
 */

import {
  createElements,
  type DataType,
  type FloatType,
  integerRange,
  isFloat,
  isInt64,
} from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Profile } from "../graph/profile.ts";
import { type Ball, floats } from "./ball.ts";
import { isCertified, lostInSum } from "./double_double.ts";
import type { Result } from "./operator.ts";
import { arithmetic, exactUpTo, productExponent, U64 } from "./radius.ts";
import { readRadius } from "./read.ts";
import { sumToOdd } from "./round_to_odd.ts";
import { firstOf, type Rows } from "./rows.ts";
import { SumRadius } from "./sum_radius.ts";

/** Which elements of a row are summed into each of its sums. */
export interface Prefixes {
  /** Without the element itself. */
  readonly exclusive: boolean;
  /** From the last element on. */
  readonly reversed: boolean;
}

/** The sums of the prefixes of each row: `m·u·S_m`, 0 for no or one term. Integers are exact while in range (Q10). */
export function cumulate(ball: Ball, rows: Rows, prefixes: Prefixes, profile: Profile): Result {
  return isFloat(ball.dataType)
    ? cumulateFloats(ball, ball.dataType, rows, prefixes, profile)
    : cumulateIntegers(ball, ball.dataType, rows, prefixes);
}

function cumulateFloats(
  ball: Ball,
  dataType: FloatType,
  rows: Rows,
  prefixes: Prefixes,
  profile: Profile,
): Result {
  const a = arithmetic(dataType, profile);
  const x = floats(ball), radii = readRadius(ball, dataType, profile), { M: carried } = ball;
  const sumRadius = new SumRadius("values", a, exactUpTo(productExponent([x], a), a));
  const v = new Float64Array(x.length), S = new Float64Array(x.length), e = new Float64Array(x.length);
  const M = carried ? new Float64Array(x.length) : S;
  const terms = new Int32Array(x.length);
  const { step, shift, last } = walk(rows, prefixes);
  let flags: Uint8Array | undefined;
  for (let at = 0; at < rows.count; at++) {
    let i = firstOf(rows, at) + (prefixes.reversed ? last : 0);
    let sum = 0, lost = 0, size = 0, most = 0, moved = 0;
    for (let m = 1; m <= rows.n; m++, i += step) {
      const longer = sum + x[i];
      lost += lostInSum(sum, x[i], longer);
      sum = longer;
      size += Math.abs(x[i]);
      if (carried) most += carried[i];
      if (radii) moved += radii[i];
      const to = i + shift;
      if (m === rows.n && shift !== 0) break;
      const isSure = lost === 0 || sum - sum !== 0 || isCertified(dataType, sum, m * U64 * 1.01 * size);
      v[to] = isSure ? sum : sumToOdd(sum, lost);
      S[to] = size;
      if (carried) M[to] = most;
      terms[to] = m;
      e[to] = sumRadius.of(v[to], m, carried ? most : size, moved);
      if (sumRadius.flag !== 0) (flags ??= new Uint8Array(x.length))[to] = sumRadius.flag;
    }
  }
  const undecided = undecidedPrefixes(ball, rows, prefixes);
  return { v, rounding: "stored", e, flags, M, undecided, n: terms, S };
}

/** From an element to the next, from an element to where its sum stands, and from the first to the last of a row. */
function walk({ n, step }: Rows, { exclusive, reversed }: Prefixes) {
  const onward = reversed ? -step : step;
  return { step: onward, shift: exclusive ? onward : 0, last: (n - 1) * step };
}

function cumulateIntegers(
  ball: Ball,
  dataType: Exclude<DataType, FloatType>,
  rows: Rows,
  prefixes: Prefixes,
): Result {
  const v = createElements(dataType, ball.v.length);
  const greatest = integerRange[dataType][1];
  const flags = isInt64(dataType)
    ? cumulateBig(ball.v as BigInt64Array, v as BigInt64Array, rows, prefixes, greatest)
    : cumulateSmall(ball.v as Int32Array, v as Int32Array, rows, prefixes, Number(greatest));
  return { v, rounding: "none", flags, undecided: undecidedPrefixes(ball, rows, prefixes) };
}

function cumulateSmall(x: Int32Array, v: Int32Array, rows: Rows, prefixes: Prefixes, greatest: number) {
  const { step, shift, last } = walk(rows, prefixes);
  let flags: Uint8Array | undefined;
  for (let at = 0; at < rows.count; at++) {
    let i = firstOf(rows, at) + (prefixes.reversed ? last : 0);
    let sum = 0, reach = 0;
    for (let m = 1; m <= rows.n; m++, i += step) {
      sum += x[i];
      reach += Math.abs(x[i]);
      if (m === rows.n && shift !== 0) break;
      if (reach <= greatest || m === 1) v[i + shift] = sum;
      else (flags ??= new Uint8Array(x.length))[i + shift] = Flag.any;
    }
  }
  return flags;
}

function cumulateBig(x: BigInt64Array, v: BigInt64Array, rows: Rows, prefixes: Prefixes, greatest: bigint) {
  const { step, shift, last } = walk(rows, prefixes);
  let flags: Uint8Array | undefined;
  for (let at = 0; at < rows.count; at++) {
    let i = firstOf(rows, at) + (prefixes.reversed ? last : 0);
    let sum = 0n, reach = 0n;
    for (let m = 1; m <= rows.n; m++, i += step) {
      sum += x[i];
      reach += x[i] < 0n ? -x[i] : x[i];
      if (m === rows.n && shift !== 0) break;
      if (reach <= greatest || m === 1) v[i + shift] = sum;
      else (flags ??= new Uint8Array(x.length))[i + shift] = Flag.any;
    }
  }
  return flags;
}

/** An undecided element makes every sum that holds it undecided. */
function undecidedPrefixes(
  { undecided }: Ball,
  rows: Rows,
  prefixes: Prefixes,
): Uint8Array | undefined {
  if (!undecided) return undefined;
  const marks = new Uint8Array(undecided.length);
  const { step, shift, last } = walk(rows, prefixes);
  for (let at = 0; at < rows.count; at++) {
    let i = firstOf(rows, at) + (prefixes.reversed ? last : 0);
    let mark = 0;
    for (let m = 1; m <= rows.n; m++, i += step) {
      mark = Math.max(mark, undecided[i]);
      if (m < rows.n || shift === 0) marks[i + shift] = mark;
    }
  }
  return marks;
}
