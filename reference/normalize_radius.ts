/**
 * The local error of normalized values (tolerance.md, section 4).
 *
 * @module
 */

import type { Profile } from "../graph/profile.ts";
import type { Statistics } from "./normalize_statistics.ts";
import { type Arithmetic, growth, U64 } from "./radius.ts";

/** Whether the profile lets the sum of the elements or of the squares overflow, although the results are finite. */
export function mayOverflow(
  { meanMagnitude, mean, meanRadius, variance, varianceRadius }: Statistics,
  n: number,
  { looseRange, accumulator }: Arithmetic,
): boolean {
  const squares = variance + varianceRadius + (Math.abs(mean) + meanRadius) ** 2;
  return looseRange && n * Math.max(meanMagnitude, squares) > accumulator.max;
}

/** That of the reference itself. */
export const float64: Arithmetic = {
  rho: 1,
  u: U64,
  accumulator: { p: 53, u: U64, minNormal: 2 ** -1022, minSubnormal: 2 ** -1074, max: Number.MAX_VALUE },
  q: 2 ** -1074,
  inputRoundoff: 0,
  flushedInputsBelow: 0,
  flushedBelow: 0,
  indeterminate: false,
  looseRange: false,
};

/** How far mean and variance may be off. */
export interface Errors {
  readonly a: Arithmetic;
  /** Absolute errors of the mean and of the variance, and the variance's relative to variance + epsilon. */
  readonly em: number;
  readonly ev: number;
  readonly relative: number;
}

/** The errors of an instance of `n` elements. */
export function errors(
  { meanMagnitude, mean, meanRadius, variance, varianceRadius }: Statistics,
  n: number,
  a: Arithmetic,
  profile: Profile,
  epsilon: number,
): Errors {
  const v = variance + varianceRadius;
  const m = Math.abs(mean) + meanRadius;
  const em = n === 1 ? 0 : growth(n + 1, a) * meanMagnitude + n * (a.q + a.flushedBelow);
  const onePass = profile.onePassVariance && a !== float64 ? growth(n + 4, a) * (v + m * m) + 2 * m * em : 0;
  const ev = growth(n + 5, a) * v + 1.01 * em * em + onePass + n * (a.q + a.flushedBelow);
  return { a, em, ev, relative: ev / (Math.max(0, variance - varianceRadius) + epsilon) };
}

/** What each factor of an element's local error multiplies, see `localRadius`. */
export interface LocalError {
  readonly scale: number;
  readonly slope: number;
  readonly deviation: number;
  readonly bias: number;
  readonly result: number;
  readonly least: number;
}

/** Of one arithmetic, whose root has an error of `rsqrt` ULP. */
export function localError({ a, em, relative }: Errors, rsqrt: number): LocalError {
  const { u, q, flushedBelow } = a;
  return {
    scale: 1.01 * em,
    slope: 1.01 * 4 * u,
    deviation: 1.01 * ((relative + u) / 2 + (2 * rsqrt + 3) * u),
    bias: 1.01 * 2 * u,
    result: 1.01 * u,
    least: 4 * (q + flushedBelow),
  };
}

/** Both errors together. */
export function sumOf(a: LocalError, b: LocalError): LocalError {
  return {
    scale: a.scale + b.scale,
    slope: a.slope + b.slope,
    deviation: a.deviation + b.deviation,
    bias: a.bias + b.bias,
    result: a.result + b.result,
    least: a.least + b.least,
  };
}

/**
 * `1.01{ |k|(e_m + 4u(|x|+|m|)) + |k·d|(½(e_v/(v+ε)+u) + (2c_rsqrt+3)u) + 2u|b| + u|y| }`, of magnitudes: `xm` is that of x and
 * of the mean.
 */
export function localRadius(
  error: LocalError,
  k: number,
  xm: number,
  kd: number,
  b: number,
  y: number,
): number {
  const { scale, slope, deviation, bias, result, least } = error;
  return k * (scale + slope * xm) + kd * deviation + bias * b + result * y + least;
}
