/**
 * Radii: how far an admissible implementation may be from the exact result (tolerance.md, sections 1, 3.3, 4, 7, 8).
 * Everything here is in the accumulator type; rounding to the operand type is added by whoever stores the result.
 *
 * @module
 */

import { type FloatFormat, floatFormats, type FloatType } from "../graph/data_type.ts";
import { Flag } from "../graph/expectation.ts";
import type { Profile, ProfileName } from "../graph/profile.ts";

/** Radii are rounded up by this factor, because they are themselves computed in float64. */
export const ROUND_UP = 1 + 2 ** -40;

/** Unit roundoff of float64, in which the reference computes. */
export const U64 = 2 ** -53;

/** The arithmetic in which a profile accumulates tensors of a float type. */
export interface Arithmetic {
  /** The profile's rho: 1 rounds to nearest, 2 to either neighbour. */
  readonly rho: 1 | 2;
  /** The `u` of all formulas: rho times the unit roundoff of the accumulator. */
  readonly u: number;
  /** The accumulator's format. */
  readonly accumulator: FloatFormat;
  /** Absolute error of a product that underflows gradually: rho times the smallest subnormal. */
  readonly q: number;
  /** Relative error of each factor before it is multiplied. */
  readonly inputRoundoff: number;
  /** Numbers below this may become zero when they are read; 0 where subnormals are kept. */
  readonly flushedInputsBelow: number;
  /** Intermediate results below this may become zero; 0 where subnormals are kept. */
  readonly flushedBelow: number;
  /** NaN and infinities are indeterminate once one appears. */
  readonly indeterminate: boolean;
  /** An intermediate result of a decomposition may overflow although the result is finite. */
  readonly looseRange: boolean;
}

/**
 * The arithmetic of tensors of `dataType` under `profile`. An accumulator of 11 bits is taken to have the range of
 * float16, which is the wider claim.
 */
export function arithmetic(dataType: FloatType, profile: Profile): Arithmetic {
  const unit = profile.accumulator[dataType];
  const accumulator = unit === floatFormats.float16.u ? floatFormats.float16 : floatFormats.float32;
  const flushes = profile.flushesSubnormals;
  return {
    rho: profile.rho,
    u: profile.rho * unit,
    accumulator,
    q: profile.rho * accumulator.minSubnormal,
    inputRoundoff: profile.inputRoundoff,
    flushedInputsBelow: flushes ? Math.max(accumulator.minNormal, floatFormats[dataType].minNormal) : 0,
    flushedBelow: flushes ? accumulator.minNormal : 0,
    indeterminate: profile.indeterminate,
    looseRange: profile.inputRoundoff > 0,
  };
}

const wgslUlp = { div: 2.5, sqrt: 5 };

/** Error constants of division and square root, in ULP (tolerance.md, section 3.1). */
export const functionUlp: Readonly<Record<ProfileName, { readonly div: number; readonly sqrt: number }>> = {
  ieee: { div: 1, sqrt: 1 },
  webgpu: wgslUlp,
  "webgpu-f16": wgslUlp,
  "reduced-tf32": wgslUlp,
  "reduced-f16": wgslUlp,
};

/**
 * Relative error of `n` successive roundings: `n·u` to nearest (Rump), `n·u / (1 - n·u)` otherwise. Infinity where
 * the bound says nothing any more (`n·u >= 1/2`) and the element is not judged.
 */
export function growth(n: number, { rho, u }: Arithmetic): number {
  const bound = n * u;
  if (rho === 1) return bound;
  return bound < 0.5 ? bound / (1 - bound) : Infinity;
}

/**
 * The largest `k` such that every element is an integer multiple of 2^k: Infinity where all are zero, -Infinity
 * where one is not finite.
 */
export function latticeExponent(data: Float64Array): number {
  let exponent = Infinity, scale = NaN;
  for (let i = 0; i < data.length; i++) {
    const multiple = Math.abs(data[i]) * scale;
    // adding 2^52 rounds to an integer; NaN and infinities end up unequal
    if (multiple + 2 ** 52 - 2 ** 52 - multiple === 0) continue;
    exponent = Math.min(exponent, lowestBit(data[i]));
    if (exponent === -Infinity) break;
    scale = exponent === Infinity ? NaN : 2 ** -exponent;
  }
  return exponent;
}

const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);

/** The exponent of the lowest bit set; Infinity for 0, -Infinity for NaN and infinities. */
function lowestBit(x: number): number {
  if (x === 0) return Infinity;
  if (!Number.isFinite(x)) return -Infinity;
  number[0] = x;
  const [low, high] = words;
  const biased = (high >>> 20) & 0x7ff;
  const fraction = biased === 0 ? high & 0xfffff : (high & 0xfffff) | 0x100000;
  return Math.max(biased, 1) - 1075 + (low !== 0 ? trailingZeros(low) : 32 + trailingZeros(fraction));
}

function trailingZeros(word: number): number {
  return 31 - Math.clz32(word & -word);
}

/**
 * The lattice exponent of the products of an element of each factor; -Infinity where the arithmetic may already
 * change a factor when it is read (tolerance.md, section 3.3).
 */
export function productExponent(factors: readonly Float64Array[], a: Arithmetic): number {
  let sum = 0;
  for (const factor of factors) {
    const exponent = latticeExponent(factor);
    if (exponent < Math.log2(a.flushedInputsBelow)) return -Infinity;
    if (a.inputRoundoff > 0 && !factor.every((x) => Math.f16round(x) === x)) return -Infinity;
    sum += exponent;
  }
  return sum;
}

