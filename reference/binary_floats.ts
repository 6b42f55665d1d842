/**
 * Element-wise arithmetic of float balls, with radii (tolerance.md, sections 3.1, 4 and 5).
 *
 * @module
 */

import type { FloatType } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Profile } from "../graph/profile.ts";
import { type Ball, floats } from "./ball.ts";
import { roundsRight } from "./certify.ts";
import { lostInSum } from "./double_double.ts";
import type { Result } from "./operator.ts";
import { arithmetic, functionUlp, growth, magnitudes, ROUND_UP, U64 } from "./radius.ts";
import { readRadius } from "./read.ts";
import { eitherUndecided } from "./undecided.ts";

export type Arithmetical = "add" | "sub" | "mul" | "div";

/**
 * `a op b` of two float balls of one shape. Sums, products and quotients of two float32 or float16 values in float64 round
 * as the exact ones do, because 53 bits are at least twice 24 and two more (tolerance.md, section 8.4); where a quotient is
 * rounded to a subnormal there are fewer bits still.
 */
export function binaryOfFloats(
  op: Arithmetical,
  a: Ball,
  b: Ball,
  dataType: FloatType,
  profile: Profile,
): Result {
  const v = values(op, floats(a), floats(b));
  const undecided = eitherUndecided(a, b);
  if (op === "div") {
    const bounds = quotientRadius(v, a, b, dataType, profile);
    return { v, rounding: "stored", ...bounds, undecided, certificate: roundsRight };
  }
  if (op === "mul") {
    const e = productRadius(v, a, b, dataType, profile);
    return { v, rounding: "once", e, undecided, certificate: roundsRight };
  }
  const folded = a.M !== undefined || b.M !== undefined;
  return {
    v,
    rounding: folded ? "stored" : "once",
    e: folded ? foldedRadius(v, a, b, dataType, profile) : sumRadius(v, op, a, b, dataType, profile),
    get M() {
      return sumOf(a.M ?? magnitudes(floats(a)), b.M ?? magnitudes(floats(b)));
    },
    terms: (a.terms ?? 1) + (b.terms ?? 1),
    undecided,
    certificate: roundsRight,
  };
}

function values(op: Arithmetical, a: Float64Array, b: Float64Array): Float64Array {
  if (op === "add") return sumOf(a, b);
  const v = new Float64Array(a.length);
  if (op === "sub") { for (let i = 0; i < v.length; i++) v[i] = a[i] - b[i]; }
  else if (op === "mul") { for (let i = 0; i < v.length; i++) v[i] = a[i] * b[i]; }
  else for (let i = 0; i < v.length; i++) v[i] = a[i] / b[i];
  return v;
}

function sumOf(a: Float64Array, b: Float64Array): Float64Array {
  const sum = new Float64Array(a.length);
  for (let i = 0; i < sum.length; i++) sum[i] = a[i] + b[i];
  return sum;
}

/**
 * Of a sum or difference. Exact inputs that round to nearest need no radius: rounding through float64 is harmless
 * (tolerance.md, section 8.4); where either neighbour passes, the part that float64 rounded away counts.
 */
function sumRadius(
  v: Float64Array,
  op: "add" | "sub",
  a: Ball,
  b: Ball,
  dataType: FloatType,
  profile: Profile,
) {
  const ea = readRadius(a, dataType, profile);
  const eb = readRadius(b, dataType, profile);
  const sign = op === "add" ? 1 : -1;
  if (!ea && !eb) return profile.rho === 1 ? undefined : roundedAway(v, floats(a), floats(b), sign);
  const e = new Float64Array(v.length), roundUp = ROUND_UP, u = U64;
  if (ea && eb) { for (let i = 0; i < e.length; i++) e[i] = rounded(v[i], ea[i] + eb[i], u, roundUp); }
  else {
    const given = (ea ?? eb)!;
    for (let i = 0; i < e.length; i++) e[i] = rounded(v[i], given[i], u, roundUp);
  }
  return e;
}

/** The propagated `radius` of a sum with the rounding of float64. */
function rounded(sum: number, radius: number, u: number, roundUp: number): number {
  const e = (radius + u * Math.abs(sum)) * roundUp;
  if (e < Infinity) return radius > 0 ? e : 0;
  return radius > 0 && !isExactInfinity(sum, radius) ? e : 0;
}

/** An infinity with numbers within `radius` on the other side, or none, is that infinity. */
function isExactInfinity(sum: number, radius: number): boolean {
  return Math.abs(sum) === Infinity && radius < Infinity;
}

