/**
 * Reals as whole numbers times powers of two, with a radius and as many bits as asked for: the last resort (tolerance.md,
 * section 8.2). Sums and products of numbers without a radius have none, so that zeros and ties of such are recognised.
 *
 * @module
 */

import { type FloatType, roundTo } from "../../graph/data_type.ts";
import { exponential, logarithm } from "../functions/fixed_functions.ts";
import { scaled, shiftLeft, squareRoot, toOdd } from "../functions/fixed_point.ts";
import { bitLength } from "../round_to_odd.ts";
import { type Reals, sigmoidByExp, tanhByExp } from "./reals.ts";

/** Every number within `radius·2^exponent` of `m·2^exponent`. No radius: any number at all. */
export interface BigBall {
  readonly m: bigint;
  readonly radius?: bigint;
  readonly exponent: number;
}

/** An exact number is not rounded before it has more bits than this. */
const EXACT_BITS = 4096;

/** Bits that a radius has at most. */
const RADIUS_BITS = 32;

/** Bits that an exponential or a logarithm has at most. */
const FUNCTION_BITS = 1024;

/** Below `-2^FARTHEST` an exponential is anywhere under `VANISHING`. */
const FARTHEST = 16;
const VANISHING: BigBall = { m: 0n, radius: 1n, exponent: -1.25 * 2 ** FARTHEST };

/** Bits of a logarithm below the last one asked for: sums of float32 numbers are multiples of 2^-149. */
const NEAR_ONE = 200;

const anything: BigBall = { m: 0n, exponent: 0 };
const zero: BigBall = { m: 0n, radius: 0n, exponent: 0 };
const one: BigBall = { m: 1n, radius: 0n, exponent: 0 };

function magnitude(m: bigint): bigint {
  return m < 0n ? -m : m;
}

function isZero({ m, radius }: BigBall): boolean {
  return m === 0n && radius === 0n;
}

/** Whether every number is beyond 2^FARTHEST in magnitude. */
function isFar({ m, radius, exponent }: BigBall): boolean {
  if (radius === undefined) return false;
  const least = magnitude(m) - radius;
  return least > 0n && bitLength(least) + exponent > FARTHEST;
}

/** Whether 0 is enclosed or may be. */
function enclosesZero({ m, radius }: BigBall): boolean {
  return radius === undefined || magnitude(m) <= radius;
}

/** `radius·2^exponent` with n fraction bits, rounded up. */
function radiusWith({ radius, exponent }: BigBall, n: number): bigint {
  return shiftLeft(radius!, exponent + n) + 1n;
}

/**
 * The arithmetic whose results have `bits` bits, if they are not exact. With more than an exponential has itself, a sum of 1
 * and a very small exponential is told from 1.
 */
