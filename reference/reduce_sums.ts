/**
 * Values and radii of reduceSum, reduceL1, reduceSumSquare and reduceMean of float tensors.
 *
 * @module
 */

import type { FloatType } from "../graph/data_type.ts";
import type { Profile } from "../graph/profile.ts";
import { type Accumulated, inPlace } from "./accumulated.ts";
import { type Ball, floats } from "./ball.ts";
import { roundsRight } from "./certify.ts";
import type { Result } from "./operator.ts";
import { meanRadius } from "./pooling_average.ts";
import { certificateOf, float64Radius } from "./prove_terms.ts";
import { type Arithmetic, arithmetic, exactUpTo, latticeExponent, productExponent, U64 } from "./radius.ts";
import { readRadius } from "./read.ts";
import { firstOf, positionsOf, type Rows, undecidedRows } from "./rows.ts";
import { SumRadius, type Terms } from "./sum_radius.ts";

/** The sum of the terms of each row, with `n·u·S` and the like (`SumRadius`). */
export function sumsOf(terms: Terms, ball: Ball, rows: Rows, profile: Profile): Result {
  const dataType = ball.dataType as FloatType;
  const a = arithmetic(dataType, profile);
  const { v, S, M, P } = sums(terms, { ...ball, e: readRadius(ball, dataType, profile) }, rows);
  const radius = new SumRadius(terms, a, exactSums(terms, floats(ball), a));
  const e = new Float64Array(v.length);
  let flags: Uint8Array | undefined;
  for (let at = 0; at < v.length; at++) {
    e[at] = radius.of(v[at], rows.n, (M ?? S)[at], P ? P[at] : 0);
    if (radius.flag !== 0) (flags ??= new Uint8Array(v.length))[at] = radius.flag;
  }
  return { ...result({ v, S, M }, e, flags, ball, rows), ...proof(terms, ball, rows, S) };
}

/** The mean of each row: `(n + 2c)·u·S/n`. */
export function meansOf(ball: Ball, rows: Rows, profile: Profile): Result {
  const dataType = ball.dataType as FloatType;
  const { n } = rows;
  const { v, S, M, P } = sums("values", ball, rows, n);
  const radiusOf = meanRadius(floats(ball), dataType, profile);
  const e = new Float64Array(v.length);
  let flags: Uint8Array | undefined;
  for (let at = 0; at < v.length; at++) {
    const magnitude = (M ?? S)[at];
    const { radius, flag } = radiusOf(
      { sum: v[at], magnitude, propagated: P ? P[at] : 0, taps: n },
      n,
    );
    e[at] = radius;
    if (flag !== 0) (flags ??= new Uint8Array(v.length))[at] = flag;
  }
  for (const sizes of [S, M]) if (sizes) { for (let at = 0; at < v.length; at++) sizes[at] /= n; }
  return { ...result({ v, S, M }, e, flags, ball, rows), ...proof("values", ball, rows, S, n) };
}

/**
 * Sums in float64 lose at most `n·u64·S`, means a rounding more: nothing where the terms are multiples of a power of two
 * and few enough bits, and n is a power of two. One term is itself; a square of 24 bits is exact.
 *
 * @param S Of means, divided as they are.
 */
function proof(
  terms: Terms,
  ball: Ball,
  rows: Rows,
  S: Float64Array,
  divisor = 1,
): Pick<Result, "certificate" | "listTerms"> {
  const { n, origin = inPlace } = rows;
  const x = floats(ball);
  const values = terms === "magnitudes" ? termsOf(terms, x) : x;
  const listTerms = (i: number): Accumulated => {
    const factor = { argument: "input", values, at: positionsOf(rows, i), origin };
    return { groups: [{ count: n, factors: terms === "squares" ? [factor, factor] : [factor] }], divisor };
  };
  if (n === 1) return { certificate: roundsRight, listTerms };
  const exact = () =>
    Number.isInteger(Math.log2(divisor))
      ? 2 ** (53 + latticeExponent(x) * (terms === "squares" ? 2 : 1)) / divisor
      : 0;
  const error = (divisor === 1 ? n : n + 1) * 1.01 * U64;
  return { certificate: certificateOf(float64Radius(S, () => error, exact), listTerms), listTerms };
}

interface Sums {
  readonly v: Float64Array;
  /** Sums of magnitudes, and of those carried along affine chains. */
  readonly S: Float64Array;
  readonly M?: Float64Array;
  /** Sums of the terms' radii. */
  readonly P?: Float64Array;
}

/** Sums by row, `v` divided by `divisor`. */
function sums(terms: Terms, ball: Ball, rows: Rows, divisor = 1): Sums {
  const { count, n, step } = rows;
  const x = termsOf(terms, floats(ball));
  const radii = terms === "squares" ? squaredRadii(ball) : ball.e;
  const carried = terms === "values" ? ball.M : undefined;
  const v = new Float64Array(count), S = new Float64Array(count);
  for (let at = 0; at < count; at++) {
    let sum = 0, size = 0;
    for (let j = 0, i = firstOf(rows, at); j < n; j++, i += step) {
      sum += x[i];
      size += Math.abs(x[i]);
    }
    v[at] = sum / divisor;
    S[at] = size;
  }
  return { v, S, M: carried && addUp(carried, rows), P: radii && addUp(radii, rows) };
}

function addUp(x: Float64Array, rows: Rows): Float64Array {
  const { count, n, step } = rows;
  const totals = new Float64Array(count);
  for (let at = 0; at < count; at++) {
    let total = 0;
    for (let j = 0, i = firstOf(rows, at); j < n; j++, i += step) total += x[i];
    totals[at] = total;
  }
  return totals;
}

function termsOf(terms: Terms, x: Float64Array): Float64Array {
  if (terms === "values") return x;
  const sizes = new Float64Array(x.length);
  if (terms === "squares") { for (let i = 0; i < x.length; i++) sizes[i] = x[i] * x[i]; }
  else for (let i = 0; i < x.length; i++) sizes[i] = Math.abs(x[i]);
  return sizes;
}

/** How far x² moves with x. */
function squaredRadii(ball: Ball): Float64Array | undefined {
  const x = floats(ball);
  return ball.e?.map((radius, i) => radius === 0 ? 0 : (2 * Math.abs(x[i]) + radius) * radius);
}

function exactSums(terms: Terms, x: Float64Array, a: Arithmetic): number {
  return exactUpTo(productExponent(terms === "squares" ? [x, x] : [x], a), a);
}

function result(
  { v, S, M }: Pick<Sums, "v" | "S" | "M">,
  e: Float64Array,
  flags: Uint8Array | undefined,
  ball: Ball,
  rows: Rows,
): Result {
  return {
    v,
    rounding: "stored",
    e: e.some((radius) => radius !== 0) ? e : undefined,
    flags,
    M: M ?? S,
    undecided: undecidedRows(ball, rows),
    n: new Int32Array(v.length).fill(rows.n),
    S,
  };
}
