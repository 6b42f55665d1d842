/**
 * Between two nodes a result is stored: what every admissible implementation may hold instead becomes a ball.
 *
 * @module
 */

import { type FloatType, isFloat, roundTo } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Profile } from "../graph/profile.ts";
import type { Descriptor } from "../graph/tensor.ts";
import { type Ball, Undecided } from "./ball.ts";
import type { Result } from "./operator.ts";
import { type Storage, storageOf } from "./precision.ts";

/**
 * The ball of a node's result. `v` stays the unrounded value; `e` grows by the rounding of the store (tolerance.md,
 * section 5, "storage in o") and, in a profile that flushes, by what a flushed subnormal changes. Alternatives are
 * widened into `e`; what has no bound becomes undecided.
 *
 * @param keepMagnitude Whether a backend may fold this result into the node that uses it: its single use is that node.
 */
export function store(result: Result, descriptor: Descriptor, profile: Profile, keepMagnitude = false): Ball {
  const { dataType, shape } = descriptor;
  if (!isFloat(dataType)) {
    return { dataType, shape, v: result.v, undecided: undecidedIntegers(result) };
  }
  const M = keepMagnitude ? result.M : undefined;
  const terms = M && (result.terms ?? greatest(result.n));
  if (result.rounding === "none" && !result.flags && !result.alternatives) {
    return { dataType, shape, v: result.v, e: result.e, undecided: result.undecided, M, terms };
  }
  return {
    ...round(widen(result), storageOf(dataType, profile), profile, dataType, shape, M ? "folded" : "stored"),
    M,
    terms,
  };
}

/**
 * The ball of an intermediate result of an operator's own decomposition. A backend need not store it: where it may overflow
 * it keeps its value, from which the operator's is proven, and any value passes for what is computed from it (tolerance.md,
 * section 2, step 3).
 */
export function storeInside(
  result: Result,
  dataType: FloatType,
  shape: readonly number[],
  profile: Profile,
): Ball {
  return round(widen(result), storageOf(dataType, profile), profile, dataType, shape, "open");
}

/** The ball of an input or a constant, whose elements are exact unless the profile may flush them. */
export function ballOf(v: Ball["v"], descriptor: Descriptor, profile: Profile): Ball {
  const { dataType, shape } = descriptor;
  if (!isFloat(dataType) || !profile.flushesSubnormals && !profile.indeterminate) {
    return { dataType, shape, v };
  }
  return round({ v, rounding: "none" }, storageOf(dataType, profile), profile, dataType, shape, "stored");
}

function greatest(n: Int32Array | undefined): number {
  let most = 1;
  if (n) { for (let i = 0; i < n.length; i++) most = Math.max(most, n[i]); }
  return most;
}

/** An integer that could be another one is undecided: integer tensors have no radius. */
function undecidedIntegers(result: Result): Uint8Array | undefined {
  if (!result.flags && !result.alternatives) return result.undecided;
  const undecided = result.undecided?.slice() ?? new Uint8Array(result.v.length);
  result.flags?.forEach((flags, i) => {
    if (flags & (Flag.any | Flag.skip)) undecided[i] = Math.max(undecided[i], undecidedBy(flags));
  });
  for (const { positions } of result.alternatives ?? []) {
    for (const i of positions) undecided[i] = Math.max(undecided[i], Undecided.value);
  }
  return undecided;
}

/** Where any value passes, any value passes for what is computed from it. */
function undecidedBy(flags: number): number {
  return flags & Flag.any ? Undecided.indeterminate : Undecided.value;
}

const unbounded = Flag.any | Flag.skip | Flag.orNaN | Flag.orPositiveInfinity | Flag.orNegativeInfinity;

