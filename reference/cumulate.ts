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
import { type Accumulated, inPlace } from "./accumulated.ts";
import { lostInSum } from "./double_double.ts";
import type { Result } from "./operator.ts";
import type { Certificate } from "./certify.ts";
import { exactOf, float64Radius } from "./prove_terms.ts";
import { arithmetic, exactUpTo, latticeExponent, productExponent, U64 } from "./radius.ts";
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
    let sum = 0, size = 0, most = 0, moved = 0;
    for (let m = 1; m <= rows.n; m++, i += step) {
      sum += x[i];
      size += Math.abs(x[i]);
      if (carried) most += carried[i];
      if (radii) moved += radii[i];
      const to = i + shift;
      if (m === rows.n && shift !== 0) break;
      v[to] = sum;
      S[to] = size;
      if (carried) M[to] = most;
      terms[to] = m;
      e[to] = sumRadius.of(v[to], m, carried ? most : size, moved);
      if (sumRadius.flag !== 0) (flags ??= new Uint8Array(x.length))[to] = sumRadius.flag;
    }
  }
  const undecided = undecidedPrefixes(ball, rows, prefixes);
  const listTerms = (i: number) => prefixAt(x, rows, prefixes, terms, i);
  const certificate = certificateOf({ x, v, S, n: terms }, rows, prefixes, listTerms);
  return { v, rounding: "stored", e, flags, M, undecided, n: terms, S, certificate, listTerms };
}

/** The terms of the sum at position i. */
function prefixAt(
  x: Float64Array,
  rows: Rows,
  prefixes: Prefixes,
  n: Int32Array,
  i: number,
): Accumulated {
  const { step, shift } = walk(rows, prefixes);
  const at = Int32Array.from({ length: n[i] }, (_, j) => i - shift - j * step);
  return { groups: [{ count: n[i], factors: [{ argument: "input", values: x, at, origin: inPlace }] }] };
}

/** Sums in pairs of float64 are taken for all prefixes at once, where one is asked for: each is a part of the next. */
function certificateOf(
  { x, v, S, n }: { readonly [name in "x" | "v" | "S"]: Float64Array } & { readonly n: Int32Array },
  rows: Rows,
  prefixes: Prefixes,
  listTerms: (i: number) => Accumulated,
): Certificate {
  let lost: Float64Array | undefined;
  return {
    radius: float64Radius(S, (i) => n[i] * 1.01 * U64, () => 2 ** (53 + latticeExponent(x))),
    pair(i) {
      lost ??= lostInPrefixes(x, rows, prefixes);
      const value = sumToOdd(v[i], lost[i]);
      return { value, radius: ((n[i] + 8) * U64) ** 2 * 1.01 * S[i] + 2.02 * U64 * Math.abs(value) };
    },
    exact: (i) => exactOf(listTerms(i)),
  };
}

/** What float64 loses of each sum (Ogita, Rump, Oishi: Sum2). */
function lostInPrefixes(x: Float64Array, rows: Rows, prefixes: Prefixes): Float64Array {
  const all = new Float64Array(x.length);
  const { step, shift, last } = walk(rows, prefixes);
  for (let at = 0; at < rows.count; at++) {
    let i = firstOf(rows, at) + (prefixes.reversed ? last : 0);
    let sum = 0, lost = 0;
    for (let m = 1; m <= rows.n; m++, i += step) {
      const longer = sum + x[i];
      lost += lostInSum(sum, x[i], longer);
      sum = longer;
      if (m < rows.n || shift === 0) all[i + shift] = lost;
    }
  }
  return all;
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
