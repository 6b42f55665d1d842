/**
 * Values and radii of reduceLogSum and reduceLogSumExp (tolerance.md, section 4).
 *
 * @module
 */

import type { FloatType } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Profile } from "../graph/profile.ts";
import { type Ball, floats } from "./ball.ts";
import { preciseSum } from "./double_double.ts";
import { functionConstants } from "./function_error.ts";
import type { Result } from "./operator.ts";
import { type Arithmetic, arithmetic, exactUpTo, growth, productExponent, ROUND_UP, U64 } from "./radius.ts";
import { multiprecision } from "./reals/multiprecision.ts";
import { type Reals, subtract } from "./reals/reals.ts";
import { type Formula, refined } from "./reals/refine.ts";
import { readRadius } from "./read.ts";
import { firstOf, type Rows, undecidedRows } from "./rows.ts";
import { SumRadius } from "./sum_radius.ts";

/**
 * The logarithm of the sum of each row: `n·u·S/|Σ| + F(log, Σ)`. Not judged where the sum is uncertain by more than a
 * tenth; NaN, where it may be negative.
 */
export function logSumsOf(ball: Ball, rows: Rows, profile: Profile): Result {
  const { count, n, step } = rows;
  const dataType = ball.dataType as FloatType;
  const a = arithmetic(dataType, profile);
  const x = floats(ball), radii = readRadius(ball, dataType, profile);
  const sumRadius = new SumRadius("values", a, exactUpTo(productExponent([x], a), a));
  const logError = logErrorOf(dataType, profile, a);
  const v = new Float64Array(count), e = new Float64Array(count), flags = new Uint8Array(count);
  const errors = new Float64Array(count);
  for (let at = 0; at < count; at++) {
    const start = firstOf(rows, at);
    let S = 0, P = 0;
    for (let j = 0, i = start; j < n; j++, i += step) {
      S += Math.abs(x[i]);
      if (radii) P += radii[i];
    }
    const { sum, rest, error } = signedSum(x, start, n, step, S);
    const logarithm = Math.log(sum), correction = sum > 0 && sum < Infinity ? rest / sum : 0;
    v[at] = logarithm + correction;
    errors[at] = 2 * error / sum +
      U64 * (9 * Math.abs(logarithm) + 4 * Math.abs(correction) + Math.abs(v[at])) +
      correction ** 2;
    const radius = sumRadius.of(sum, n, S, P);
    flags[at] = sumRadius.flag;
    if (flags[at] & Flag.skip && sum < S) flags[at] |= Flag.orNaN;
    if (sumRadius.flag !== 0 || sum - sum !== 0) continue;
    if (radius > Math.abs(sum) / 10) flags[at] = radius > sum ? Flag.skip | Flag.orNaN : Flag.skip;
    else if (sum > 0) {
      const spread = -Math.log1p(-radius / sum);
      e[at] = (spread + logError(sum - radius, sum + radius, Math.abs(v[at]) + spread) +
        4 * U64 * Math.abs(v[at])) *
        ROUND_UP;
    }
  }
  const formula: Formula = (reals) => (at) => reals.log(sumIn(reals, x, firstOf(rows, at), n, step));
  return {
    v,
    rounding: "stored",
    e,
    flags: flags.some((flag) => flag !== 0) ? flags : undefined,
    undecided: undecidedRows(ball, rows),
    certificate: { radius: (at) => errors[at], ...refined(formula, dataType) },
  };
}

/** A sum whose sign is sure. */
interface SignedSum {
  readonly sum: number;
  /** What the sum lacks. */
  readonly rest: number;
  /** How far the two together may be from the exact sum: at most half of it. */
  readonly error: number;
}

/** @param S The sum of the absolute values. */
function signedSum(x: Float64Array, start: number, n: number, step: number, S: number): SignedSum {
  if (!(S < Infinity)) return { sum: plainSum(x, start, n, step), rest: 0, error: 0 };
  const [high, low] = preciseSum(x, start, n, step);
  const sum = high + low, error = 1.01 * (n * U64) ** 2 * S;
  if (Math.abs(sum) > 4 * error) return { sum, rest: high - sum + low, error };
  const reals = multiprecision(64);
  const exact = reals.middle(sumIn(reals, x, start, n, step));
  return { sum: exact, rest: 0, error: 8 * U64 * Math.abs(exact) };
}

function plainSum(x: Float64Array, start: number, n: number, step: number): number {
  let sum = 0;
  for (let j = 0, i = start; j < n; j++, i += step) sum += x[i];
  return sum;
}

function sumIn<T>({ of, add }: Reals<T>, x: Float64Array, start: number, n: number, step: number): T {
  let sum = of(0);
  for (let j = 0, i = start; j < n; j++, i += step) sum = add(sum, of(x[i]));
  return sum;
}

