/**
 * Reals as pairs of float64 and a radius, 106 bits less what errors take (tolerance.md, sections 8.1, 8.5).
 *
 * @module
 */

import { type FloatType, roundTo } from "../../graph/data_type.ts";
import { dividePrecisely, lostInProduct, lostInSum, rootPrecisely } from "../double_double.ts";
import { exponentialOf, logarithmOf } from "../functions/pair.ts";
import { sumToOdd } from "../round_to_odd.ts";
import { type Reals, sigmoidByExp, tanhByExp } from "./reals.ts";

/** Every number within `radius` of `high + low`, where `low` is at most half an ulp of `high`. NaN: every number. */
export interface PairBall {
  readonly high: number;
  readonly low: number;
  readonly radius: number;
}

/** Radii are rounded up by this factor, because they are themselves computed in float64. */
const UP = 1 + 2 ** -49;

/** Below this the parts of a product or quotient may underflow; what that may cost is less than `LOST`. */
const SMALL = 2 ** -900;
const LOST = 2 ** -950;

/**
 * Relative errors; that of a logarithm below 1 is absolute. Of the last two, `functions/pair.ts` states a quarter.
 */
const QUOTIENT_ERROR = 2 ** -100;
const ROOT_ERROR = 2 ** -100;
const POWER_ERROR = 2 ** -92;
const LOGARITHM_ERROR = 2 ** -94;

/** Where `exp` stops: below `-FARTHEST` it is less than 2^-800. */
const FARTHEST = 600;

/** A radius from which on an exponential says little. */
const WIDE = 2 ** -10;

const zero: PairBall = { high: 0, low: 0, radius: 0 };
const one: PairBall = { high: 1, low: 0, radius: 0 };

function ball(high: number, low: number, radius: number): PairBall {
  const sum = high + low;
  return { high: sum, low: lostInSum(high, low, sum), radius: radius * UP };
}

function isZero({ high, low, radius }: PairBall): boolean {
  return high === 0 && low === 0 && radius === 0;
}

/** At least the greatest magnitude of the high and low part together. */
function size({ high }: PairBall): number {
  return Math.abs(high) * UP;
}

/** Whether an activation of it is not just anywhere in its range. */
function isTelling({ high, radius }: PairBall): boolean {
  return radius < WIDE || Math.abs(high) - radius > FARTHEST;
}

/** What underflow may have taken from a result. */
function lost(high: number): number {
  return Math.abs(high) < SMALL ? LOST : 0;
}

export const pairs: Reals<PairBall> = {
  of: (x) => ({ high: x, low: 0, radius: x - x }),

  /** What the sums of the low parts lose is known exactly. */
  add(a, b) {
    const sum = a.high + b.high;
    const lows = a.low + b.low;
    const rest = lostInSum(a.high, b.high, sum);
    const all = rest + lows;
    const error = Math.abs(lostInSum(a.low, b.low, lows)) + Math.abs(lostInSum(rest, lows, all));
    return ball(sum, all, a.radius + b.radius + error);
  },

  negate: ({ high, low, radius }) => ({ high: -high, low: -low, radius }),

  /** Three roundings of parts of at most 2^-53 of the product, and the product of the low parts. */
  multiply(a, b) {
    if (isZero(a) || isZero(b)) return zero;
    const product = a.high * b.high;
    const cross = a.high * b.low, other = a.low * b.high;
    const rest = lostInProduct(a.high, b.high, product);
    const lows = cross + other;
    const all = rest + lows;
    const error = 2 ** -53 * (Math.abs(cross) + Math.abs(other) + Math.abs(lows)) +
      Math.abs(a.low * b.low) + Math.abs(lostInSum(rest, lows, all)) + lost(product);
    const spread = size(a) * b.radius + size(b) * a.radius + a.radius * b.radius;
    return ball(product, all, spread + error);
  },

  /** The rest of the division is at most 5·2^-53 of `a`, computed in six roundings: below 40·2^-106 of the quotient. */
  divide(a, b) {
    if (isZero(a)) return zero;
    const [high, low] = dividePrecisely([a.high, a.low], b.high, b.low);
    const spread = (a.radius + Math.abs(high) * UP * b.radius) / (Math.abs(b.high) / UP - b.radius);
    const error = QUOTIENT_ERROR * Math.abs(high) + lost(high) + lost(a.high) / Math.abs(b.high);
    return ball(high, low, spread >= 0 ? spread + error : NaN);
  },

  /** Newton's step leaves the square of its correction and what four roundings do to it: below 8·2^-106 of the root. */
  root(a) {
    const [high, low] = rootPrecisely([a.high, a.low]);
    if (!(a.high / UP > a.radius)) return ball(high, low, NaN);
    return ball(high, low, a.radius / high * UP + ROOT_ERROR * high + lost(a.high));
  },

  exp(a) {
    if (isZero(a)) return one;
    if (a.high + a.radius < -FARTHEST) return ball(0, 0, 2 ** -800);
    if (!(Math.abs(a.high) < FARTHEST + 1 && a.radius < WIDE)) return ball(NaN, 0, NaN);
    const { power: [high, low], exponent } = exponentialOf([a.high, a.low]);
    const scale = 2 ** exponent;
    return ball(
      high * scale,
      low * scale,
      high * scale * (1.01 * a.radius + POWER_ERROR) + lost(high * scale),
    );
  },

  log(a) {
    if (!(a.high / UP > a.radius && a.high > SMALL)) return ball(NaN, 0, NaN);
    const ratio = a.low / a.high;
    const [high, low] = logarithmOf(a.high);
    const error = LOGARITHM_ERROR * Math.max(1, Math.abs(high));
    const spread = a.radius / (a.high / UP - a.radius);
    const logarithm: PairBall = { high, low, radius: spread + error };
    return pairs.add(logarithm, ball(ratio, -ratio * ratio / 2, 2 ** -104));
  },

  relu(a) {
    const { high, low, radius } = a;
    if (high + low - radius * UP > 0 || isZero(a)) return a;
    if (high + low + radius * UP < 0) return zero;
    return ball(0, 0, (Math.max(0, high) + radius) * UP);
  },

  sigmoid: (a) => isTelling(a) ? sigmoidByExp(pairs, a, a.high < 0) : ball(0.5, 0, 0.5),

  tanh(a) {
    if (isZero(a)) return zero;
    return isTelling(a) ? tanhByExp(pairs, a, a.high < 0) : ball(0, 0, 1);
  },

  rounded({ high, low, radius }, dataType: FloatType) {
    // the low part moves even where the radius is below its last place
    const least = radius === 0 ? 0 : radius * UP + 2 ** -51 * Math.abs(low);
    const value = sumToOdd(high, low - least);
    return roundTo(dataType, value) === roundTo(dataType, sumToOdd(high, low + least)) ? value : undefined;
  },

  middle: ({ high, low }) => sumToOdd(high, low),
};
