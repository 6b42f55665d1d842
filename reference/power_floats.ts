/**
 * Powers of float balls (tolerance.md, sections 3.1 and 5, class F).
 *
 * @module
 */

import type { FloatType } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Profile } from "../graph/profile.ts";
import { AlternativeList, orAbsent } from "./alternative_list.ts";
import { type Ball, floats } from "./ball.ts";
import { functionConstants } from "./function_error.ts";
import { power, POWER_ERROR, powerCertificate } from "./functions/pow.ts";
import type { Result } from "./operator.ts";
import { arithmetic, ROUND_UP } from "./radius.ts";
import { readRadius } from "./read.ts";
import { eitherUndecided } from "./undecided.ts";

/**
 * `a` to the power of `b`, two float balls of one shape. Questions: Q32, zero to a negative power; Q33, a power that is 1
 * although an operand is NaN or the exponent infinite.
 */
export function powerOfFloats(a: Ball, b: Ball, profile: Profile): Result {
  const dataType = a.dataType as FloatType;
  const x = floats(a);
  const p = floats(b);
  const ex = readRadius(a, dataType, profile);
  const ep = readRadius(b, dataType, profile);
  const error = powerError(dataType, profile);
  const v = x.map((base, i) => power(base, p[i]));
  const e = new Float64Array(v.length);
  const undefinedPower = new AlternativeList(dataType);
  const powerOfOne = new AlternativeList(dataType);
  let flags: Uint8Array | undefined;
  for (let i = 0; i < v.length; i++) {
    const dx = ex ? ex[i] : 0;
    const dp = ep ? ep[i] : 0;
    const spread = dx > 0 || dp > 0 ? powerSpread(x[i], dx, p[i], dp, v[i]) : 0;
    if (spread === Infinity) {
      if (profile.indeterminate) (flags ??= new Uint8Array(v.length))[i] = Flag.any;
      else e[i] = Infinity, (flags ??= new Uint8Array(v.length))[i] = Flag.orNaN;
    } else if (v[i] - v[i] === 0) {
      const magnitude = Math.abs(v[i]) + spread;
      e[i] = (error(x[i], dx, Math.abs(p[i]) + dp, magnitude) + spread + POWER_ERROR * magnitude) * ROUND_UP;
    } else if (x[i] === 0 && v[i] === v[i]) {
      (flags ??= new Uint8Array(v.length))[i] = Flag.orPositiveInfinity | Flag.orNegativeInfinity;
      undefinedPower.add(i, NaN);
    }
    if (v[i] === 1 && (x[i] !== x[i] || p[i] - p[i] !== 0)) powerOfOne.add(i, NaN);
  }
  const alternatives = [...undefinedPower.build("Q32", "b"), ...powerOfOne.build("Q33", "b")];
  return {
    v,
    rounding: "stored",
    e,
    flags,
    undecided: eitherUndecided(a, b),
    alternatives: orAbsent(alternatives),
    certificate: powerCertificate(x, p, v, dataType),
  };
}

/**
 * The error on bases within `dx` of `x` and exponents up to `p` in magnitude, where the power is at most `y`: in profile
 * ieee `2u·(c + 6|p·ln x| + 0.6|p|)·y + q`, else what `exp2(p · log2(x))` inherits.
 */
function powerError(dataType: FloatType, profile: Profile) {
  const { u, accumulator, flushedBelow } = arithmetic(dataType, profile);
  const { ulp } = functionConstants("pow", dataType, profile);
  const exp = functionConstants("exp", dataType, profile);
  const log = functionConstants("log", dataType, profile);
  const isComposed = profile.name !== "ieee";
  const least = accumulator.minSubnormal + flushedBelow;
  const ofOne = 2 * accumulator.u * (isComposed ? exp.ulp : ulp);
  return (x: number, dx: number, p: number, y: number): number => {
    if (y === 0 || p === 0 || !(p < Infinity)) return ofOne * y + least;
    const far = Math.abs(x) + dx;
    // a base that is 0 has an exact power, which the spread reaches
    const near = Math.max(accumulator.minSubnormal, Math.abs(x) - dx);
    const lnX = Math.max(Math.abs(Math.log(far)), Math.abs(Math.log(near)));
    if (!isComposed) return 2 * accumulator.u * (ulp + 6 * p * lnX + 0.6 * p) * y + least;
    const isNearOne = far >= 0.5 && near <= 2;
    const ofLog = Math.max(2 * accumulator.u * log.ulp * lnX / Math.LN2, isNearOne ? log.absolute ?? 0 : 0);
    const t = p * lnX / Math.LN2;
    const ofProduct = p * ofLog + u * (t + p * ofLog);
    const ofExp = 2 * accumulator.u * (exp.ulp + (exp.slope ?? 0) * (t + ofProduct));
    return y * (Math.expm1(Math.LN2 * ofProduct) * (1 + ofExp) + ofExp) + least;
  };
}

/**
 * How far from `y` the power is on bases within `dx` of `x` and exponents within `dp` of `p`: it is monotone in each, where
 * the base is positive. Infinity where it may be NaN or has no bound.
 */
function powerSpread(x: number, dx: number, p: number, dp: number, y: number): number {
  const low = x - dx;
  const high = x + dx;
  const to = (base: number, exponent: number) => distance(power(base, exponent), y);
  if (dp === 0 && (Number.isInteger(p) || high < 0)) {
    if (p < 0 && low <= 0 && high >= 0) return Infinity;
    const spread = Math.max(to(low, p), to(high, p));
    return low < 0 && high > 0 ? Math.max(spread, distance(0, y)) : spread;
  }
  if (low < 0 || low === 0 && !(p > dp)) return Infinity;
  return Math.max(to(low, p - dp), to(low, p + dp), to(high, p - dp), to(high, p + dp));
}

function distance(a: number, b: number): number {
  if (Object.is(a, b)) return 0;
  const apart = Math.abs(a - b);
  return apart === apart ? apart : Infinity;
}
