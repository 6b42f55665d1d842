/**
 * Profiles: which floating-point arithmetic a backend claims (tolerance.md, section 7).
 *
 * @module
 */

import type { FloatType } from "./data_type.ts";

/**
 * `ieee`: IEEE 754 rounding; float16 tensors are accumulated in float32. `webgpu`: what WGSL allows; float16 tensors are
 * accumulated in float32, in `webgpu-f16` in float16. `reduced-tf32`: factors of 11 bits; sums of float32 tensors in float32,
 * of float16 tensors in float16. `reduced-f16`: everything in 11 bits.
 */
export type ProfileName = "ieee" | "webgpu" | "webgpu-f16" | "reduced-tf32" | "reduced-f16";

export interface Profile {
  readonly name: ProfileName;
  /** 1: every operation rounds to nearest; 2: to either neighbour, as WGSL allows. */
  readonly rho: 1 | 2;
  /** Unit roundoff of the accumulator used for tensors of each float type. */
  readonly accumulator: Readonly<Record<FloatType, number>>;
  /** Relative error of each factor of a product before it is multiplied (0, or 2^-11 for tf32 and float16 inputs). */
  readonly inputRoundoff: number;
  /** Subnormal inputs, intermediates and outputs may become zero. */
  readonly flushesSubnormals: boolean;
  /** NaN and infinities are indeterminate once one appears. */
  readonly indeterminate: boolean;
  /** A multiple of the unit roundoff allowed for Winograd tiles (tolerance.md, section 3.2): 0, 4, 64 or 200. */
  readonly fastConv: 0 | 4 | 64 | 200;
  /** Variance may be computed in one pass. */
  readonly onePassVariance: boolean;
}

const ieee: Profile = {
  name: "ieee",
  rho: 1,
  accumulator: { float32: 2 ** -24, float16: 2 ** -24 },
  inputRoundoff: 0,
  flushesSubnormals: false,
  indeterminate: false,
  fastConv: 0,
  onePassVariance: false,
};

const webgpu: Profile = {
  name: "webgpu",
  rho: 2,
  accumulator: { float32: 2 ** -24, float16: 2 ** -24 },
  inputRoundoff: 0,
  flushesSubnormals: true,
  indeterminate: true,
  fastConv: 4,
  onePassVariance: true,
};

const reduced: Profile = {
  name: "reduced-tf32",
  rho: 1,
  accumulator: { float32: 2 ** -24, float16: 2 ** -11 },
  inputRoundoff: 2 ** -11,
  flushesSubnormals: true,
  indeterminate: true,
  fastConv: 64,
  onePassVariance: true,
};

/** Strictest first. */
export const profiles: Readonly<Record<ProfileName, Profile>> = {
  ieee,
  webgpu,
  "webgpu-f16": { ...webgpu, name: "webgpu-f16", accumulator: { float32: 2 ** -24, float16: 2 ** -11 } },
  "reduced-tf32": reduced,
  "reduced-f16": { ...reduced, name: "reduced-f16", accumulator: { float32: 2 ** -11, float16: 2 ** -11 } },
};

/** The names, strictest first. */
export const profileNames = Object.keys(profiles) as readonly ProfileName[];