/**
 * The logarithm of the sum of the exponentials of each row, shifted by the row's maximum:
 * `u(W + n) + 2c_log·u·max(|y|, |ln Σe^(x - M)|) + (1 + a_log)u + 2u|y|` with
 * `W = Σ p_j(2max(|x_j|, |x_j - M|) + 2c_exp)`, and the distance to the values of the inputs' endpoints.
 */
export function logSumExpsOf(ball: Ball, rows: Rows, profile: Profile): Result {
  const { count, n, step } = rows;
  const dataType = ball.dataType as FloatType;
  const a = arithmetic(dataType, profile);
  const x = floats(ball), radii = readRadius(ball, dataType, profile);
  const logError = logErrorOf(dataType, profile, a);
  const { ulp: expBase, slope: expSlope = 0 } = functionConstants("exp", dataType, profile);
  const sumError = growth(n, a);
  const v = new Float64Array(count), e = new Float64Array(count), errors = new Float64Array(count);
  let flags: Uint8Array | undefined;
  for (let at = 0; at < count; at++) {
    const start = firstOf(rows, at);
    let maximum = -Infinity;
    for (let j = 0, i = start; j < n; j++, i += step) if (!(x[i] <= maximum)) maximum = x[i];
    if (maximum - maximum !== 0) {
      v[at] = hasNaN(x, start, n, step) ? NaN : maximum;
      if (a.indeterminate) (flags ??= new Uint8Array(count))[at] = Flag.any;
      continue;
    }
    let sum = 0, up = 0, down = 0, weight = 0, distance = 0, isFinite = true;
    for (let j = 0, i = start; j < n; j++, i += step) {
      const radius = radii ? radii[i] : 0;
      const shifted = x[i] - maximum;
      const power = Math.exp(shifted);
      const farthest = Math.max(Math.abs(x[i]), -shifted) + radius;
      sum += power;
      if (power > 0) distance -= power * shifted;
      if (power > 0) weight += power * (2 * farthest + 2 * (expBase + expSlope * farthest));
      if (x[i] === -Infinity) isFinite = false;
      if (radius === 0) up += power, down += power;
      else up += Math.exp(shifted + radius), down += Math.exp(shifted - radius);
    }
    const logarithm = Math.log(sum);
    v[at] = maximum + logarithm;
    if (!isFinite && a.indeterminate) (flags ??= new Uint8Array(count))[at] = Flag.any;
    const spread = radii ? Math.max(Math.log(up / sum), Math.log(sum / down)) + 4 * U64 : 0;
    const size = Math.abs(v[at]) + spread;
    const logs = Math.max(
      logError(1, up, logarithm + spread),
      logError(Math.exp(v[at] - spread), Math.exp(v[at] + spread), size),
    );
    const underflow = n * (a.q + 2 * a.flushedBelow);
    const local = (a.u * weight) / sum + sumError + logs + a.u + 2 * a.u * size + underflow;
    const own = U64 * (weight / sum + n + 8 * (size + logarithm) + 2);
    e[at] = (spread + local + own) * ROUND_UP;
    errors[at] = 1.01 * U64 * (distance / sum + 8 + n + 9 * logarithm + Math.abs(v[at]));
  }
  return {
    v,
    rounding: "stored",
    e,
    flags,
    undecided: undecidedRows(ball, rows),
    certificate: { radius: (at) => errors[at], ...refined(logSumExpIn(x, rows), dataType) },
  };
}

/** Elements that are -Infinity add nothing; none may be Infinity. */
function logSumExpIn(x: Float64Array, rows: Rows): Formula {
  const { n, step } = rows;
  return (reals) => (at) => {
    const start = firstOf(rows, at), end = start + n * step;
    let maximum = -Infinity;
    for (let i = start; i < end; i += step) maximum = Math.max(maximum, x[i]);
    const shift = reals.of(maximum);
    let sum = reals.of(0);
    for (let i = start; i < end; i += step) {
      if (x[i] > -Infinity) sum = reals.add(sum, reals.exp(subtract(reals, reals.of(x[i]), shift)));
    }
    return reals.add(shift, reals.log(sum));
  };
}

function hasNaN(x: Float64Array, start: number, n: number, step: number): boolean {
  for (let j = 0, i = start; j < n; j++, i += step) if (x[i] !== x[i]) return true;
  return false;
}

/**
 * `F(log, Σ)` for a Σ between `low` and `high` whose logarithm is at most `size` (tolerance.md, section
 * 3.1).
 */
function logErrorOf(
  dataType: FloatType,
  profile: Profile,
  a: Arithmetic,
): (low: number, high: number, size: number) => number {
  const { ulp, units = 0, absolute = 0 } = functionConstants("log", dataType, profile);
  return (low, high, size) => {
    const relative = 2 * a.u * ulp * size + units * a.u + a.q;
    return low <= 2 && high >= 0.5 ? Math.max(absolute, relative) : relative;
  };
}