/**
 * The exactness rule: the largest sum of absolute values of multiples of 2^`exponent` for which every partial sum,
 * in any order, is representable in the accumulator. 0 where the rule does not hold.
 */
export function exactUpTo(exponent: number, { accumulator, flushedBelow }: Arithmetic): number {
  const least = Math.log2(flushedBelow || accumulator.minSubnormal);
  return exponent >= least ? Math.min(2 ** (accumulator.p + exponent), accumulator.max) : 0;
}

/** What is known of the elements of an accumulation, to bound their error. */
export interface Accumulation {
  readonly v: Float64Array;
  /** Sum of absolute values of the terms: with carried magnitudes in place of |x| where an input has them. */
  readonly S: Float64Array;
  /** Terms really present. */
  readonly n: Int32Array;
  /** Roundings beside one for each term: 2 for a dot product. */
  readonly roundings: number;
  /** Largest S for which the exactness rule holds (`exactUpTo`), or something above it. */
  readonly exact: number;
  /** The largest S itself, where `exact` may be above it; asked for where an S is below `exact`. */
  readonly findExact?: () => number;
  /** Factor by which the sum of products is multiplied at the end (`alpha` of gemm); absent: 1. */
  readonly scale?: number;
  /** Error propagated from the inputs; absent where they are exact. */
  readonly P?: Float64Array;
  /** Further absolute error that the profile allows (Winograd, flushed factors). */
  readonly allowance?: Float64Array;
}

/** Radius and flags of a result; absent where all are zero. */
export interface Bounds {
  readonly e?: Float64Array;
  readonly flags?: Uint8Array;
}

/**
 * Radius of sums of products: `dot(n, S)` with S + P in place of S, propagated error, what the profile allows, and
 * the reference's own error `(n + roundings)·u64·S·1.01`; 0 where the exactness rule holds (tolerance.md, sections 3.3, 4, 5, 8).
 */
export function accumulationBounds(sum: Accumulation, a: Arithmetic): Bounds {
  const { v, S, n, P, allowance, roundings, findExact, scale = 1 } = sum;
  let exact = sum.exact, isFound = findExact === undefined;
  const most = a.accumulator.max * Math.min(Math.abs(scale || 1), 1);
  const e = new Float64Array(v.length);
  let isExact = true, flags: Uint8Array | undefined;
  for (let i = 0; i < e.length;) {
    const count = n[i];
    const error = dotError(count, roundings, scale, a), { absolute, flushed } = error;
    const relative = error.relative + (count + roundings) * U64 * 1.01;
    const limit = relative < Infinity ? most : -Infinity;
    for (; i < e.length && n[i] === count; i++) {
      const propagated = P ? P[i] : 0, allowed = allowance ? allowance[i] : 0;
      const terms = S[i] + propagated;
      if (terms <= exact && propagated === 0) {
        if (!isFound) exact = findExact!(), isFound = true;
        if (terms <= exact) continue;
      }
      if (terms + allowed <= limit) {
        const loss = absolute + (terms < flushed ? terms : flushed);
        e[i] = (relative * terms + loss + propagated + allowed) * ROUND_UP;
        isExact = false;
      } else {
        const flag = propagated < Infinity
          ? accumulationFlag(v[i], terms + allowed, most, a)
          : Flag.skip | Flag.orNaN;
        if (flag !== 0) (flags ??= new Uint8Array(v.length))[i] = flag;
      }
    }
  }
  return { e: isExact ? undefined : e, flags };
}

/** `(n + 2)·u·S + n·rho·q` of tolerance.md, section 4, in its parts. */
export interface DotError {
  /** Multiplies S. Infinity where the element is not judged. */
  readonly relative: number;
  readonly absolute: number;
  /** Products that may be flushed amount to this, or to S if that is less. */
  readonly flushed: number;
}

/** The error of `n` products, summed, multiplied by `scale`, in `n + roundings` roundings (2: a dot product). */
export function dotError(n: number, roundings: number, scale: number, a: Arithmetic): DotError {
  if (n === 0) return { relative: 0, absolute: 0, flushed: 0 };
  const larger = Math.max(Math.abs(scale), 1);
  return {
    relative: growth(n + roundings, a) + 2 * a.inputRoundoff,
    absolute: larger * (n * a.q + (a.flushedBelow && (n + roundings) * a.flushedBelow)),
    flushed: larger * n * a.flushedBelow,
  };
}

/** Any value passes where a partial sum may overflow, or a NaN or an infinity makes the result indeterminate. */
function accumulationFlag(v: number, S: number, most: number, a: Arithmetic): number {
  if (!Number.isFinite(v)) return a.indeterminate ? Flag.any : 0;
  return S <= most ? Flag.skip : Flag.any;
}

/** `|x|` where a subnormal `x` may be read as zero, 0 elsewhere; undefined where no element may. */
export function flushedPart(x: Float64Array, a: Arithmetic): Float64Array | undefined {
  const below = a.flushedInputsBelow;
  if (below === 0) return undefined;
  let part: Float64Array | undefined;
  for (let i = 0; i < x.length; i++) {
    const size = Math.abs(x[i]);
    if (size > 0 && size < below) (part ??= new Float64Array(x.length))[i] = size;
  }
  return part;
}

/** Element by element |x|. */
export function magnitudes(x: Float64Array): Float64Array {
  const sizes = new Float64Array(x.length);
  for (let i = 0; i < sizes.length; i++) sizes[i] = Math.abs(x[i]);
  return sizes;
}