/** The absolute error of each float64 sum `a + sign·b` (TwoSum); undefined where all are exact. */
function roundedAway(
  v: Float64Array,
  a: Float64Array,
  b: Float64Array,
  sign: 1 | -1,
): Float64Array | undefined {
  let e: Float64Array | undefined;
  for (let i = 0; i < v.length; i++) {
    const rest = Math.abs(lostInSum(a[i], sign * b[i], v[i]));
    if (rest > 0 && rest < Infinity) (e ??= new Float64Array(v.length))[i] = rest;
  }
  return e;
}

/**
 * Of a sum that a backend may fold into the affine operator before it, as a bias or as the accumulator's first value:
 * one accumulation of all terms in any order. The inputs' own radii hold `(n + 2)·u·M` of each already; what is missing
 * is a rounding of each magnitude for every term of the other side.
 */
function foldedRadius(
  v: Float64Array,
  a: Ball,
  b: Ball,
  dataType: FloatType,
  profile: Profile,
): Float64Array {
  const arithmetical = arithmetic(dataType, profile);
  const ofA = growth((b.terms ?? 1) + 1, arithmetical) + U64;
  const ofB = growth((a.terms ?? 1) + 1, arithmetical) + U64;
  const ea = readRadius(a, dataType, profile);
  const eb = readRadius(b, dataType, profile);
  const x = floats(a);
  const y = floats(b);
  const e = new Float64Array(v.length);
  for (let i = 0; i < e.length; i++) {
    const dx = ea ? ea[i] : 0;
    const dy = eb ? eb[i] : 0;
    if (isExactInfinity(v[i], dx + dy)) continue;
    const local = ofA * ((a.M ? a.M[i] : Math.abs(x[i])) + dx) + ofB * ((b.M ? b.M[i] : Math.abs(y[i])) + dy);
    e[i] = ofA + ofB < Infinity ? (dx + dy + local) * ROUND_UP : Infinity;
  }
  return e;
}

/** A product of two float32 or float16 values is exact in float64; one of unrounded values is not. */
function productRadius(v: Float64Array, a: Ball, b: Ball, dataType: FloatType, profile: Profile) {
  const ea = readRadius(a, dataType, profile);
  const eb = readRadius(b, dataType, profile);
  if (!ea && !eb) return undefined;
  const x = floats(a);
  const y = floats(b);
  const e = new Float64Array(v.length), roundUp = ROUND_UP, u = U64;
  for (let i = 0; i < e.length; i++) {
    const dx = ea ? ea[i] : 0;
    const dy = eb ? eb[i] : 0;
    if (dx > 0 || dy > 0) {
      const left = dy > 0 ? Math.abs(x[i]) * dy : 0;
      const right = dx > 0 ? (Math.abs(y[i]) + dy) * dx : 0;
      e[i] = (left + right + u * Math.abs(v[i])) * roundUp;
    }
  }
  return e;
}

/**
 * Class F: 2u·c·|a/b| + q, and the distance to the quotients of the inputs' endpoints. Where the divisor may be zero
 * the element is undecided, and NaN if the dividend may be zero too; either infinity passes for a divisor that is zero,
 * whose sign is not judged.
 */
function quotientRadius(v: Float64Array, a: Ball, b: Ball, dataType: FloatType, profile: Profile) {
  const { accumulator } = arithmetic(dataType, profile);
  const c = functionUlp[profile.name].div;
  const ea = readRadius(a, dataType, profile);
  const eb = readRadius(b, dataType, profile);
  const y = floats(b);
  const e = new Float64Array(v.length);
  let flags: Uint8Array | undefined;
  for (let i = 0; i < e.length; i++) {
    const divisor = Math.abs(y[i]);
    const dx = ea ? ea[i] : 0;
    const dy = eb ? eb[i] : 0;
    let flag = 0;
    if (profile.indeterminate && (divisor < accumulator.minNormal || divisor > 1 / accumulator.minNormal)) {
      flag = Flag.any;
    } else if (dy > 0 && divisor <= 2 * dy) {
      flag = Math.abs(floats(a)[i]) <= dx ? Flag.skip | Flag.orNaN : Flag.skip;
    } else if (divisor === 0 && v[i] === v[i]) {
      flag = Flag.orPositiveInfinity | Flag.orNegativeInfinity;
    } else if (v[i] - v[i] === 0) {
      const spread = (dx + Math.abs(v[i]) * dy) / (divisor - dy);
      const local = (2 * c * accumulator.u + U64) * (Math.abs(v[i]) + spread) + accumulator.minSubnormal;
      e[i] = (spread + local) * ROUND_UP;
    }
    if (flag !== 0) (flags ??= new Uint8Array(v.length))[i] = flag;
  }
  return { e, flags };
}