export function multiprecision(bits: number): Reals<BigBall> {
  const functionBits = Math.min(bits, FUNCTION_BITS);
  /** Without the bits that are too many, or far below the radius. */
  const shorten = (m: bigint, radius: bigint, exponent: number): BigBall => {
    const length = bitLength(magnitude(m) + radius);
    const by = radius === 0n
      ? length - Math.max(EXACT_BITS, bits)
      : Math.max(length - bits, bitLength(radius) - RADIUS_BITS);
    if (by <= 0) return { m, radius, exponent };
    return { m: m >> BigInt(by), radius: (radius >> BigInt(by)) + 2n, exponent: exponent + by };
  };

  /** Whether the radius is small enough for an exponential to be told. */
  const isNarrow = (a: BigBall) =>
    a.radius !== undefined && radiusWith(a, functionBits) < 1n << BigInt(functionBits - 10);

  const reals: Reals<BigBall> = {
    of: (x) => x - x === 0 ? { ...scaled(x), radius: 0n } : anything,

    add(a, b) {
      if (a.radius === undefined || b.radius === undefined) return anything;
      if (isZero(a)) return b;
      if (isZero(b)) return a;
      const exponent = Math.min(a.exponent, b.exponent);
      const [byA, byB] = [BigInt(a.exponent - exponent), BigInt(b.exponent - exponent)];
      return shorten((a.m << byA) + (b.m << byB), (a.radius << byA) + (b.radius << byB), exponent);
    },

    negate: ({ m, radius, exponent }) => ({ m: -m, radius, exponent }),

    multiply(a, b) {
      if (isZero(a) || isZero(b)) return zero;
      if (a.radius === undefined || b.radius === undefined) return anything;
      const radius = magnitude(a.m) * b.radius + magnitude(b.m) * a.radius + a.radius * b.radius;
      return shorten(a.m * b.m, radius, a.exponent + b.exponent);
    },

    divide(a, b) {
      if (isZero(a)) return zero;
      if (a.radius === undefined || enclosesZero(b)) return anything;
      const by = Math.max(0, bits + bitLength(magnitude(b.m)) - bitLength(magnitude(a.m)));
      const dividend = a.m << BigInt(by);
      const m = dividend / b.m;
      const exponent = a.exponent - by - b.exponent;
      if (a.radius === 0n && b.radius === 0n && m * b.m === dividend) return shorten(m, 0n, exponent);
      const spread = (a.radius << BigInt(by)) + (magnitude(m) + 1n) * b.radius!;
      return shorten(m, spread / (magnitude(b.m) - b.radius!) + 2n, exponent);
    },

    root(a) {
      if (isZero(a)) return zero;
      if (enclosesZero(a) || a.m < 0n) return anything;
      let by = Math.max(0, 2 * bits - bitLength(a.m));
      if ((a.exponent - by) % 2 !== 0) by++;
      const m = a.m << BigInt(by);
      const root = squareRoot(m);
      const radius = a.radius === 0n && root * root === m ? 0n : (a.radius! << BigInt(by)) / root + 2n;
      return shorten(root, radius, (a.exponent - by) / 2);
    },

    exp(a) {
      if (isZero(a)) return one;
      if (a.radius === undefined) return anything;
      if (a.m < 0n && isFar(a)) return VANISHING;
      if (!isNarrow(a) || bitLength(magnitude(a.m)) + a.exponent > FARTHEST + 2) return anything;
      const { m, exponent } = exponential(shiftLeft(a.m, a.exponent + functionBits), functionBits);
      // the argument is off by its radius and 1, the series by less than 8
      const radius = (m * (radiusWith(a, functionBits) + 9n) >> BigInt(functionBits - 1)) + 1n;
      return shorten(m, radius, exponent);
    },

    log(a) {
      if (enclosesZero(a) || a.m < 0n) return anything;
      const n = functionBits + NEAR_ONE;
      const isOne = a.radius === 0n && a.exponent <= 0 && a.m === 1n << BigInt(-a.exponent);
      if (isOne) return zero;
      const spread = (a.radius! << BigInt(n)) / (a.m - a.radius!) + (a.radius === 0n ? 0n : 1n);
      return shorten(logarithm(a, n), spread + 8n, -n);
    },

    relu(a) {
      if (a.radius === undefined) return a;
      if (a.m >= a.radius) return a;
      if (a.m <= -a.radius) return zero;
      return { m: 0n, radius: a.m + a.radius, exponent: a.exponent };
    },

    sigmoid(a) {
      return isNarrow(a) || isFar(a) ? sigmoidByExp(reals, a, a.m < 0n) : { m: 1n, radius: 1n, exponent: -1 };
    },

    tanh(a) {
      if (isZero(a)) return zero;
      return isNarrow(a) || isFar(a) ? tanhByExp(reals, a, a.m < 0n) : { m: 0n, radius: 1n, exponent: 0 };
    },

    rounded({ m, radius, exponent }, dataType: FloatType) {
      if (radius === undefined) return undefined;
      const value = toOdd({ m: m - radius, exponent });
      return roundTo(dataType, value) === roundTo(dataType, toOdd({ m: m + radius, exponent }))
        ? value
        : undefined;
    },

    middle: ({ m, exponent }) => toOdd({ m, exponent }),
  };
  return reals;
}
