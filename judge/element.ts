/**
 * One element against its bounds (tolerance.md, section 2).
 *
 * @module
 */

import { Flag } from "../graph/expectation.ts";

type Scalar = number | bigint;

const unjudged = Flag.skip | Flag.any;
const mayBeNaN = Flag.orNaN | Flag.nan;
const beside = Flag.orNaN | Flag.orPositiveInfinity | Flag.orNegativeInfinity;

/** Whether an element may be `actual`, given its right value, its bounds and its `Flag`s. */
export function admits(actual: Scalar, value: Scalar, lo: Scalar, hi: Scalar, flags: number): boolean {
  if (flags & Flag.any) return true;
  if (flags & Flag.skip) {
    return !Number.isNaN(actual) || (flags & mayBeNaN) !== 0 || !Number.isFinite(value);
  }
  if (typeof actual === "number" && flags !== 0) {
    if (flags & Flag.nan) return Number.isNaN(actual);
    if (flags & Flag.orNaN && Number.isNaN(actual)) return true;
    if (flags & Flag.orPositiveInfinity && actual === Infinity) return true;
    if (flags & Flag.orNegativeInfinity && actual === -Infinity) return true;
    if (flags & Flag.bits) return Object.is(actual, value);
    if (flags & Flag.whole && Math.trunc(actual) !== actual) return false;
  }
  return actual >= lo && actual <= hi;
}

/** Whether bounds say nothing: one is NaN, or no value lies between them and no flag admits one beside them. */
export function isMeaningless(lo: Scalar, hi: Scalar, flags: number): boolean {
  if (flags & (unjudged | Flag.nan | Flag.bits)) return false;
  return Number.isNaN(lo) || Number.isNaN(hi) || (lo > hi && !(flags & beside));
}

/** How far an element is from its right value. */
export interface Miss {
  /** |actual - value|; Infinity where only one of them is finite, or they are different infinities. */
  readonly error: number;
  /** Distance from `value` to the bound on the side of `actual`. */
  readonly radius: number;
  /** error / radius; 0 where the error is 0, Infinity where only the radius is. */
  readonly ratio: number;
}

/** `error`, `radius` and `ratio` of an element, whether or not it is admitted. */
export function missOf(actual: Scalar, value: Scalar, lo: Scalar, hi: Scalar): Miss {
  const bound = actual < value ? lo : hi;
  const error = distance(actual, value);
  const radius = distance(bound, value);
  return { error, radius, ratio: error === 0 ? 0 : error === Infinity ? Infinity : error / radius };
}

function distance(a: Scalar, b: Scalar): number {
  if (typeof a === "bigint" && typeof b === "bigint") return Number(a < b ? b - a : a - b);
  const x = Number(a);
  const y = Number(b);
  if (x === y || (Number.isNaN(x) && Number.isNaN(y))) return 0;
  const difference = Math.abs(x - y);
  return Number.isNaN(difference) ? Infinity : difference;
}
