/**
 * What a float element may be, from its value, radius and rounding (tolerance.md, sections 1 to 3).
 *
 * @module
 */

import { type FloatType, roundedTo, roundTo } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Profile } from "../graph/profile.ts";
import { roundDown, roundUp } from "./neighbours.ts";
import type { Result, Rounding } from "./operator.ts";
import { type Storage, storageOf } from "./precision.ts";
import { ROUND_UP, U64 } from "./radius.ts";

/**
 * Least and greatest admissible value of each element, and its `Flag`s; no flags where none is set. The arrays may be
 * one and the same, and that of the values.
 */
export interface FloatBounds {
  readonly lo: Float64Array;
  readonly hi: Float64Array;
  readonly flags?: Uint8Array;
}

type Elements = Pick<Result, "e" | "atLeast" | "atMost"> & {
  readonly v: Float64Array;
  readonly rounding: Rounding;
};

/** Bounds of every element. Those whose radius is Infinity are flagged `skip`, or `any` where the profile leaves them open;
 * those whose radius is NaN or negative have bounds of NaN and no flag. */
export function floatBounds(elements: Elements, dataType: FloatType, profile: Profile): FloatBounds {
  const { v, rounding } = elements;
  const storage = storageOf(dataType, profile);
  const nearest = rounding !== "none" && profile.rho === 1 && !storage.coarse;
  const exact = elements.e ? undefined : exactBounds(elements, dataType, storage, nearest);
  if (exact) return { lo: exact, hi: exact, flags: undefined };
  const count = v.length;
  const { e, lo, hi } = endpoints(elements, storage, profile);
  const least = elements.atLeast ?? -Infinity;
  const greatest = elements.atMost ?? Infinity;
  let flags: Uint8Array | undefined;
  for (let i = 0; i < count; i++) {
    const radius = e ? e[i] : 0;
    let low = lo[i];
    let high = hi[i];
    let mark = 0;
    if (radius === Infinity) {
      mark = Flag.skip;
    } else if (v[i] - v[i] !== 0) {
      low = high = v[i];
      mark = profile.indeterminate ? Flag.any : v[i] !== v[i] ? Flag.nan : 0;
    } else if (!(radius >= 0)) {
      // a mistake of the reference, which the judge names
      low = high = NaN;
    } else {
      if (high >= storage.overflow && high > storage.max) {
        mark |= Flag.orPositiveInfinity;
        if (profile.indeterminate) low = Math.min(low, storage.max);
        else if (low >= storage.overflow) [low, high, mark] = [Infinity, Infinity, 0];
      }
      if (low <= -storage.overflow && low < -storage.max) {
        mark |= Flag.orNegativeInfinity;
        if (profile.indeterminate) high = Math.max(high, -storage.max);
        else if (high <= -storage.overflow) [low, high, mark] = [-Infinity, -Infinity, 0];
      }
      if (rounding === "once" || radius === 0) {
        if (nearest) {
          low = roundTo(dataType, low);
          high = roundTo(dataType, high);
        } else if (rounding !== "none") {
          low = roundDown(dataType, low);
          high = roundUp(dataType, high);
        }
      }
      if (low < least) low = least;
      if (high > greatest) high = greatest;
      if (low > 0 && low < storage.flushedBelow) low = 0;
      if (high < 0 && high > -storage.flushedBelow) high = 0;
    }
    lo[i] = low;
    hi[i] = high;
    if (mark !== 0) (flags ??= new Uint8Array(count))[i] = mark;
  }
  return { lo, hi, flags };
}

/**
 * The only admissible value of every element without a radius, where each has just one: it is in the type already, or
 * rounded to nearest, and neither infinite nor flushed. `v` itself where nothing is rounded.
 */
function exactBounds(
  { v, rounding, atLeast = -Infinity, atMost = Infinity }: Elements,
  dataType: FloatType,
  { max, flushedBelow }: Storage,
  nearest: boolean,
): Float64Array | undefined {
  if (rounding !== "none" && !nearest) return undefined;
  const rounded = nearest ? new Float64Array(roundedTo(dataType, v)) : v;
  for (let i = 0; i < rounded.length; i++) {
    const value = rounded[i];
    const magnitude = Math.abs(value);
    const isOnly = magnitude <= max && (magnitude >= flushedBelow || magnitude === 0) && value >= atLeast &&
      value <= atMost;
    if (!isOnly) return undefined;
  }
  return rounded;
}

/** v - E and v + E before they are rounded to the data type, rounded outward. */
function endpoints(elements: Elements, storage: Storage, profile: Profile) {
  const { v, rounding, e } = elements;
  const count = v.length;
  const lo = v.slice();
  const hi = v.slice();
  const once = rounding === "once" && storage.coarse ? storage.once : 0;
  if (!e && once === 0) return { e, lo, hi };
  const stored = rounding === "stored" ? storage.stored : 0;
  const q = rounding === "stored" ? profile.rho * storage.minSubnormal : 0;
  for (let i = 0; i < count; i++) {
    const radius = e ? e[i] : 0;
    const magnitude = Math.abs(v[i]);
    if (radius === 0 && once === 0) continue;
    const E = (radius + (stored + once) * (magnitude + radius) + q) * ROUND_UP + 2 * U64 * magnitude;
    lo[i] -= E;
    hi[i] += E;
  }
  return { e, lo, hi };
}
