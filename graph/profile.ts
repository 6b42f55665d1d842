/**
 * Profiles: which floating-point arithmetic a backend claims (tolerance.md, section 7).
 *
 * @module
 */

import type { FloatType } from "./data_type.ts";

export type ProfileName = "ieee" | "webgpu" | "reduced";

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

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  ieee: {
    name: "ieee",
    rho: 1,
    accumulator: { float32: 2 ** -24, float16: 2 ** -24 },
    inputRoundoff: 0,
    flushesSubnormals: false,
    indeterminate: false,
    fastConv: 0,
    onePassVariance: false,
  },
  webgpu: {
    name: "webgpu",
    rho: 2,
    // Float16 sums kept in float16 are taken as declared: ort-webgpu, which claims this profile, may form them so.
    accumulator: { float32: 2 ** -24, float16: 2 ** -11 },
    inputRoundoff: 0,
    flushesSubnormals: true,
    indeterminate: true,
    fastConv: 4,
    onePassVariance: true,
  },
  reduced: {
    name: "reduced",
    rho: 1,
    accumulator: { float32: 2 ** -11, float16: 2 ** -11 },
    inputRoundoff: 2 ** -11,
    flushesSubnormals: true,
    indeterminate: true,
    fastConv: 64,
    onePassVariance: true,
  },
};
