/**
 * How a float type is stored under a profile (tolerance.md, sections 1 to 3).
 *
 * @module
 */

import { floatFormats, type FloatType } from "../graph/data_type.ts";
import type { Profile } from "../graph/profile.ts";
import { arithmetic } from "./radius.ts";

/** What storing a float64 value into a tensor costs. */
export interface Storage {
  readonly dataType: FloatType;
  /** Relative error of storing an accumulated result: 0 where the accumulator is of the stored type. */
  readonly stored: number;
  /** Relative error of an operation that rounds once. */
  readonly once: number;
  /** The accumulator is coarser than the stored type, so a result rounded once is not the nearest stored value. */
  readonly coarse: boolean;
  readonly minSubnormal: number;
  /** Results below this may become zero; 0 where subnormals are kept. */
  readonly flushedBelow: number;
  /** The largest finite number that is surely kept. */
  readonly max: number;
  /** From this magnitude a stored value may be an infinity. */
  readonly overflow: number;
}

/** Storage of `dataType` in `profile`. */
export function storageOf(dataType: FloatType, profile: Profile): Storage {
  const format = floatFormats[dataType];
  const { accumulator, flushedInputsBelow } = arithmetic(dataType, profile);
  const coarse = accumulator.u > format.u;
  const { max, u } = coarse ? accumulator : format;
  const halfUlp = max * u / (2 - 2 * u);
  return {
    dataType,
    stored: accumulator.u === format.u ? 0 : profile.rho * format.u,
    once: profile.rho * Math.max(format.u, accumulator.u),
    coarse,
    minSubnormal: format.minSubnormal,
    flushedBelow: flushedInputsBelow,
    max,
    overflow: profile.rho === 1 ? max + halfUlp : max,
  };
}