/** The result with its alternatives inside the radius, and its flags as undecided elements. */
function widen(result: Result): Pick<Result, "v" | "rounding" | "e" | "undecided"> {
  const { alternatives, flags } = result;
  if (!alternatives && !flags) return result;
  const v = result.v as Float64Array;
  const e = result.e?.slice() ?? new Float64Array(v.length);
  let { undecided } = result;
  for (const { positions, v: other, e: radius } of alternatives ?? []) {
    positions.forEach((i, k) => {
      const reach = Math.abs(Number(other[k]) - v[i]) + (radius ? radius[k] : 0);
      if (reach > e[i] || reach !== reach) e[i] = reach < Infinity ? reach : Infinity;
    });
  }
  flags?.forEach((mark, i) => {
    if (!(mark & unbounded)) return;
    e[i] = Infinity;
    if (!undecided || undecided === result.undecided) {
      undecided = undecided?.slice() ?? new Uint8Array(v.length);
    }
    undecided[i] = Math.max(undecided[i], undecidedBy(mark));
  });
  return { v, rounding: result.rounding, e, undecided };
}

/**
 * A result beyond the range is stored between two nodes; or may be folded into the node that uses it, and never be there; or
 * is inside a decomposition, where it is left open.
 */
type Overflow = "stored" | "folded" | "open";

function round(
  result: Pick<Result, "v" | "rounding" | "e" | "undecided">,
  storage: Storage,
  profile: Profile,
  dataType: Storage["dataType"],
  shape: readonly number[],
  overflow: Overflow,
): Ball {
  const { rounding } = result;
  let v = result.v as Float64Array;
  const count = v.length;
  const given = result.e;
  let e: Float64Array | undefined;
  let undecided = result.undecided;
  const mark = (i: number, why: number) => {
    if (!undecided || undecided === result.undecided) undecided = undecided?.slice() ?? new Uint8Array(count);
    undecided[i] = why;
  };
  for (let i = 0; i < count; i++) {
    const value = v[i];
    const magnitude = Math.abs(value);
    const why = undecided ? undecided[i] : 0;
    let radius = why === Undecided.value ? Infinity : given ? given[i] : 0;
    if (why === 0 && magnitude < Infinity && !(radius >= 0)) mark(i, Undecided.defect);
    if (radius === Infinity || !(radius >= 0) && value === value) {
      if (!undecided?.[i]) mark(i, Undecided.value);
      radius = Infinity;
    } else if (!(magnitude < Infinity)) {
      if (profile.indeterminate) mark(i, Undecided.indeterminate);
      radius = 0;
    } else {
      if (rounding === "stored" && radius > 0) {
        radius += storage.stored * (magnitude + radius) + storage.minSubnormal;
      } else if (rounding !== "none") {
        const exact = radius === 0 && roundTo(dataType, value) === value;
        if (!exact || storage.coarse && rounding === "once") {
          radius += storage.once * (magnitude + radius) + storage.minSubnormal;
        }
      }
      if (rounding !== "none" && magnitude - radius < storage.flushedBelow) {
        radius = Math.max(radius, magnitude);
      }
      if (rounding !== "none" && magnitude + radius >= storage.overflow && magnitude + radius > storage.max) {
        if (overflow === "open") {
          mark(i, Undecided.indeterminate);
          radius = Infinity;
        } else if (overflow === "stored" && overflowsSurely(magnitude - radius, storage, profile)) {
          if (v === result.v) v = v.slice();
          v[i] = Math.sign(value) * Infinity;
          radius = 0;
        } else {
          mark(i, profile.indeterminate ? Undecided.indeterminate : Undecided.value);
          radius = Infinity;
        }
      }
    }
    if (radius > 0) {
      e ??= new Float64Array(count);
      e[i] = radius;
    }
  }
  return { dataType, shape, v, e, undecided };
}

/** A float16 value between two nodes may be kept wider by a backend that fuses them, and then does not overflow. */
function overflowsSurely(least: number, storage: Storage, profile: Profile): boolean {
  return profile.rho === 1 && !profile.indeterminate && storage.dataType === "float32" &&
    least >= storage.overflow;
}
